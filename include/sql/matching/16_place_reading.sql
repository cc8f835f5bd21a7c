-- matching.place_reading: each distinct street and place, spelled once.
--
-- Grain:   one row per distinct (street, place).
-- Reads:   record_text
-- Params:  none
-- Report:  Straat en plaats zonder accenten, leestekens en hoofdletters.

WITH distinct_text AS (
    SELECT DISTINCT
        street,
        place
    FROM record_text
),

spelled AS (
    SELECT
        street,
        place,
        NULLIF(LETTERS_ONLY(street), '') AS street_text,
        NULLIF(LETTERS_ONLY(place), '') AS place_text
    FROM distinct_text
)

SELECT
    street,
    place,
    KEY_OF(street_text) AS street_key,
    -- A post box is no dwelling.
    COALESCE(street_text, '') <> 'POSTBUS' AS is_dwelling,
    place_text || '/' || street_text AS place_street_text
FROM spelled
