-- matching.resident_option: the residents a signal may be about, best rank first.
--
-- Grain:   one row per (signal_number, resident_number) that a rule speaks about.
-- Reads:   weighed_pair
-- Params:  none
-- Report:  Naam en geboortedatum wijzen een inwoner aan; het adres telt mee.

WITH ranked AS (
    SELECT
        left_number AS signal_number,
        right_number AS resident_number,
        weight,
        CASE
            WHEN verdict = 'same' THEN 0
            WHEN verdict = 'different' THEN 99
            WHEN birth_date_level = 1 THEN 99
            WHEN
                birth_date_level >= 5
                AND address_level >= 3
                AND surname_level >= 3
                AND name_level <> 1
                THEN 10
            -- Moved: birth date, surname and initials, at another address.
            WHEN
                birth_date_level = 6
                AND surname_level >= 3
                AND name_level >= 2
                THEN 20
            -- T3, confirmed by the register.
            WHEN
                birth_date_level >= 5
                AND address_level = 4
                AND surname_level = 2
                AND name_level >= 2
                THEN 30
            WHEN
                birth_date_level = 4
                AND address_level = 4
                AND surname_level = 4
                AND name_level >= 2
                THEN 40
            WHEN
                birth_date_level IN (0, 3)
                AND address_level = 4
                AND surname_level >= 3
                AND name_level >= 2
                THEN 50
            ELSE 99
        END AS option_rank
    FROM weighed_pair
    WHERE
        NOT is_signal_pair
        AND NOT is_business
)

SELECT
    signal_number,
    resident_number,
    weight,
    option_rank,
    CASE
        WHEN option_rank <= 10 THEN 'certain'
        ELSE 'probable'
    END AS grade
FROM ranked
WHERE option_rank < 99
