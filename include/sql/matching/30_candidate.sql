-- matching.candidate: pairs of records worth comparing.
--
-- Grain:   one row per unordered pair (left_number < right_number), left a signal.
-- Reads:   record, record_name, verdict_pair
-- Params:  none
-- Report:  Vergeleken wordt wie een naam deelt en adres, geboortedatum of contact.

-- Every join has its guards: order, a signal on the left, keys that are there (a
-- blank key equals nothing), and businesses only among themselves.
WITH named AS (
    SELECT
        record_name.record_number,
        record_name.is_signal,
        record_name.is_business,
        record_name.name_part,
        record.base_key,
        record.is_care_of,
        record.phone_key,
        record.email_key,
        CASE WHEN record.is_birth_certain THEN record.birth_key END AS birth_key
    FROM record_name
    INNER JOIN record ON record_name.record_number = record.record_number
)

SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM named AS earlier
INNER JOIN named AS later
    ON
        earlier.base_key = later.base_key
        AND earlier.name_part = later.name_part
        AND earlier.is_business = later.is_business
        AND earlier.record_number < later.record_number
WHERE
    earlier.is_signal
    AND NOT earlier.is_care_of
    AND NOT later.is_care_of
UNION
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM named AS earlier
INNER JOIN named AS later
    ON
        earlier.birth_key = later.birth_key
        AND earlier.name_part = later.name_part
        AND earlier.is_business = later.is_business
        AND earlier.record_number < later.record_number
WHERE earlier.is_signal
UNION
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM record AS earlier
INNER JOIN record AS later
    ON
        earlier.address_key = later.address_key
        AND earlier.birth_key = later.birth_key
        AND earlier.is_business = later.is_business
        AND earlier.record_number < later.record_number
WHERE
    earlier.is_signal
    AND NOT earlier.is_care_of
    AND NOT later.is_care_of
    AND earlier.name_one IS NOT NULL
    AND later.name_one IS NOT NULL
UNION
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM named AS earlier
INNER JOIN named AS later
    ON
        earlier.phone_key = later.phone_key
        AND earlier.name_part = later.name_part
        AND earlier.is_business = later.is_business
        AND earlier.record_number < later.record_number
WHERE earlier.is_signal
UNION
SELECT
    earlier.record_number AS left_number,
    later.record_number AS right_number
FROM named AS earlier
INNER JOIN named AS later
    ON
        earlier.email_key = later.email_key
        AND earlier.name_part = later.name_part
        AND earlier.is_business = later.is_business
        AND earlier.record_number < later.record_number
WHERE earlier.is_signal
UNION
SELECT
    verdict_pair.left_number,
    verdict_pair.right_number
FROM verdict_pair
INNER JOIN record AS earlier ON verdict_pair.left_number = earlier.record_number
WHERE earlier.is_signal
