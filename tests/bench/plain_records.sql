-- plain_record: signals as both peers of the benchmark get them, simply normalised.
--
-- Grain:   one row per signal.
-- Reads:   signal
-- Params:  -
-- Report:  -

WITH written AS (
    SELECT
        signal_id,
        TRIM(
            REGEXP_REPLACE(
                LOWER(STRIP_ACCENTS(COALESCE(surname_prefix, '') || ' ' || surname)),
                '[^a-z -]', '', 'g'
            )
        ) AS surname_text,
        LOWER(STRIP_ACCENTS(first_names)) AS first_text,
        REGEXP_REPLACE(UPPER(STRIP_ACCENTS(initials)), '[^A-Z]', '', 'g') AS letters,
        birth_date,
        REGEXP_REPLACE(LOWER(STRIP_ACCENTS(street)), '[^a-z]', '', 'g') AS street_text,
        house_number,
        LTRIM(
            REGEXP_REPLACE(
                LOWER(COALESCE(house_letter, '') || COALESCE(house_addition, '')),
                '[^a-z0-9]', '', 'g'
            ),
            '0'
        ) AS addition_text,
        UPPER(postcode) AS postcode_text,
        RIGHT(REGEXP_REPLACE(phone, '[^0-9]', '', 'g'), 9) AS phone_text,
        LOWER(email) AS email_text
    FROM signal
),

cut AS (
    SELECT
        *,
        STRING_SPLIT(surname_text, '-') AS surnames,
        COUNT(*) OVER (PARTITION BY phone_text) AS phone_count,
        COUNT(*) OVER (PARTITION BY email_text) AS email_count
    FROM written
)

SELECT
    signal_id AS unique_id,
    NULLIF(
        REGEXP_REPLACE(
            TRIM(surnames[1]), '^(van|de|der|den|ter|ten|te|in|op|t|het) +', '', 'g'
        ),
        ''
    ) AS surname,
    NULLIF(TRIM(surnames[2]), '') AS second_surname,
    NULLIF(STRING_SPLIT(first_text, ' ')[1], '') AS first_name,
    NULLIF(letters, '') AS initials,
    NULLIF(LEFT(letters, 1), '') AS initial,
    CASE
        WHEN
            birth_date LIKE '____-__-__' AND birth_date NOT LIKE '%-00'
            AND birth_date NOT LIKE '190%'
            THEN birth_date
    END AS birth_date,
    NULLIF(street_text, '') AS street,
    NULLIF(house_number, '') AS house_number,
    addition_text AS addition,
    NULLIF(postcode_text, '') AS postcode,
    -- A number or address on this many signals is nobody's own.
    CASE WHEN phone_count <= 25 THEN NULLIF(phone_text, '') END AS phone,
    CASE WHEN email_count <= 25 THEN NULLIF(email_text, '') END AS email
FROM cut
ORDER BY unique_id
