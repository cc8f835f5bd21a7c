-- matching.address_case: a melding by the national definition (Divosa monitor).
--
-- Grain:   one row per (address_key, month) with a signal received.
-- Reads:   address_signal, address_occupancy
-- Params:  none
-- Report:  Meervoudig: twee of meer signalen op een adres in de maand van ontvangst;
--          opeenvolgend: een eerder signaal in de zes maanden ervoor.

WITH monthly AS (
    SELECT
        address_key,
        received_month,
        month_index,
        COUNT(*) AS signal_count,
        COUNT(DISTINCT partner_code) AS partner_count
    FROM address_signal
    GROUP BY
        address_key,
        received_month,
        month_index
),

-- The signals name no claim: one partner's signals on one person are one claim.
claim AS (
    SELECT DISTINCT
        address_key,
        month_index,
        COALESCE(partner_code, '') AS partner_code,
        person_number
    FROM address_signal
),

claim_total AS (
    SELECT
        address_key,
        month_index,
        COUNT(*) AS claim_count
    FROM claim
    GROUP BY
        address_key,
        month_index
),

followed AS (
    SELECT DISTINCT
        monthly.address_key,
        monthly.month_index
    FROM monthly
    INNER JOIN monthly AS earlier
        ON
            monthly.address_key = earlier.address_key
            AND earlier.month_index >= monthly.month_index - 6
            AND monthly.month_index > earlier.month_index
)

SELECT
    monthly.address_key,
    monthly.received_month,
    monthly.signal_count,
    monthly.partner_count,
    claim_total.claim_count,
    CASE
        WHEN monthly.signal_count >= 2 THEN 'meervoudig'
        WHEN followed.address_key IS NOT NULL THEN 'opeenvolgend'
        ELSE 'enkelvoudig'
    END AS kind,
    address_occupancy.person_count > 4 AS is_many_occupant
FROM monthly
INNER JOIN claim_total
    ON
        monthly.address_key = claim_total.address_key
        AND monthly.month_index = claim_total.month_index
INNER JOIN address_occupancy
    ON
        monthly.address_key = address_occupancy.address_key
        AND monthly.month_index = address_occupancy.month_index
LEFT JOIN followed
    ON
        monthly.address_key = followed.address_key
        AND monthly.month_index = followed.month_index
