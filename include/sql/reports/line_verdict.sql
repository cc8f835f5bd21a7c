-- reports.line_verdict: every line of the accepted deliveries, with its euros.
--
-- Grain:   one row per partner and verdict.
-- Reads:   casework.draft, intake.delivery, intake.line_verdict
-- Params:  draft_id
-- Report:  Elke regel van de aangenomen bestanden is precies één keer verantwoord.

SELECT
    delivery.partner_code,
    verdict.verdict,
    COUNT(*) AS line_count,
    CAST(COALESCE(SUM(verdict.amount_cents), 0) AS BIGINT) AS amount_cents,
    COUNT(*) FILTER (WHERE verdict.amount_cents IS NULL) AS unreadable_count
FROM casework.draft AS draft
CROSS JOIN
    LATERAL
    JSONB_TO_RECORDSET(draft.inputs -> 'deliveries')
        AS listed (delivery_id TEXT, state TEXT)
INNER JOIN intake.delivery AS delivery
    ON listed.delivery_id = delivery.delivery_id
INNER JOIN intake.line_verdict AS verdict
    ON delivery.delivery_id = verdict.delivery_id
WHERE
    draft.draft_id = :draft_id
    AND listed.state IN ('accepted', 'empty')
GROUP BY delivery.partner_code, verdict.verdict
ORDER BY delivery.partner_code COLLATE "C", verdict.verdict COLLATE "C"
