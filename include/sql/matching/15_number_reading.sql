-- matching.number_reading: each distinct house number and addition, spelled once.
--
-- Grain:   one row per distinct (house_number, suffix_text).
-- Reads:   record_text
-- Params:  none
-- Report:  12-2, 12 II en 12 2hg zijn hetzelfde adres.

WITH distinct_text AS (
    SELECT DISTINCT
        house_number,
        suffix_text
    FROM record_text
),

folded AS (
    SELECT
        house_number,
        suffix_text,
        WHOLE_NUMBER(FIRST_MATCH(house_number, '^ *[0-9]{1,5}')) AS number_value,
        REPLACE_ALL(CAPITALS(FOLD_ACCENTS(
            REPLACE_ALL(house_number, '^ *[0-9]{1,5}', '') || ' ' || suffix_text
        )), '[^A-Z0-9]', '') AS suffix_key
    FROM distinct_text
)

-- Floors: II and 2HG are 2; leading zeros mean nothing; HS is the ground floor.
SELECT
    house_number,
    suffix_text,
    CAST(CASE WHEN number_value > 0 THEN number_value END AS INTEGER) AS number_key,
    CASE
        WHEN suffix_key IN ('H', 'HS', 'HUIS', 'BG') THEN 'HS'
        WHEN suffix_key IN ('I', 'II', 'III')
            THEN CAST(LENGTH(suffix_key) AS VARCHAR(1))
        WHEN LOOKS_LIKE(suffix_key, '^0*[0-9]+(HG|HOOG|E)?$')
            THEN REPLACE_ALL(REPLACE_ALL(suffix_key, '[A-Z]', ''), '^0+', '')
        ELSE suffix_key
    END AS suffix_key
FROM folded
