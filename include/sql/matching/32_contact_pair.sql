-- matching.contact_pair: pairs with other homes that share phone or e-mail.
--
-- Grain:   one row per pair (left_number < right_number, left a signal) and key.
-- Reads:   record
-- Params:  none
-- Report:  Wie telefoon of e-mail deelt, wordt vergeleken.

-- Every join has its guards: order, a signal on the left, another home than those
-- near_pair compares, and keys that are there: a blank key equals nothing.
WITH contact AS (
    SELECT
        record_number,
        is_signal,
        home_key,
        phone_key AS contact_key
    FROM record
    WHERE phone_key IS NOT NULL
    UNION ALL
    SELECT
        record_number,
        is_signal,
        home_key,
        email_key AS contact_key
    FROM record
    WHERE email_key IS NOT NULL
)

SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM contact AS earlier
INNER JOIN contact AS later
    ON
        earlier.contact_key = later.contact_key
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE
    earlier.is_signal
UNION ALL
-- A mistyped number, with the same surname: one half of it is unharmed.
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.sound_one = later.sound_one
        AND earlier.phone_key % 10000 = later.phone_key % 10000
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
        earlier.sound_one = later.sound_one
        AND earlier.initial = later.initial
        AND earlier.phone_key - earlier.phone_key % 10000
        = later.phone_key - later.phone_key % 10000
        AND earlier.record_number < later.record_number
        AND earlier.home_key <> later.home_key
WHERE earlier.is_signal
