-- checks.survivors_of_deceased: who has died, where others may need help.
--
-- Grain:   one row per signal.
-- Reads:   casework.signal_decision
-- Params:  draft_id
-- Report:  Signalen van overledenen met mogelijk nabestaanden die hulp nodig hebben
-- Code:    LST_SURVIVORS (warning)

SELECT decision.signal_id
FROM casework.signal_decision AS decision
WHERE
    decision.draft_id = :draft_id
    AND decision.has_survivors
