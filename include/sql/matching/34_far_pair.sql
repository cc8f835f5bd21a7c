-- matching.far_pair: pairs of profiles with other homes that share two things.
--
-- Grain:   one row per unordered pair (left_number < right_number), left a signal.
-- Reads:   born_pair, named_pair, contact_pair, street_pair, similar_pair,
--          near_pair, verdict_pair, record
-- Params:  none
-- Report:  Elders wordt vergeleken wie geboortedatum, contact of straat en naam deelt.

SELECT
    left_number,
    right_number
FROM born_pair
UNION
SELECT
    left_number,
    right_number
FROM contact_pair
UNION
SELECT
    left_number,
    right_number
FROM street_pair
UNION
SELECT
    left_number,
    right_number
FROM named_pair
UNION
SELECT
    left_number,
    right_number
FROM similar_pair
UNION
SELECT
    verdict_pair.left_number,
    verdict_pair.right_number
FROM verdict_pair
INNER JOIN record AS earlier ON verdict_pair.left_number = earlier.record_number
LEFT JOIN near_pair
    ON
        verdict_pair.left_number = near_pair.left_number
        AND verdict_pair.right_number = near_pair.right_number
WHERE
    earlier.is_signal
    AND near_pair.left_number IS NULL
