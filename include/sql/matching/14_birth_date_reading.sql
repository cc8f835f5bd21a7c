-- matching.birth_date_reading: each distinct birth date as a number, if it is one.
--
-- Grain:   one row per distinct birth_date.
-- Reads:   record_text
-- Params:  none
-- Report:  Een onmogelijke of verzonnen geboortedatum telt als niet geleverd.

WITH distinct_text AS (
    SELECT DISTINCT birth_date
    FROM record_text
    WHERE birth_date IS NOT NULL
),

-- Nobody is born after the last signal was received.
received AS (
    SELECT COALESCE(MAX(READ_DAY(received_at)), '2100-12-31') AS last_day
    FROM record_text
),

numbered AS (
    SELECT
        birth_date,
        WHOLE_NUMBER(SUBSTR(birth_date, 1, 4)) AS birth_year,
        WHOLE_NUMBER(SUBSTR(birth_date, 6, 2)) AS birth_month,
        WHOLE_NUMBER(SUBSTR(birth_date, 9, 2)) AS birth_day
    FROM distinct_text
    CROSS JOIN received
    WHERE
        LOOKS_LIKE(birth_date, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
        AND birth_date <= received.last_day
)

SELECT
    birth_date,
    CAST(birth_year * 10000 + birth_month * 100 + birth_day AS INTEGER)
        AS birth_number,
    -- Day and month exchanged, where that is a date too.
    CASE
        WHEN birth_day BETWEEN 1 AND 12 AND birth_month > 0
            THEN CAST(birth_year * 10000 + birth_day * 100 + birth_month AS INTEGER)
    END AS swapped_number,
    birth_month > 0 AND birth_day > 0 AS is_complete,
    -- 1 January is what systems write when only the year is known.
    birth_month > 0 AND birth_day > 0 AND birth_month + birth_day > 2 AS is_telling
FROM numbered
WHERE
    birth_year BETWEEN 1880 AND 2100
    AND birth_month BETWEEN 0 AND 12
    AND (birth_month > 0 OR birth_day = 0)
    AND birth_day <= DAYS_OF_MONTH(birth_year, birth_month)
    -- Placeholders of creditors' systems.
    AND birth_date NOT IN (
        '1900-00-00', '1900-01-00', '1900-01-01', '1901-01-01', '1899-12-31'
    )
