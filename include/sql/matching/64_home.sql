-- matching.home: the address a person was last signalled at.
--
-- Grain:   one row per person_number with a known address.
-- Reads:   person, record
-- Params:  none
-- Report:  Wie verhuisde, hoort bij het huishouden van het laatste adres.

WITH ordered AS (
    SELECT
        person.person_number,
        record.address_key,
        record.is_care_of,
        ROW_NUMBER() OVER (
            PARTITION BY person.person_number
            -- The record number is unique: of one day's signals the largest id.
            ORDER BY COALESCE(record.received_day, '') DESC, person.record_number DESC
        ) AS recency
    FROM person
    INNER JOIN record ON person.record_number = record.record_number
    WHERE record.address_key IS NOT NULL
)

SELECT
    person_number,
    address_key,
    is_care_of
FROM ordered
WHERE recency = 1
