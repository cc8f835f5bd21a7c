-- matching.address_occupancy: how many persons a busy address had in twelve months.
--
-- Grain:   one row per (address_number, month_index) with more than four persons.
-- Reads:   address_signal
-- Params:  none
-- Report:  Meer dan vier personen in twaalf maanden: elk persoon een eigen huishouden.

WITH lodger AS (
    SELECT DISTINCT
        address_number,
        person_number
    FROM address_signal
),

busy AS (
    SELECT address_number
    FROM lodger
    GROUP BY address_number
    HAVING COUNT(*) > 4
),

person_month AS (
    SELECT DISTINCT
        address_signal.address_number,
        address_signal.month_index,
        address_signal.person_number
    FROM address_signal
    INNER JOIN busy ON address_signal.address_number = busy.address_number
),

address_month AS (
    SELECT DISTINCT
        address_number,
        month_index
    FROM person_month
)

SELECT
    address_month.address_number,
    address_month.month_index,
    COUNT(DISTINCT person_month.person_number) AS person_count
FROM address_month
INNER JOIN person_month
    ON
        address_month.address_number = person_month.address_number
        AND person_month.month_index > address_month.month_index - 12
        AND address_month.month_index >= person_month.month_index
GROUP BY
    address_month.address_number,
    address_month.month_index
HAVING COUNT(DISTINCT person_month.person_number) > 4
