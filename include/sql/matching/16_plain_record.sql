-- matching.plain_record: every record in comparable form, contacts as delivered.
--
-- Grain:   one row per record_number.
-- Reads:   record_text, surname_spelling, given_spelling, birth_date_reading,
--          address_reading
-- Params:  none
-- Report:  Alle gegevens in vergelijkbare schrijfwijze; het origineel blijft bewaard.

WITH read_record AS (
    SELECT
        record_text.record_number,
        record_text.is_signal,
        record_text.is_business,
        surname_spelling.is_care_of,
        given_spelling.initials_key,
        given_spelling.given_key,
        given_spelling.formal_key,
        birth_date_reading.birth_year,
        birth_date_reading.birth_month,
        birth_date_reading.birth_day,
        birth_date_reading.is_complete,
        address_reading.base_key,
        address_reading.address_key,
        CASE
            WHEN record_text.is_business THEN surname_spelling.business_name
            ELSE surname_spelling.name_one
        END AS name_one,
        CASE
            WHEN NOT record_text.is_business THEN surname_spelling.name_two
        END AS name_two,
        CASE
            WHEN
                LOOKS_LIKE(record_text.received_at, '^[0-9]{4}-[0-9]{2}-[0-9]{2}')
                AND WHOLE_NUMBER(SUBSTR(record_text.received_at, 6, 2))
                BETWEEN 1 AND 12
                THEN SUBSTR(record_text.received_at, 1, 10)
        END AS received_day,
        DIGITS_ONLY(record_text.phone) AS phone_digits,
        LOWER(TRIM(record_text.email)) AS email_text
    FROM record_text
    INNER JOIN surname_spelling
        ON record_text.surname_text = surname_spelling.surname_text
    INNER JOIN given_spelling
        ON
            record_text.initials = given_spelling.initials
            AND record_text.first_names = given_spelling.first_names
    LEFT JOIN birth_date_reading
        ON record_text.birth_date = birth_date_reading.birth_date
    LEFT JOIN address_reading
        ON
            COALESCE(record_text.postcode, '')
            = COALESCE(address_reading.postcode, '')
            AND COALESCE(record_text.street, '')
            = COALESCE(address_reading.street, '')
            AND COALESCE(record_text.place, '') = COALESCE(address_reading.place, '')
            AND record_text.house_number = address_reading.house_number
            AND record_text.suffix_text = address_reading.suffix_text
)

SELECT
    record_number,
    is_signal,
    is_business,
    is_care_of,
    initials_key,
    given_key,
    formal_key,
    name_one,
    name_two,
    birth_year,
    birth_month,
    birth_day,
    base_key,
    address_key,
    received_day,
    LEAST(name_one, COALESCE(name_two, name_one)) || '-'
    || GREATEST(name_one, COALESCE(name_two, name_one)) AS names_key,
    CASE
        WHEN is_complete THEN birth_year * 10000 + birth_month * 100 + birth_day
    END AS birth_key,
    -- The last nine digits; service numbers and made-up rows of digits are nobody's.
    CASE
        WHEN
            LENGTH(phone_digits) BETWEEN 9 AND 15
            AND NOT LOOKS_LIKE(
                phone_digits, '^(0|31|0031)?(800|900|906|909)[0-9]{4,7}$'
            )
            AND NOT LOOKS_LIKE(phone_digits, '([0]{7}|[1]{7}|[9]{7}|12345678)')
            THEN SUBSTR(phone_digits, LENGTH(phone_digits) - 8)
    END AS phone_key,
    CASE
        WHEN
            LOOKS_LIKE(email_text, '^[^@ ]+@[^@ ]+[.][^@ .]+$')
            AND NOT LOOKS_LIKE(
                email_text, '^(geen|onbekend|nvt|n[.]v[.]t|noreply|no-reply|test|x+)@'
            )
            THEN email_text
    END AS email_key
FROM read_record
