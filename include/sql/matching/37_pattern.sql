-- matching.pattern: how many pairs show each combination of levels.
--
-- Grain:   one row per pattern_code.
-- Reads:   compared_pair, duplicate_pair
-- Params:  none
-- Report:  Uit hoe vaak elke combinatie voorkomt, worden de gewichten geleerd.

WITH counted AS (
    SELECT
        pattern_code,
        COUNT(*) AS pair_count
    FROM compared_pair
    GROUP BY pattern_code
),

-- Duplicates get a weight too, but teach nothing of pairs that differ.
duplicated AS (
    SELECT DISTINCT duplicate_pair.pattern_code
    FROM duplicate_pair
    LEFT JOIN counted ON duplicate_pair.pattern_code = counted.pattern_code
    WHERE counted.pattern_code IS NULL
)

SELECT
    pattern_code,
    pair_count
FROM counted
UNION ALL
SELECT
    pattern_code,
    CAST(0 AS BIGINT) AS pair_count
FROM duplicated
