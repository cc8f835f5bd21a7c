-- matching.pattern_rule: what each combination of levels weighs, and may not do.
--
-- Grain:   one row per pattern_code.
-- Reads:   pattern_weight, parameter
-- Params:  classes
-- Report:  Elke combinatie heeft een gewicht; sommige koppelen nooit.

WITH told AS (
    SELECT
        pattern_weight.*,
        parameter.classes = 3 AS has_households,
        pattern_weight.birth_date_level >= 4 AS is_dated,
        pattern_weight.phone_level = 3 OR pattern_weight.email_level = 2 AS is_reached
    FROM pattern_weight
    CROSS JOIN parameter
),

judged AS (
    SELECT
        told.*,
        -- Two certain birth dates: never one person; without households only if first
        -- names differ as well and nobody gave a contact.
        kind_code < 2
        AND birth_date_level IN (1, 3)
        AND (has_households OR (name_level = 1 AND phone_level + email_level = 0))
            AS is_never,
        -- The register knows who lives where: a date one digit off is that of the one
        -- resident with this name at this door, or with these first names elsewhere.
        (has_households AND kind_code = 0 AND birth_date_level = 3)
        AND (
            (surname_level >= 2 AND name_level >= 4 AND address_level IN (3, 4, 5, 7))
            OR (surname_level >= 3 AND name_level >= 6 AND weight >= 2000)
        ) AS is_mistyped,
        -- Twins, or two of a family: without a contact in common kept apart (a phone
        -- may be the family's); the register knows whether there are two.
        (has_households AND kind_code = 1)
        AND birth_date_level >= 5
        AND address_level >= 4
        AND surname_level >= 3
        AND email_level < 2
        AND (name_level = 2 OR (name_level = 1 AND phone_level < 3)) AS is_twin,
        -- Without households only what is surer than the odds: links chain.
        NOT has_households AND weight < 2500 AS is_weak,
        -- What a human must look at first: no surname, or another name and no birth
        -- date; another door of one building, or an administrator's address, and
        -- neither birth date nor contact.
        has_households
        AND kind_code < 2
        AND (
            surname_level = 0
            OR (name_level = 1 AND NOT is_dated)
            OR (
                surname_level = 1 AND NOT is_dated
                AND email_level < 2 AND name_level < 6
            )
            OR (
                NOT is_dated AND NOT is_reached
                AND (address_level = 4 OR (address_level = 6 AND name_level < 4))
            )
        ) AS is_doubtful
    FROM told
)

SELECT
    pattern_code,
    kind_code,
    birth_date_level,
    surname_level,
    name_level,
    address_level,
    phone_level,
    email_level,
    CASE WHEN is_doubtful OR is_weak THEN LEAST(weight, -1) ELSE weight END AS weight,
    -- Who may join the two even so: 0 a telling link, 1 the register, 2 a human.
    CASE
        WHEN is_twin AND name_level = 1 THEN 0
        WHEN is_twin OR birth_date_level = 3 THEN 1
        ELSE 2
    END AS firmness,
    (is_never AND NOT is_mistyped) OR is_twin AS is_apart,
    -- Father and son, or a mistyped date: it is said that they are kept apart.
    is_twin
    OR (
        is_never
        AND NOT is_mistyped
        AND surname_level >= 2
        AND name_level >= 3
        AND (address_level >= 3 OR phone_level = 3 OR email_level = 2)
    ) AS is_guarded,
    CASE
        WHEN
            birth_date_level = 7
            AND surname_level >= 4 AND name_level >= 4 AND address_level >= 5
            AND weight >= 5000 THEN 'certain'
        ELSE 'probable'
    END AS grade,
    -- All agrees, and more than initials: overrules that initials differ elsewhere.
    (birth_date_level = 7 AND surname_level >= 5)
    AND (name_level >= 6 AND address_level >= 6) AS is_telling
FROM judged
