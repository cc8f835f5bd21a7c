-- matching.birth_date_reading: each distinct birth date as numbers, if it is one.
--
-- Grain:   one row per distinct birth_date.
-- Reads:   record_text
-- Params:  none
-- Report:  Een onmogelijke of verzonnen geboortedatum telt als niet geleverd.

WITH distinct_text AS (
    SELECT DISTINCT birth_date
    FROM record_text
    WHERE LOOKS_LIKE(birth_date, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
),

numbered AS (
    SELECT
        birth_date,
        WHOLE_NUMBER(SUBSTR(birth_date, 1, 4)) AS birth_year,
        WHOLE_NUMBER(SUBSTR(birth_date, 6, 2)) AS birth_month,
        WHOLE_NUMBER(SUBSTR(birth_date, 9, 2)) AS birth_day
    FROM distinct_text
)

SELECT
    birth_date,
    birth_year,
    birth_month,
    birth_day,
    birth_month > 0 AND birth_day > 0 AS is_complete
FROM numbered
WHERE
    birth_year BETWEEN 1880 AND 2100
    AND birth_month BETWEEN 0 AND 12
    AND (birth_month > 0 OR birth_day = 0)
    AND birth_day <= LAST_DAY(birth_year, birth_month)
    -- Placeholders of creditors' systems.
    AND birth_date NOT IN (
        '1900-00-00', '1900-01-00', '1900-01-01', '1901-01-01', '1899-12-31'
    )
