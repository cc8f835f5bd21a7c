-- matching.initial_frequency: how much of the file has a first initial.
--
-- Grain:   one row per initial.
-- Reads:   plain_record
-- Params:  none
-- Report:  Een zeldzame voorletter zegt meer dan een J of een M.

WITH counted AS (
    SELECT
        initial,
        COUNT(*) AS record_count
    FROM plain_record
    WHERE initial IS NOT NULL
    GROUP BY initial
),

total AS (
    SELECT SUM(record_count) AS row_count
    FROM counted
)

SELECT
    counted.initial,
    -- 4 frequent, 5 rarer: the levels of two equal first initials.
    CASE WHEN counted.record_count * 1000 >= 45 * total.row_count THEN 4 ELSE 5 END
        AS equal_level
FROM counted
CROSS JOIN total
