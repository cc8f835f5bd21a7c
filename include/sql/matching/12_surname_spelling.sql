-- matching.surname_spelling: each distinct surname, spelled once for comparison.
--
-- Grain:   one row per distinct surname_text.
-- Reads:   record_text
-- Params:  none
-- Report:  Tussenvoegsels, accenten en de volgorde van dubbele namen tellen niet mee.

WITH folded AS (
    SELECT DISTINCT
        surname_text,
        CAPITALS(FOLD_ACCENTS(surname_text)) AS upper_text
    FROM record_text
    WHERE surname_text IS NOT NULL
),

-- "Stichting X inzake de Vries": what follows "inzake" is the client's name.
addressed AS (
    SELECT
        surname_text,
        LOOKS_LIKE(
            upper_text,
            '(^|[^A-Z])(C/O|P/A|T\.?A\.?V\.?|I/Z|INZAKE|BEWIND[A-Z]*|CURATOR[A-Z]*)'
            || '([^A-Z]|$)'
        ) AS is_care_of,
        REPLACE_ALL(
            REPLACE_ALL(upper_text, '^.*(I/Z|INZAKE) ', ''),
            '(C/O|P/A|T\.?A\.?V\.?) .*$', ''
        ) AS person_text
    FROM folded
),

-- Married forms become double names; 's- is a particle, not half a double name.
married AS (
    SELECT
        surname_text,
        is_care_of,
        LOOKS_LIKE(person_text, '\b(STICHTING|BEWIND[A-Z]*|CURATOR[A-Z]*)\b')
            AS is_institution,
        REPLACE_ALL(
            REPLACE_ALL(person_text, '(^|[^A-Z])S-', ' '),
            ' (E/V|E/O|E\.V\.|E\.O\.|WED\.?|WEDUWE|GEB\.?) ', '-'
        ) AS person_text
    FROM addressed
),

particles_gone AS (
    SELECT
        surname_text,
        is_care_of,
        is_institution,
        REPLACE_ALL(person_text, '[^A-Z-]', '') AS whole_text,
        REPLACE_ALL(
            REPLACE_ALL(
                person_text,
                '\b(VANDER|VANDEN|VAN|VON|VD|V|DER|DEN|DE|DES|DA|DAL|DAS|DI|DOS|DU|D'
                || '|EL|AL|HET|IN|LA|LE|LES|LO|L|OP|ONDER|OVER|S|TEN|TER|TE|TOT|T|TO'
                || '|UIT|UYT|VOOR|ZUM|ZUR|ZU|BIJ|AAN|AUF|DHR|MEVR|MEVROUW|MW|FAM'
                || '|FAMILIE|ERVEN|HR)\b', ''
            ), '[^A-Z-]', ''
        ) AS kept_text
    FROM married
),

-- A name of particles only ("Den", "In 't Op") keeps all its letters.
trimmed AS (
    SELECT
        surname_text,
        is_care_of,
        REPLACE_ALL(REPLACE_ALL(CASE
            WHEN is_institution THEN ''
            WHEN IS_PLACEHOLDER_NAME(LETTERS_ONLY(surname_text)) THEN ''
            WHEN REPLACE_ALL(kept_text, '-', '') = '' THEN whole_text
            ELSE kept_text
        END, '-+', '-'), '^-|-$', '') AS name_text
    FROM particles_gone
),

named AS (
    SELECT
        surname_text,
        is_care_of,
        -- No name is longer; comparing grows with the square of the length.
        NULLIF(SUBSTR(SPLIT_PART(name_text, '-', 1), 1, 60), '') AS name_one,
        NULLIF(SUBSTR(SPLIT_PART(name_text, '-', 2), 1, 60), '') AS name_two
    FROM trimmed
)

SELECT
    surname_text,
    is_care_of,
    name_one,
    NULLIF(name_two, name_one) AS name_two,
    KEY_OF(DUTCH_SOUND(name_one)) AS sound_one,
    KEY_OF(DUTCH_SOUND(NULLIF(name_two, name_one))) AS sound_two
FROM named
