-- matching.ignored_value: delivered values that could not be read, counted.
--
-- Grain:   one row; each column counts the signals whose value was ignored.
-- Reads:   record_text, plain_record, address_reading
-- Params:  none
-- Report:  Een onleesbare waarde telt als niet geleverd; hier staat hoe vaak.

WITH reading AS (
    SELECT
        CASE
            WHEN record_text.received_at IS NULL THEN 0
            WHEN plain_record.received_day IS NULL THEN 1
            ELSE 0
        END AS received_at,
        CASE
            WHEN TRIM(record_text.initials) = '' THEN 0
            WHEN plain_record.initials_key IS NULL THEN 1
            ELSE 0
        END AS initials,
        CASE
            WHEN TRIM(record_text.surname_text) = '' THEN 0
            WHEN plain_record.name_one IS NULL THEN 1
            ELSE 0
        END AS surname,
        CASE
            WHEN record_text.birth_date IS NULL THEN 0
            WHEN plain_record.birth_year IS NULL THEN 1
            ELSE 0
        END AS birth_date,
        CASE
            WHEN record_text.house_number = '' THEN 0
            WHEN address_reading.number_key IS NULL THEN 1
            ELSE 0
        END AS house_number,
        CASE
            WHEN record_text.postcode IS NULL THEN 0
            WHEN address_reading.postcode_key IS NULL THEN 1
            ELSE 0
        END AS postcode,
        CASE
            WHEN record_text.phone IS NULL THEN 0
            WHEN plain_record.phone_key IS NULL THEN 1
            ELSE 0
        END AS phone,
        CASE
            WHEN record_text.email IS NULL THEN 0
            WHEN plain_record.email_key IS NULL THEN 1
            ELSE 0
        END AS email
    FROM record_text
    INNER JOIN plain_record
        ON record_text.record_number = plain_record.record_number
    LEFT JOIN address_reading
        ON
            COALESCE(record_text.postcode, '')
            = COALESCE(address_reading.postcode, '')
            AND COALESCE(record_text.street, '')
            = COALESCE(address_reading.street, '')
            AND COALESCE(record_text.place, '') = COALESCE(address_reading.place, '')
            AND record_text.house_number = address_reading.house_number
            AND record_text.suffix_text = address_reading.suffix_text
    WHERE record_text.is_signal
)

SELECT
    COALESCE(SUM(received_at), 0) AS received_at,
    COALESCE(SUM(initials), 0) AS initials,
    COALESCE(SUM(surname), 0) AS surname,
    COALESCE(SUM(birth_date), 0) AS birth_date,
    COALESCE(SUM(house_number), 0) AS house_number,
    COALESCE(SUM(postcode), 0) AS postcode,
    COALESCE(SUM(phone), 0) AS phone,
    COALESCE(SUM(email), 0) AS email
FROM reading
