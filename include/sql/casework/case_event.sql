-- casework.case_event: what was done for a case, and what came of it, by a day.
--
-- Grain:   one row per contact attempt or outcome of a case of the municipality.
-- Reads:   casework.case, casework.contact_attempt, casework.outcome
-- Params:  municipality_code, day
-- Report:  Contactpogingen en resultaten per melding.

SELECT
    found_case.case_id,
    attempt.attempt_date AS event_date,
    attempt.kind,
    attempt.reached,
    CAST(NULL AS TEXT) AS result,
    attempt.recorded_at,
    attempt.attempt_id AS event_id
FROM casework."case" AS found_case
INNER JOIN casework.contact_attempt AS attempt
    ON found_case.case_id = attempt.case_id
WHERE
    found_case.municipality_code = :municipality_code
    AND attempt.attempt_date <= :day
UNION ALL
SELECT
    found_case.case_id,
    outcome.result_date AS event_date,
    CAST(NULL AS TEXT) AS kind,
    CAST(NULL AS BOOLEAN) AS reached,
    outcome.result,
    outcome.recorded_at,
    outcome.outcome_id AS event_id
FROM casework."case" AS found_case
INNER JOIN casework.outcome AS outcome
    ON found_case.case_id = outcome.case_id
WHERE
    found_case.municipality_code = :municipality_code
    AND outcome.result_date <= :day
-- The newest row of a case holds; the id breaks ties.
ORDER BY event_date, recorded_at, event_id
