-- matching.near_pair: pairs of profiles behind one number that share something more.
--
-- Grain:   one row per unordered pair (left_number < right_number), left a signal.
-- Reads:   record
-- Params:  none
-- Report:  Op één adres wordt vergeleken wie een voorletter, naam of datum deelt.

SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.home_key = later.home_key
        AND earlier.is_business = later.is_business
        AND earlier.record_number < later.record_number
WHERE
    earlier.is_signal
    -- The others live together and are two persons without a doubt.
    AND (
        earlier.sound_one = later.sound_one
        OR earlier.initial = later.initial
        OR earlier.birth_number = later.birth_number
        OR earlier.sound_one = later.sound_two
        OR earlier.sound_two = later.sound_one
        OR earlier.sound_two = later.sound_two
        OR earlier.formal_key = later.formal_key
        OR earlier.phone_key = later.phone_key
        OR earlier.email_key = later.email_key
        OR earlier.name_start = later.name_start
        OR earlier.given_key = later.name_one
        OR earlier.name_one = later.given_key
        OR earlier.is_business
    )
