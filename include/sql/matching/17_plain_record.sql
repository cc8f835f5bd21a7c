-- matching.plain_record: every record in comparable form, contacts as delivered.
--
-- Grain:   one row per record_number.
-- Reads:   record_text, business_spelling, surname_spelling, given_spelling,
--          birth_date_reading, number_reading, place_reading, parameter
-- Params:  classes
-- Report:  Alle gegevens in vergelijkbare schrijfwijze; het origineel blijft bewaard.

WITH joined AS (
    SELECT
        record_text.record_number,
        record_text.is_signal,
        record_text.is_business,
        COALESCE(surname_spelling.is_care_of, FALSE) AS is_care_of,
        given_spelling.initial,
        given_spelling.other_initials,
        given_spelling.given_names,
        -- The legal form of a business takes the place of a first name.
        COALESCE(business_spelling.business_form, given_spelling.initials_key)
            AS initials_key,
        COALESCE(business_spelling.business_form, given_spelling.given_key)
            AS given_key,
        COALESCE(business_spelling.business_form, given_spelling.formal_key)
            AS formal_key,
        COALESCE(business_spelling.business_name, surname_spelling.name_one)
            AS name_one,
        surname_spelling.name_two,
        COALESCE(business_spelling.business_sound, surname_spelling.sound_one)
            AS sound_one,
        surname_spelling.sound_two,
        birth_date_reading.birth_number,
        birth_date_reading.swapped_number,
        birth_date_reading.is_complete,
        birth_date_reading.is_telling,
        number_reading.number_key,
        number_reading.suffix_key,
        place_reading.street_key,
        place_reading.is_dwelling,
        place_reading.place_street_text,
        READ_DAY(record_text.received_at) AS received_day,
        COALESCE(
            READ_POSTCODE(record_text.postcode),
            CASE WHEN parameter.classes = 2 THEN record_text.postcode END
        ) AS postcode_key,
        READ_PHONE(record_text.phone) AS phone_key,
        READ_EMAIL(record_text.email) AS email_key
    FROM record_text
    CROSS JOIN parameter
    LEFT JOIN surname_spelling
        ON record_text.surname_text = surname_spelling.surname_text
    LEFT JOIN business_spelling
        ON record_text.business_text = business_spelling.business_text
    INNER JOIN given_spelling
        ON
            record_text.initials = given_spelling.initials
            AND record_text.first_names = given_spelling.first_names
    INNER JOIN number_reading
        ON
            record_text.house_number = number_reading.house_number
            AND record_text.suffix_text = number_reading.suffix_text
    INNER JOIN place_reading
        ON
            record_text.street = place_reading.street
            AND record_text.place = place_reading.place
    LEFT JOIN birth_date_reading
        ON record_text.birth_date = birth_date_reading.birth_date
),

-- Without a postcode the place and street are the address.
addressed AS (
    SELECT
        joined.*,
        CASE
            WHEN is_dwelling AND number_key IS NOT NULL
                THEN COALESCE(postcode_key, place_street_text)
        END AS area_key
    FROM joined
),

keyed AS (
    SELECT
        addressed.*,
        CASE WHEN area_key IS NOT NULL THEN KEY_OF_TWO(area_key, number_key) END
            AS base_key
    FROM addressed
)

SELECT
    keyed.*,
    -- Who says all the same, a name and an address or birth date among it, is alike.
    CASE
        WHEN
            name_one IS NOT NULL AND (initials_key IS NOT NULL OR is_business)
            AND (base_key IS NOT NULL OR is_complete)
            THEN KEY_OF_ROW(
                is_business, is_care_of, initials_key, given_key, name_one, name_two,
                birth_number, base_key, suffix_key, street_key, phone_key, email_key
            )
    END AS likeness_key
FROM keyed
