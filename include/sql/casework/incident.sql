-- casework.incident: what partners should never have sent, by kind and delivery.
--
-- Grain:   one row per delivery and code, of files received within the days.
-- Reads:   intake.delivery, intake.finding
-- Params:  municipality_code, codes, first_day, last_day
-- Report:  Incidenten in leveringen van partners.

SELECT DISTINCT
    finding.code,
    delivery.partner_code,
    delivery.month,
    delivery.delivery_id
FROM intake.delivery AS delivery
INNER JOIN intake.finding AS finding
    ON delivery.delivery_id = finding.delivery_id
WHERE
    delivery.municipality_code = :municipality_code
    AND finding.code = ANY(:codes)
    AND CAST(delivery.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
    BETWEEN :first_day AND :last_day
ORDER BY
    finding.code,
    delivery.partner_code,
    delivery.month,
    delivery.delivery_id
