-- matching.business_spelling: each distinct business name, spelled once.
--
-- Grain:   one row per distinct business_text of a business.
-- Reads:   record_text
-- Params:  none
-- Report:  Van een bedrijf tellen naam en rechtsvorm, in welke volgorde ook.

WITH folded AS (
    SELECT DISTINCT
        business_text,
        CAPITALS(FOLD_ACCENTS(business_text)) AS upper_text
    FROM record_text
    WHERE business_text IS NOT NULL
),

parted AS (
    SELECT
        business_text,
        BUSINESS_FORM(upper_text) AS business_form,
        NULLIF(
            SUBSTR(REPLACE_ALL(BUSINESS_CORE(upper_text), '[^A-Z0-9]', ''), 1, 100), ''
        ) AS business_name
    FROM folded
)

SELECT
    business_text,
    business_form,
    business_name,
    KEY_OF(DUTCH_SOUND(business_name)) AS business_sound
FROM parted
