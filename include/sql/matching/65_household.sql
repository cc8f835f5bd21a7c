-- matching.household: the household each person belongs to.
--
-- Grain:   one row per person_number.
-- Reads:   person, home, address_occupancy, parameter
-- Params:  classes (column of parameter): with 2 a household is a person
-- Report:  Een huishouden deelt een volledig adres; op een verzamel-adres niemand.

WITH many_occupant AS (
    SELECT address_key
    FROM address_occupancy
    GROUP BY address_key
    HAVING MAX(person_count) > 4
),

living_together AS (
    SELECT
        home.address_key,
        MIN(home.person_number) AS household_number
    FROM home
    CROSS JOIN parameter
    LEFT JOIN many_occupant ON home.address_key = many_occupant.address_key
    WHERE
        parameter.classes = 3
        AND NOT home.is_care_of
        AND many_occupant.address_key IS NULL
    GROUP BY home.address_key
),

each_person AS (
    SELECT DISTINCT person_number
    FROM person
)

SELECT
    each_person.person_number,
    COALESCE(living_together.household_number, each_person.person_number)
        AS household_number
FROM each_person
LEFT JOIN home
    ON
        each_person.person_number = home.person_number
        AND NOT home.is_care_of
LEFT JOIN living_together ON home.address_key = living_together.address_key
