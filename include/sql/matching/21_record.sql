-- matching.record: every record as it is compared, misleading values disarmed.
--
-- Grain:   one row per record_number.
-- Reads:   plain_record, shared_contact, care_of_address, frequent_birth_date
-- Params:  none
-- Report:  De vergeleken gegevens, zonder gedeelde nummers en verzamel-adressen.

SELECT
    plain_record.record_number,
    plain_record.is_signal,
    plain_record.is_business,
    plain_record.initials_key,
    plain_record.given_key,
    plain_record.formal_key,
    plain_record.name_one,
    plain_record.name_two,
    plain_record.names_key,
    plain_record.birth_year,
    plain_record.birth_month,
    plain_record.birth_day,
    plain_record.birth_key,
    plain_record.base_key,
    plain_record.address_key,
    plain_record.received_day,
    plain_record.is_care_of
    OR care_of_address.address_key IS NOT NULL AS is_care_of,
    plain_record.birth_key IS NOT NULL
    AND frequent_birth_date.birth_key IS NULL
    -- 1 January is what systems write when only the year is known.
    AND NOT (
        plain_record.birth_month = 1 AND plain_record.birth_day = 1
    ) AS is_birth_certain,
    CASE
        WHEN shared_phone.contact_key IS NULL THEN plain_record.phone_key
    END AS phone_key,
    CASE
        WHEN shared_email.contact_key IS NULL THEN plain_record.email_key
    END AS email_key
FROM plain_record
LEFT JOIN shared_contact AS shared_phone
    ON plain_record.phone_key = shared_phone.contact_key
LEFT JOIN shared_contact AS shared_email
    ON plain_record.email_key = shared_email.contact_key
LEFT JOIN care_of_address
    ON plain_record.address_key = care_of_address.address_key
LEFT JOIN frequent_birth_date
    ON plain_record.birth_key = frequent_birth_date.birth_key
