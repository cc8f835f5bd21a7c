-- matching.similar_pair: more pairs to compare in a file without households.
--
-- Grain:   one row per unordered pair (left_number < right_number), left a signal.
-- Reads:   record, parameter
-- Params:  classes
-- Report:  Zonder huishoudens wordt ook vergeleken wie naam en voornaam deelt.

WITH person AS (
    SELECT
        record.record_number,
        record.is_signal,
        record.home_key,
        record.sound_one,
        record.formal_key,
        record.initial,
        record.birth_number,
        record.street_key,
        record.number_key
    FROM record
    CROSS JOIN parameter
    WHERE
        parameter.classes = 2
        AND NOT record.is_business
)

SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM person AS earlier
INNER JOIN person AS later
    ON
        earlier.sound_one = later.sound_one
        AND earlier.formal_key = later.formal_key
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE earlier.is_signal
UNION
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM person AS earlier
INNER JOIN person AS later
    ON
        earlier.street_key = later.street_key
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE
    earlier.is_signal
    AND (
        earlier.birth_number = later.birth_number
        OR earlier.number_key = later.number_key
        OR earlier.formal_key = later.formal_key
        OR earlier.sound_one = later.sound_one
    )
UNION
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM person AS earlier
INNER JOIN person AS later
    ON
        earlier.birth_number = later.birth_number
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE earlier.is_signal
