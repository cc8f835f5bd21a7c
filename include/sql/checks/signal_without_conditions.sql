-- checks.signal_without_conditions: a signal without the conditions for sharing it.
--
-- Grain:   one row per signal of the draft.
-- Reads:   casework.draft, casework.signal_decision, intake.signal
-- Params:  draft_id
-- Report:  Elk signaal voldoet aan Bgs art. 2: herinnerd, benaderd, gewezen op hulp,
--          geen bezwaar.
-- Code:    LAW_CONDITIONS (stop)

SELECT signal.signal_id
FROM casework.draft AS draft
INNER JOIN casework.signal_decision AS decision
    ON draft.draft_id = decision.draft_id
INNER JOIN intake.signal AS signal
    ON
        decision.signal_id = signal.signal_id
        AND draft.month = signal.month
WHERE
    draft.draft_id = :draft_id
    AND (
        signal.sharing_objection <> 'N'
        OR GREATEST(
            signal.reminder_date,
            signal.contact_attempt_date,
            signal.help_pointed_date
        ) > signal.signal_date
    )
