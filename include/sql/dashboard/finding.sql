-- dashboard.finding: what was found in a partner's deliveries, by rule and column.
--
-- Grain:   one row per code, level and column.
-- Reads:   intake.delivery, intake.finding
-- Params:  municipality_code, partner_code, first_month, last_month
-- Report:  Bevindingen in de leveringen van een partner, per regel en kolom.

SELECT
    finding.code,
    finding.level,
    finding.column_name,
    COUNT(*) AS finding_count,
    COUNT(DISTINCT finding.delivery_id) AS delivery_count,
    MAX(delivery.month) AS last_month
FROM intake.delivery AS delivery
INNER JOIN intake.finding AS finding
    ON delivery.delivery_id = finding.delivery_id
WHERE
    delivery.municipality_code = :municipality_code
    AND delivery.partner_code = :partner_code
    AND delivery.month BETWEEN :first_month AND :last_month
GROUP BY
    finding.code,
    finding.level,
    finding.column_name
ORDER BY
    finding_count DESC,
    finding.code COLLATE "C",
    finding.column_name COLLATE "C"
