-- matching.frequent_birth_date: a birth date far too frequent to be everyone's own.
--
-- Grain:   one row per birth_key.
-- Reads:   plain_record
-- Params:  none
-- Report:  Een geboortedatum die opvallend vaak voorkomt, telt als zwak.

WITH record_total AS (
    SELECT COUNT(*) AS row_count
    FROM plain_record
)

SELECT
    plain_record.birth_key,
    COUNT(DISTINCT plain_record.names_key) AS surname_count
FROM plain_record
CROSS JOIN record_total
WHERE plain_record.birth_key IS NOT NULL
GROUP BY
    plain_record.birth_key,
    record_total.row_count
-- By chance a day has one in 25,000 of the file; this is 25 times as many and ten more.
HAVING
    (COUNT(DISTINCT plain_record.names_key) - 10) * 1000 > record_total.row_count
