-- matching.address_reading: each distinct address as comparable keys.
--
-- Grain:   one row per distinct (postcode, street, place, house_number, suffix_text).
-- Reads:   record_text
-- Params:  none
-- Report:  12-2, 12 II en 12 2hg zijn hetzelfde adres; zonder postcode telt de plaats.

WITH distinct_text AS (
    SELECT DISTINCT
        postcode,
        street,
        place,
        house_number,
        suffix_text
    FROM record_text
),

-- The letter O and I stand for digits in the first four signs of a postcode.
folded AS (
    SELECT
        postcode,
        street,
        place,
        house_number,
        suffix_text,
        REPLACE_ALL(UPPER(postcode), '[^A-Z0-9]', '') AS postcode_text,
        LETTERS_ONLY(street) AS street_key,
        LETTERS_ONLY(place) AS place_key,
        WHOLE_NUMBER(FIRST_MATCH(house_number, '^ *[0-9]{1,5}')) AS number_value,
        UPPER(FOLD_ACCENTS(
            REPLACE_ALL(house_number, '^ *[0-9]{1,5}', '') || ' ' || suffix_text
        )) AS suffix_upper
    FROM distinct_text
),

read_parts AS (
    SELECT
        postcode,
        street,
        place,
        house_number,
        suffix_text,
        NULLIF(street_key, '') AS street_key,
        NULLIF(place_key, '') AS place_key,
        TRANSLATE(SUBSTR(postcode_text, 1, 4), 'OI', '01')
        || SUBSTR(postcode_text, 5) AS postcode_key,
        CASE
            WHEN number_value > 0 THEN CAST(number_value AS VARCHAR(5))
        END AS number_key,
        REPLACE_ALL(suffix_upper, '[^A-Z0-9]', '') AS suffix_key
    FROM folded
),

-- Floors: II and 2HG are 2; leading zeros mean nothing; HS is the ground floor.
suffixed AS (
    SELECT
        postcode,
        street,
        place,
        house_number,
        suffix_text,
        street_key,
        place_key,
        number_key,
        CASE
            WHEN LOOKS_LIKE(postcode_key, '^[1-9][0-9]{3}[A-Z]{2}$') THEN postcode_key
        END AS postcode_key,
        CASE
            WHEN suffix_key IN ('H', 'HS', 'HUIS', 'BG') THEN 'HS'
            WHEN suffix_key IN ('I', 'II', 'III')
                THEN CAST(LENGTH(suffix_key) AS VARCHAR(1))
            WHEN LOOKS_LIKE(suffix_key, '^0*[0-9]+(HG|HOOG|E)?$')
                THEN REPLACE_ALL(REPLACE_ALL(suffix_key, '[A-Z]', ''), '^0+', '')
            ELSE suffix_key
        END AS suffix_key
    FROM read_parts
)

SELECT
    postcode,
    street,
    place,
    house_number,
    suffix_text,
    postcode_key,
    number_key,
    CASE
        -- A post box is no dwelling.
        WHEN street_key = 'POSTBUS' THEN NULL
        ELSE
            COALESCE(postcode_key, place_key || '/' || street_key)
            || '|' || number_key
    END AS base_key,
    CASE
        WHEN street_key = 'POSTBUS' THEN NULL
        ELSE
            COALESCE(postcode_key, place_key || '/' || street_key)
            || '|' || number_key || '|' || suffix_key
    END AS address_key
FROM suffixed
