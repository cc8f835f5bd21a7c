-- matching.verdict_pair: a human verdict on two records of this file.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   verdict, record_text
-- Params:  none
-- Report:  Het oordeel van een medewerker is definitief; "verschillend" gaat voor.

WITH known_id AS (
    SELECT
        record_id,
        -- An id of both a signal and a resident means the signal.
        MIN(record_number) AS record_number
    FROM record_text
    WHERE
        record_id IN (SELECT left_id FROM verdict)
        OR record_id IN (SELECT right_id FROM verdict)
    GROUP BY record_id
),

resolved AS (
    SELECT
        verdict.verdict,
        LEAST(known_left.record_number, known_right.record_number) AS left_number,
        GREATEST(known_left.record_number, known_right.record_number) AS right_number
    FROM verdict
    INNER JOIN known_id AS known_left ON verdict.left_id = known_left.record_id
    INNER JOIN known_id AS known_right ON verdict.right_id = known_right.record_id
    WHERE known_left.record_number <> known_right.record_number
)

SELECT
    left_number,
    right_number,
    -- Of two contradicting verdicts the cautious one holds.
    MIN(verdict) AS verdict
FROM resolved
GROUP BY
    left_number,
    right_number
