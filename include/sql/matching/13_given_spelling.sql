-- matching.given_spelling: each distinct pair of initials and first names, once.
--
-- Grain:   one row per distinct (initials, first_names).
-- Reads:   record_text, nickname
-- Params:  none
-- Report:  Voorletters en de eerste voornaam, zonder punten, accenten en aanhef.

WITH distinct_text AS (
    SELECT DISTINCT
        initials,
        first_names
    FROM record_text
),

folded AS (
    SELECT
        initials,
        first_names,
        REPLACE_ALL(
            FOLD_ACCENTS(initials), '\b([Dd]hr|DHR|[Mm]evr|MEVR|[Mm]w|MW|[Mm]evrouw)\b',
            ''
        ) AS initials_text,
        TRIM(REPLACE_ALL(CAPITALS(FOLD_ACCENTS(first_names)), '[^A-Z]+', ' '))
            AS first_names_text
    FROM distinct_text
),

-- "Th." is one initial, "TH" is two: small letters only go beside capitals.
keyed AS (
    SELECT
        initials,
        first_names,
        REPLACE_ALL(
            CASE
                WHEN LOOKS_LIKE(initials_text, '[A-Z]') THEN initials_text
                ELSE CAPITALS(initials_text)
            END, '[^A-Z]', ''
        ) AS own_initials,
        REPLACE_ALL(first_names_text, '\B[A-Z]| ', '') AS name_initials,
        SUBSTR(SPLIT_PART(first_names_text, ' ', 1), 1, 60) AS given_key,
        -- All of several first names, whatever their order.
        CASE
            WHEN INSTR(first_names_text, ' ') > 0
                THEN ' ' || first_names_text || ' '
        END AS given_names
    FROM folded
),

-- A single letter among the first names is an initial, not a name.
chosen AS (
    SELECT
        initials,
        first_names,
        NULLIF(
            SUBSTR(COALESCE(NULLIF(own_initials, ''), name_initials), 1, 60), ''
        ) AS initials_key,
        CASE
            WHEN given_key IN ('', 'ONBEKEND', 'NVT', 'TEST', 'BEWONER') THEN NULL
            WHEN LENGTH(given_key) = 1 THEN NULL
            ELSE given_key
        END AS given_key,
        given_names
    FROM keyed
)

SELECT
    chosen.initials,
    chosen.first_names,
    chosen.initials_key,
    SUBSTR(chosen.initials_key, 1, 1) AS initial,
    chosen.given_key,
    chosen.given_names,
    COALESCE(nickname.formal_name, chosen.given_key) AS formal_key,
    -- "Hans" is an H and, as Johannes, a J; Johannes may be a J or an H.
    nickname.other_initials
FROM chosen
LEFT JOIN nickname ON chosen.given_key = nickname.nickname
