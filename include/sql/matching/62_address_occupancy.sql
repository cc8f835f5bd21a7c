-- matching.address_occupancy: how many persons an address had in twelve months.
--
-- Grain:   one row per (address_key, month_index) with a signal.
-- Reads:   address_signal
-- Params:  none
-- Report:  Meer dan vier personen in twaalf maanden: elk persoon een eigen huishouden.

WITH address_month AS (
    SELECT DISTINCT
        address_key,
        month_index
    FROM address_signal
),

person_month AS (
    SELECT DISTINCT
        address_key,
        month_index,
        person_number
    FROM address_signal
)

SELECT
    address_month.address_key,
    address_month.month_index,
    COUNT(DISTINCT person_month.person_number) AS person_count
FROM address_month
INNER JOIN person_month
    ON
        address_month.address_key = person_month.address_key
        AND person_month.month_index > address_month.month_index - 12
        AND address_month.month_index >= person_month.month_index
GROUP BY
    address_month.address_key,
    address_month.month_index
