-- matching.address_case: a melding by the national definition (Divosa monitor).
--
-- Grain:   one row per (address_key, month) with a signal received.
-- Reads:   address_signal, address_occupancy
-- Params:  none
-- Report:  Meervoudig: twee of meer signalen op een adres in de maand van ontvangst;
--          opeenvolgend: een eerder signaal in de zes maanden ervoor.

-- The signals name no claim: one partner's signals on one person are one claim.
WITH claim AS (
    SELECT
        address_number,
        month_index,
        COALESCE(partner_code, '') AS partner_code,
        person_number,
        COUNT(*) AS signal_count,
        MAX(received_month) AS received_month,
        MAX(address_key) AS address_key
    FROM address_signal
    GROUP BY
        address_number,
        month_index,
        COALESCE(partner_code, ''),
        person_number
),

monthly AS (
    SELECT
        address_number,
        month_index,
        MAX(address_key) AS address_key,
        MAX(received_month) AS received_month,
        COUNT(*) AS claim_count,
        SUM(signal_count) AS signal_count,
        COUNT(DISTINCT NULLIF(partner_code, '')) AS partner_count
    FROM claim
    GROUP BY
        address_number,
        month_index
),

followed AS (
    SELECT DISTINCT
        monthly.address_number,
        monthly.month_index
    FROM monthly
    INNER JOIN monthly AS earlier
        ON
            monthly.address_number = earlier.address_number
            AND earlier.month_index >= monthly.month_index - 6
            AND monthly.month_index > earlier.month_index
)

SELECT
    monthly.address_key,
    monthly.received_month,
    CAST(monthly.signal_count AS BIGINT) AS signal_count,
    monthly.partner_count,
    monthly.claim_count,
    CASE
        WHEN monthly.signal_count >= 2 THEN 'meervoudig'
        WHEN followed.address_number IS NOT NULL THEN 'opeenvolgend'
        ELSE 'enkelvoudig'
    END AS kind,
    address_occupancy.address_number IS NOT NULL AS is_many_occupant
FROM monthly
LEFT JOIN followed
    ON
        monthly.address_number = followed.address_number
        AND monthly.month_index = followed.month_index
LEFT JOIN address_occupancy
    ON
        monthly.address_number = address_occupancy.address_number
        AND monthly.month_index = address_occupancy.month_index
