-- matching.born_pair: pairs with other homes that share birth date and surname.
--
-- Grain:   one row per pair (left_number < right_number, left a signal) and key.
-- Reads:   record
-- Params:  none
-- Report:  Wie verhuisde, heeft dezelfde geboortedatum en achternaam.

-- Every join has its guards: order, a signal on the left, another home than those
-- near_pair compares, and keys that are there: a blank key equals nothing.
WITH named AS (
    SELECT
        record_number,
        is_signal,
        home_key,
        birth_number,
        is_birth_certain,
        sound_one AS sound
    FROM record
    UNION ALL
    SELECT
        record_number,
        is_signal,
        home_key,
        birth_number,
        is_birth_certain,
        sound_two AS sound
    FROM record
    WHERE sound_two IS NOT NULL
),

born AS (
    SELECT
        record_number,
        is_signal,
        home_key,
        sound,
        birth_number AS day_number
    FROM named
    WHERE is_birth_certain
),

-- A swapped day and month, to find who moved as well.
swapped AS (
    SELECT
        record_number,
        is_signal,
        home_key,
        sound_one AS sound,
        swapped_number AS day_number
    FROM record
    WHERE
        is_birth_certain
        AND swapped_number <> birth_number
)

SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM born AS earlier
INNER JOIN born AS later
    ON
        earlier.day_number = later.day_number
        AND earlier.sound = later.sound
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE earlier.is_signal
UNION ALL
SELECT
    LEAST(earlier.record_number, later.record_number) AS left_number,
    GREATEST(earlier.record_number, later.record_number) AS right_number
FROM swapped AS earlier
INNER JOIN born AS later
    ON
        earlier.day_number = later.day_number
        AND earlier.sound = later.sound
        AND earlier.home_key <> later.home_key
WHERE earlier.is_signal OR later.is_signal
