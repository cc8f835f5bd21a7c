-- matching.frequent_birth_date: a birth date far too frequent to be everyone's own.
--
-- Grain:   one row per birth_number.
-- Reads:   plain_record
-- Params:  none
-- Report:  Een geboortedatum die opvallend vaak voorkomt, telt als zwak.

WITH record_total AS (
    SELECT COUNT(*) AS row_count
    FROM plain_record
),

doubtful AS (
    SELECT plain_record.birth_number
    FROM plain_record
    CROSS JOIN record_total
    WHERE plain_record.is_complete
    GROUP BY
        plain_record.birth_number,
        record_total.row_count
    HAVING (COUNT(*) - 10) * 1000 > record_total.row_count
)

SELECT
    plain_record.birth_number,
    COUNT(DISTINCT plain_record.name_one) AS surname_count
FROM plain_record
INNER JOIN doubtful ON plain_record.birth_number = doubtful.birth_number
CROSS JOIN record_total
GROUP BY
    plain_record.birth_number,
    record_total.row_count
-- By chance a day has one in 25,000 of the file; this is 25 times as many and ten more.
HAVING
    (COUNT(DISTINCT plain_record.name_one) - 10) * 1000 > record_total.row_count
