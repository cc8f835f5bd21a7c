-- matching.duplicate_pair: signals taken together because they say the same.
--
-- Grain:   one row per signal that is not the first of its profile (right_number).
-- Reads:   profile, record
-- Params:  none
-- Report:  Signalen met precies dezelfde gegevens zijn van dezelfde persoon.

WITH compared AS (
    SELECT
        profile.profile_number AS left_number,
        profile.record_number AS right_number,
        CASE WHEN record.is_business THEN 2 ELSE 1 END AS kind_code,
        CASE
            WHEN record.is_birth_certain THEN 7
            WHEN record.birth_number IS NOT NULL THEN 6
            ELSE 0
        END AS birth_date_level,
        record.surname_level,
        CASE
            WHEN record.initials_key IS NULL THEN 0
            WHEN record.given_key IS NOT NULL THEN 8
            WHEN LENGTH(record.initials_key) > 1 THEN 6
            ELSE record.initial_level
        END AS name_level,
        CASE
            WHEN record.base_key IS NULL THEN 0
            WHEN record.is_care_of THEN 6
            ELSE 7
        END AS address_level,
        CASE WHEN record.phone_key IS NULL THEN 0 ELSE 3 END AS phone_level,
        CASE WHEN record.email_key IS NULL THEN 0 ELSE 2 END AS email_level
    FROM profile
    INNER JOIN record ON profile.profile_number = record.record_number
    WHERE profile.record_number <> profile.profile_number
)

SELECT
    left_number,
    right_number,
    CAST(
        ((((((
            kind_code * 8 + birth_date_level
        ) * 8 + surname_level
        ) * 9 + name_level
        ) * 8 + address_level
        ) * 4 + phone_level
        ) * 3 + email_level) AS INTEGER
    ) AS pattern_code
FROM compared
