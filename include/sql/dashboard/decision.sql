-- dashboard.decision: what was decided on a draft's signals, by rule.
--
-- Grain:   one row per rule.
-- Reads:   casework.signal_decision
-- Params:  draft_id
-- Report:  Besluiten over de signalen, per regel.

SELECT
    decision.rule_code,
    COUNT(*) AS signal_count
FROM casework.signal_decision AS decision
WHERE decision.draft_id = :draft_id
GROUP BY decision.rule_code
ORDER BY signal_count DESC, decision.rule_code COLLATE "C"
