-- matching.address_signal: the address and the month of receipt of each signal.
--
-- Grain:   one row per signal that has both (signal_id).
-- Reads:   record, person, record_text
-- Params:  none
-- Report:  De maand van ontvangst telt, niet de datum die de partner noemt.

SELECT
    person.signal_id,
    record.address_key,
    SUBSTR(record.received_day, 1, 7) AS received_month,
    MONTH_NUMBER(record.received_day) AS month_index,
    record_text.partner_code,
    person.person_number,
    record.record_number
FROM record
INNER JOIN person ON record.record_number = person.record_number
INNER JOIN record_text ON record.record_number = record_text.record_number
WHERE
    record.address_key IS NOT NULL
    AND record.received_day IS NOT NULL
