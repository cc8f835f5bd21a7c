-- checks.signal_of_another_place: a decided signal of another municipality or month.
--
-- Grain:   one row per decision.
-- Reads:   casework.draft, casework.signal_decision, intake.signal
-- Params:  draft_id
-- Report:  Geen signaal komt uit een andere gemeente of maand.
-- Code:    LST_SCOPE (stop)

SELECT decision.signal_id
FROM casework.draft AS draft
INNER JOIN casework.signal_decision AS decision
    ON draft.draft_id = decision.draft_id
LEFT JOIN intake.signal AS signal
    ON
        decision.signal_id = signal.signal_id
        AND draft.municipality_code = signal.municipality_code
        AND draft.month = signal.month
WHERE
    draft.draft_id = :draft_id
    AND signal.signal_id IS NULL
