-- casework.first_received: when each partner's first file of a month was taken.
--
-- Grain:   one row per partner with an accepted or empty delivery by that day.
-- Reads:   intake.delivery
-- Params:  municipality_code, month, day
-- Report:  Wanneer de levering van elke partner binnenkwam.

SELECT
    delivery.partner_code,
    MIN(CAST(delivery.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE))
        AS received_on
FROM intake.delivery AS delivery
WHERE
    delivery.municipality_code = :municipality_code
    AND delivery.month = :month
    AND delivery.state IN ('accepted', 'empty', 'superseded', 'applied')
    AND CAST(delivery.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) <= :day
GROUP BY delivery.partner_code
ORDER BY delivery.partner_code COLLATE "C"
