-- matching.name_chance: how often two people have the same first name or initials.
--
-- Grain:   one row.
-- Reads:   record
-- Params:  none
-- Report:  Hoe vaker een voornaam voorkomt, hoe minder hij zegt.

-- A person's many signals count once: by first name or initials, and surname.
WITH named AS (
    SELECT DISTINCT
        initials_key,
        given_key,
        sound_one
    FROM record
    WHERE
        initials_key IS NOT NULL
        AND NOT is_business
),

given AS (
    SELECT COUNT(DISTINCT sound_one) AS name_count
    FROM named
    WHERE given_key IS NOT NULL
    GROUP BY given_key
),

given_total AS (
    SELECT
        SUM(name_count) AS given_count,
        SUM(name_count * name_count) AS given_squares
    FROM given
),

initials AS (
    SELECT
        initials_key,
        COUNT(DISTINCT sound_one) AS name_count
    FROM named
    GROUP BY initials_key
),

initials_total AS (
    SELECT
        SUM(name_count) AS initials_count,
        SUM(CASE WHEN LENGTH(initials_key) > 1 THEN name_count * name_count ELSE 0 END)
            AS initials_squares
    FROM initials
)

SELECT
    CAST(COALESCE(given_total.given_count, 0) AS BIGINT) AS given_count,
    CAST(COALESCE(given_total.given_squares, 0) AS BIGINT) AS given_squares,
    CAST(COALESCE(initials_total.initials_count, 0) AS BIGINT) AS initials_count,
    CAST(COALESCE(initials_total.initials_squares, 0) AS BIGINT) AS initials_squares
FROM given_total
CROSS JOIN initials_total
