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
        MIN(record_number) AS record_number
    FROM address_signal
    GROUP BY
        address_number,
        month_index,
        COALESCE(partner_code, ''),
        person_number
),

-- Counting distinct values is dear: partners are rows first.
partnered AS (
    SELECT
        address_number,
        month_index,
        partner_code,
        COUNT(*) AS claim_count,
        SUM(signal_count) AS signal_count,
        MIN(record_number) AS record_number
    FROM claim
    GROUP BY
        address_number,
        month_index,
        partner_code
),

monthly AS (
    SELECT
        address_number,
        month_index,
        SUM(claim_count) AS claim_count,
        SUM(signal_count) AS signal_count,
        COUNT(NULLIF(partner_code, '')) AS partner_count,
        MIN(record_number) AS record_number
    FROM partnered
    GROUP BY
        address_number,
        month_index
),

followed AS (
    SELECT
        monthly.*,
        -- An address has one row a month: the order is total.
        LAG(month_index) OVER (
            PARTITION BY address_number
            ORDER BY month_index ASC
        ) AS last_month
    FROM monthly
)

SELECT
    address_signal.address_key,
    address_signal.received_month,
    CAST(followed.signal_count AS BIGINT) AS signal_count,
    followed.partner_count,
    CAST(followed.claim_count AS BIGINT) AS claim_count,
    CASE
        WHEN followed.signal_count >= 2 THEN 'meervoudig'
        WHEN followed.month_index - followed.last_month <= 6 THEN 'opeenvolgend'
        ELSE 'enkelvoudig'
    END AS kind,
    address_occupancy.address_number IS NOT NULL AS is_many_occupant
FROM followed
INNER JOIN address_signal ON followed.record_number = address_signal.record_number
LEFT JOIN address_occupancy
    ON
        followed.address_number = address_occupancy.address_number
        AND followed.month_index = address_occupancy.month_index
