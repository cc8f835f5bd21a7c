-- matching.compared_pair: each candidate pair and how its six parts compare.
--
-- Grain:   one row per candidate pair (left_number, right_number).
-- Reads:   near_pair, far_pair, record, parameter
-- Params:  classes
-- Report:  Geboortedatum, achternaam, voornaam, adres, telefoon en e-mail vergeleken.

-- Levels: vroegsein.matching.levels.
WITH candidate AS (
    SELECT
        left_number,
        right_number
    FROM near_pair
    UNION ALL
    SELECT
        left_number,
        right_number
    FROM far_pair
),

compared AS (
    SELECT
        candidate.left_number,
        candidate.right_number,
        CASE
            WHEN earlier.is_business OR later.is_business THEN 2
            WHEN later.is_signal THEN 1
            ELSE 0
        END AS kind_code,
        -- Whoever has no certain birth date, and is no resident, is yet to be placed.
        earlier.is_signal AND NOT earlier.is_birth_certain AS is_left_loose,
        later.is_signal AND NOT later.is_birth_certain AS is_right_loose,
        BIRTH_DATE_LEVEL(
            earlier.birth_number, later.birth_number, later.swapped_number,
            earlier.is_birth_certain, later.is_birth_certain
        ) AS birth_date_level,
        SURNAME_LEVEL(
            earlier.name_one, earlier.name_two, later.name_one, later.name_two,
            earlier.sound_one, earlier.sound_two, later.sound_one, later.sound_two,
            earlier.given_key, later.given_key, earlier.surname_level
        ) AS surname_level,
        NAME_LEVEL(
            earlier.initials_key, later.initials_key, earlier.given_key,
            later.given_key, earlier.formal_key, later.formal_key,
            earlier.other_initials, later.other_initials, earlier.initial,
            later.initial, earlier.name_one, later.name_one, earlier.given_names,
            later.given_names, earlier.initial_level
        ) AS name_level,
        CASE
            WHEN earlier.base_key = later.base_key
                THEN CASE
                    WHEN earlier.suffix_key = later.suffix_key
                        THEN CASE
                            WHEN earlier.is_care_of OR later.is_care_of THEN 6
                            ELSE 7
                        END
                    WHEN earlier.suffix_key = '' OR later.suffix_key = '' THEN 5
                    ELSE 4
                END
            WHEN
                earlier.street_key = later.street_key
                AND earlier.number_key = later.number_key
                THEN 3
            WHEN earlier.base_key IS NULL OR later.base_key IS NULL THEN 0
            WHEN earlier.postcode_key = later.postcode_key THEN 2
            ELSE 1
        END AS address_level,
        CASE
            WHEN earlier.phone_key IS NULL OR later.phone_key IS NULL THEN 0
            WHEN earlier.phone_key = later.phone_key THEN 3
            WHEN NEAR_PHONES(earlier.phone_key, later.phone_key) THEN 2
            ELSE 1
        END AS phone_level,
        CASE
            WHEN earlier.email_key IS NULL OR later.email_key IS NULL THEN 0
            WHEN earlier.email_key = later.email_key THEN 2
            ELSE 1
        END AS email_level
    FROM candidate
    INNER JOIN record AS earlier ON candidate.left_number = earlier.record_number
    INNER JOIN record AS later ON candidate.right_number = later.record_number
)

-- The levels as one number: see vroegsein.matching.levels.LEVEL_COUNTS.
SELECT
    left_number,
    right_number,
    is_left_loose,
    is_right_loose,
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
