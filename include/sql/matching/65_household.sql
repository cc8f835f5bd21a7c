-- matching.household: the household each person belongs to.
--
-- Grain:   one row per person_number that lives with a person of a smaller number.
-- Reads:   home, address_occupancy, parameter
-- Params:  classes (column of parameter): with 2 a household is a person
-- Report:  Een huishouden deelt een volledig adres; op een verzamel-adres niemand.

WITH many_occupant AS (
    SELECT DISTINCT address_number
    FROM address_occupancy
),

living_together AS (
    SELECT
        home.address_number,
        MIN(home.person_number) AS household_number
    FROM home
    CROSS JOIN parameter
    LEFT JOIN many_occupant ON home.address_number = many_occupant.address_number
    WHERE
        parameter.classes = 3
        AND home.address_number >= 0
        AND many_occupant.address_number IS NULL
    GROUP BY home.address_number
    HAVING COUNT(*) > 1
)

SELECT
    home.person_number,
    living_together.household_number
FROM home
INNER JOIN living_together ON home.address_number = living_together.address_number
WHERE home.person_number <> living_together.household_number
