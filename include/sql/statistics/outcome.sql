-- statistics.outcome: every result of a case, the one that holds last.
--
-- Grain:   one row per outcome.
-- Reads:   casework.case, casework.outcome
-- Params:  municipality_code
-- Report:  Elk resultaat van een melding met zijn dag; het laatste telt.

SELECT
    outcome.case_id,
    outcome.result,
    outcome.result_date
FROM casework."case" AS origin
INNER JOIN casework.outcome AS outcome
    ON origin.case_id = outcome.case_id
WHERE origin.municipality_code = :municipality_code
ORDER BY
    outcome.result_date,
    outcome.recorded_at,
    outcome.outcome_id COLLATE "C"
