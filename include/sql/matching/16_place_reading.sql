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
        NULLIF(LETTERS_ONLY(REPLACE_ALL(street, '[(].*$', '')), '') AS street_text,
        NULLIF(LETTERS_ONLY(place), '') AS place_text
    FROM distinct_text
)

SELECT
    street,
    place,
    -- As it sounds, and with its usual ending written out.
    KEY_OF(DUTCH_SOUND(REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(
        street_text, 'STR$', 'STRAAT'
    ), 'PLN$', 'PLEIN'), 'LN$', 'LAAN'), 'WG$', 'WEG'))) AS street_key,
    -- A post box is no dwelling.
    COALESCE(street_text, '') <> 'POSTBUS' AS is_dwelling,
    place_text || '/' || street_text AS place_street_text
FROM spelled
