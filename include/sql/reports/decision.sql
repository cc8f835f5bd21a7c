-- reports.decision: what was decided on the month's signals, by rule.
--
-- Grain:   one row per rule and national label.
-- Reads:   casework.draft, casework.signal_decision, intake.signal
-- Params:  draft_id
-- Report:  Besluiten over de signalen, per regel, met het landelijke label (DDAS).

SELECT
    decision.rule_code,
    decision.status,
    COUNT(*) AS signal_count,
    CAST(SUM(signal.arrears_cents) AS BIGINT) AS amount_cents
FROM casework.draft AS draft
INNER JOIN casework.signal_decision AS decision
    ON draft.draft_id = decision.draft_id
INNER JOIN intake.signal AS signal
    ON
        decision.signal_id = signal.signal_id
        AND draft.municipality_code = signal.municipality_code
        AND draft.month = signal.month
WHERE draft.draft_id = :draft_id
GROUP BY decision.rule_code, decision.status
ORDER BY decision.rule_code COLLATE "C"
