-- matching.named_pair: pairs with other homes that share a first name, and more.
--
-- Grain:   one row per pair (left_number < right_number, left a signal) and key.
-- Reads:   record
-- Params:  none
-- Report:  Zelfde voornaam of voorletters, en dezelfde geboortedatum of achternaam.

-- Every join has its guards: order, a signal on the left, another home than those
-- near_pair compares, and keys that are there: a blank key equals nothing.
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.birth_number = later.birth_number
        AND earlier.formal_key = later.formal_key
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE
    earlier.is_signal
    AND earlier.is_birth_certain
UNION ALL
-- A mistyped surname, with something of the name or the address unharmed.
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.birth_number = later.birth_number
        AND earlier.initial = later.initial
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE
    earlier.is_signal
    AND earlier.is_birth_certain
    AND (
        SUBSTR(earlier.name_start, 1, 1) = SUBSTR(later.name_start, 1, 1)
        OR earlier.street_key = later.street_key
        OR earlier.number_key = later.number_key
        OR earlier.postcode_key = later.postcode_key
    )
UNION ALL
-- Who moved and gave no birth date. Only of a rare surname (7) this says something;
-- of a frequent one the pairs grow with the square of the file.
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.sound_one = later.sound_one
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE
    earlier.is_signal
    AND earlier.surname_level = 7
    AND (
        earlier.formal_key = later.formal_key
        OR (
            LENGTH(earlier.initials_key) > 1
            AND earlier.initials_key = later.initials_key
        )
    )
