-- matching.street_pair: pairs whose postcode or house number may be mistyped.
--
-- Grain:   one row per pair (left_number < right_number, left a signal) and key.
-- Reads:   record
-- Params:  none
-- Report:  Zelfde straat en nummer of postcode, en een naam, voorletter of datum.

-- Every join has its guards: order, a signal on the left, another home than those
-- near_pair compares, and keys that are there: a blank key equals nothing.
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.postcode_key = later.postcode_key
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE
    earlier.is_signal
    AND (
        earlier.initial = later.initial
        OR earlier.name_start = later.name_start
        OR (earlier.is_birth_certain AND earlier.birth_number = later.birth_number)
    )
UNION ALL
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.street_key = later.street_key
        AND earlier.number_key = later.number_key
        AND earlier.sound_one = later.sound_one
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE earlier.is_signal
UNION ALL
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.street_key = later.street_key
        AND earlier.number_key = later.number_key
        AND earlier.initial = later.initial
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE earlier.is_signal
