-- statistics.attempt: every attempt to reach somebody.
--
-- Grain:   one row per attempt.
-- Reads:   casework.case, casework.contact_attempt
-- Params:  municipality_code
-- Report:  Elke contactpoging met dag, soort, dagdeel en of iemand is bereikt.

SELECT
    attempt.case_id,
    attempt.attempt_date,
    attempt.kind,
    attempt.part_of_day,
    attempt.reached
FROM casework."case" AS origin
INNER JOIN casework.contact_attempt AS attempt
    ON origin.case_id = attempt.case_id
WHERE origin.municipality_code = :municipality_code
ORDER BY
    attempt.attempt_date,
    attempt.kind COLLATE "C",
    attempt.part_of_day COLLATE "C" NULLS LAST,
    attempt.attempt_id COLLATE "C"
