-- matching.surname_frequency: how much of the file bears a surname.
--
-- Grain:   one row per name_one.
-- Reads:   plain_record, profile
-- Params:  none
-- Report:  Een zeldzame achternaam zegt meer dan een veelvoorkomende.

WITH counted AS (
    SELECT
        plain_record.name_one,
        COUNT(*) AS profile_count
    FROM plain_record
    INNER JOIN profile ON plain_record.record_number = profile.record_number
    WHERE
        plain_record.name_one IS NOT NULL
        AND profile.record_number = profile.profile_number
    GROUP BY plain_record.name_one
),

total AS (
    SELECT SUM(profile_count) AS row_count
    FROM counted
)

SELECT
    counted.name_one,
    counted.profile_count,
    -- 5 frequent, 6 usual, 7 rare: the levels of two equal surnames.
    CASE
        WHEN counted.profile_count < 8 THEN 7
        WHEN counted.profile_count * 400 >= total.row_count THEN 5
        WHEN counted.profile_count * 4000 >= total.row_count THEN 6
        ELSE 7
    END AS equal_level
FROM counted
CROSS JOIN total
