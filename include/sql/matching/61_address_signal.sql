-- matching.address_signal: the address and the month of receipt of each signal.
--
-- Grain:   one row per signal that has both (signal_id).
-- Reads:   plain_record, person, record_name
-- Params:  none
-- Report:  De maand van ontvangst telt, niet de datum die de partner noemt.

SELECT
    record_name.record_id AS signal_id,
    person.person_number,
    plain_record.record_number,
    plain_record.area_key
    || '|' || CAST(plain_record.number_key AS VARCHAR(9))
    || '|' || plain_record.suffix_key AS address_key,
    SUBSTR(plain_record.received_day, 1, 7) AS received_month,
    record_name.partner_code,
    KEY_OF_TWO(plain_record.base_key, plain_record.suffix_key) AS address_number,
    MONTH_NUMBER(plain_record.received_day) AS month_index
FROM plain_record
INNER JOIN person ON plain_record.record_number = person.record_number
INNER JOIN record_name ON plain_record.record_number = record_name.record_number
WHERE
    plain_record.base_key IS NOT NULL
    AND plain_record.received_day IS NOT NULL
