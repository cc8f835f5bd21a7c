-- listing.partner_signal: how many signals of the draft came from each partner.
--
-- Grain:   one row per partner with a signal in the month.
-- Reads:   casework.draft, casework.signal_decision, intake.signal
-- Params:  draft_id
-- Report:  Aantal signalen per partner.

SELECT
    signal.partner_code,
    COUNT(*) AS signal_count
FROM casework.draft AS draft
INNER JOIN casework.signal_decision AS decision
    ON draft.draft_id = decision.draft_id
INNER JOIN intake.signal AS signal
    ON
        decision.signal_id = signal.signal_id
        AND draft.month = signal.month
        AND draft.municipality_code = signal.municipality_code
WHERE draft.draft_id = :draft_id
GROUP BY signal.partner_code
ORDER BY signal.partner_code COLLATE "C"
