-- reports.finding: what was found in the deliveries, by rule.
--
-- Grain:   one row per finding code and level.
-- Reads:   casework.draft, intake.finding, intake.delivery
-- Params:  draft_id
-- Report:  Bevindingen per code: op hoeveel regels, hoe vaak, in hoeveel leveringen,
--          bij wie.

SELECT
    finding.code,
    finding.level,
    COUNT(*) AS finding_count,
    -- A line with one rule broken in three columns is one line.
    COUNT(DISTINCT CONCAT(finding.delivery_id, ' ', finding.line_number)) FILTER (
        WHERE finding.line_number IS NOT NULL
    ) AS line_count,
    COUNT(DISTINCT finding.delivery_id) AS delivery_count,
    STRING_AGG(
        DISTINCT delivery.partner_code, ', '
        ORDER BY delivery.partner_code
    ) AS partners
FROM casework.draft AS draft
CROSS JOIN
    LATERAL
    JSONB_TO_RECORDSET(draft.inputs -> 'deliveries')
        AS listed (delivery_id TEXT)
INNER JOIN intake.delivery AS delivery
    ON listed.delivery_id = delivery.delivery_id
INNER JOIN intake.finding AS finding
    ON delivery.delivery_id = finding.delivery_id
WHERE draft.draft_id = :draft_id
GROUP BY finding.code, finding.level
ORDER BY finding.level COLLATE "C", finding.code COLLATE "C"
