-- matching.record: every profile as it is compared, misleading values disarmed.
--
-- Grain:   one row per profile (record_number).
-- Reads:   plain_record, profile, shared_contact, crowded_address,
--          frequent_birth_date, surname_frequency, initial_frequency
-- Params:  none
-- Report:  De vergeleken gegevens, zonder gedeelde nummers en verzamel-adressen.

SELECT
    plain_record.record_number,
    plain_record.is_signal,
    plain_record.is_business,
    plain_record.initials_key,
    plain_record.initial,
    plain_record.other_initials,
    plain_record.given_key,
    plain_record.given_names,
    plain_record.formal_key,
    plain_record.name_one,
    plain_record.name_two,
    SUBSTR(plain_record.name_one, 1, 3) AS name_start,
    plain_record.sound_one,
    plain_record.sound_two,
    plain_record.birth_number,
    plain_record.swapped_number,
    plain_record.base_key,
    plain_record.suffix_key,
    plain_record.postcode_key,
    plain_record.street_key,
    plain_record.number_key,
    CAST(initial_frequency.equal_level AS TINYINT) AS initial_level,
    CAST(surname_frequency.equal_level AS TINYINT) AS surname_level,
    COALESCE(plain_record.is_telling, FALSE)
    AND frequent_birth_date.birth_number IS NULL AS is_birth_certain,
    plain_record.is_care_of
    OR crowded_address.base_key IS NOT NULL AS is_care_of,
    CASE
        WHEN shared_phone.contact_key IS NULL THEN plain_record.phone_key
    END AS phone_key,
    CASE
        WHEN shared_email.contact_key IS NULL THEN plain_record.email_key
    END AS email_key,
    -- Where somebody lives; a number of its own where that is unknown or no home.
    CASE
        WHEN plain_record.is_care_of OR crowded_address.base_key IS NOT NULL
            THEN -plain_record.record_number
        ELSE COALESCE(plain_record.base_key, -plain_record.record_number)
    END AS home_key
FROM plain_record
INNER JOIN profile
    ON
        plain_record.record_number = profile.record_number
        AND profile.record_number = profile.profile_number
LEFT JOIN surname_frequency ON plain_record.name_one = surname_frequency.name_one
LEFT JOIN initial_frequency ON plain_record.initial = initial_frequency.initial
LEFT JOIN shared_contact AS shared_phone
    ON plain_record.phone_key = shared_phone.contact_key
LEFT JOIN shared_contact AS shared_email
    ON plain_record.email_key = shared_email.contact_key
LEFT JOIN crowded_address
    ON
        plain_record.base_key = crowded_address.base_key
        AND plain_record.suffix_key = crowded_address.suffix_key
LEFT JOIN frequent_birth_date
    ON plain_record.birth_number = frequent_birth_date.birth_number
