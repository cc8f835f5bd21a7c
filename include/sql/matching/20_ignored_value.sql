-- matching.ignored_value: delivered values that could not be read, counted.
--
-- Grain:   one row; each column counts the signals whose value was ignored.
-- Reads:   record_text, plain_record
-- Params:  none
-- Report:  Een onleesbare waarde telt als niet geleverd; hier staat hoe vaak.

SELECT
    COUNT(record_text.received_at) - COUNT(plain_record.received_day) AS received_at,
    COUNT(NULLIF(record_text.initials, ''))
    - COUNT(
        CASE WHEN record_text.initials <> '' THEN plain_record.initials_key END
    ) AS initials,
    COUNT(
        NULLIF(COALESCE(record_text.surname_text, record_text.business_text), ' ')
    ) - COUNT(plain_record.name_one)
        AS surname,
    COUNT(record_text.birth_date) - COUNT(plain_record.birth_number) AS birth_date,
    COUNT(NULLIF(record_text.house_number, '')) - COUNT(plain_record.number_key)
        AS house_number,
    COUNT(record_text.postcode) - COUNT(plain_record.postcode_key) AS postcode,
    COUNT(record_text.phone) - COUNT(plain_record.phone_key) AS phone,
    COUNT(record_text.email) - COUNT(plain_record.email_key) AS email
FROM record_text
INNER JOIN plain_record ON record_text.record_number = plain_record.record_number
WHERE record_text.is_signal
