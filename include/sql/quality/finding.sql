-- quality.finding: what was found in the deliveries of a month, by rule and column.
--
-- Grain:   one row per delivery, code, level and column.
-- Reads:   intake.delivery, intake.finding
-- Params:  municipality_code, first_month, last_month
-- Report:  Bevindingen per levering, regel en kolom.

SELECT
    finding.delivery_id,
    finding.code,
    finding.level,
    finding.column_name,
    COUNT(*) AS finding_count
FROM intake.delivery AS delivery
INNER JOIN intake.finding AS finding
    ON delivery.delivery_id = finding.delivery_id
WHERE
    delivery.municipality_code = :municipality_code
    AND delivery.month BETWEEN :first_month AND :last_month
GROUP BY
    finding.delivery_id,
    finding.code,
    finding.level,
    finding.column_name
ORDER BY
    finding.delivery_id COLLATE "C",
    finding.level COLLATE "C",
    finding_count DESC,
    finding.code COLLATE "C",
    finding.column_name COLLATE "C"
