-- matching.home: the address a person was last signalled at.
--
-- Grain:   one row per person_number with a known address.
-- Reads:   person, plain_record, profile, record
-- Params:  none
-- Report:  Wie verhuisde, hoort bij het huishouden van het laatste adres.

-- Care-of addresses have a home_key of their own (negative): nobody lives there.
WITH stay AS (
    SELECT
        person.person_number,
        person.record_number,
        plain_record.received_day,
        CASE
            WHEN record.home_key >= 0
                THEN KEY_OF_TWO(plain_record.base_key, plain_record.suffix_key)
            ELSE record.home_key
        END AS address_number
    FROM person
    INNER JOIN plain_record ON person.record_number = plain_record.record_number
    INNER JOIN profile ON person.record_number = profile.record_number
    INNER JOIN record ON profile.profile_number = record.record_number
    WHERE plain_record.base_key IS NOT NULL
),

single AS (
    SELECT
        person_number,
        MIN(address_number) AS address_number,
        MAX(address_number) AS other_number
    FROM stay
    GROUP BY person_number
),

-- Only of those who moved the last address is looked for.
ordered AS (
    SELECT
        stay.person_number,
        stay.address_number,
        ROW_NUMBER() OVER (
            PARTITION BY stay.person_number
            -- The record number is unique: of one day's signals the largest id.
            ORDER BY COALESCE(stay.received_day, '') DESC, stay.record_number DESC
        ) AS recency
    FROM stay
    INNER JOIN single
        ON
            stay.person_number = single.person_number
            AND single.address_number <> single.other_number
)

SELECT
    person_number,
    address_number
FROM single
WHERE address_number = other_number
UNION ALL
SELECT
    person_number,
    address_number
FROM ordered
WHERE recency = 1
