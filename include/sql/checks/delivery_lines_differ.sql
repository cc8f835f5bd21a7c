-- checks.delivery_lines_differ: a delivery whose counts are not those of its lines.
--
-- Grain:   one row per delivery of the draft.
-- Reads:   casework.draft, intake.delivery, intake.line_verdict, intake.signal
-- Params:  draft_id
-- Report:  Van elke levering is elke regel één keer verantwoord, op de cent.
-- Code:    DEL_TOTALS (stop)

WITH used AS (
    SELECT delivery.*
    FROM casework.draft AS draft
    CROSS JOIN
        LATERAL
        JSONB_TO_RECORDSET(draft.inputs -> 'deliveries')
            AS listed (delivery_id TEXT)
    INNER JOIN intake.delivery AS delivery
        ON listed.delivery_id = delivery.delivery_id
    WHERE
        draft.draft_id = :draft_id
        AND delivery.state IN ('accepted', 'empty', 'applied')
),

counted AS (
    SELECT
        used.delivery_id,
        COUNT(verdict.line_number) AS line_count,
        COUNT(*) FILTER (WHERE verdict.verdict = 'accepted') AS accepted_count,
        COALESCE(
            SUM(verdict.amount_cents) FILTER (WHERE verdict.verdict = 'accepted'), 0
        ) AS accepted_cents,
        COALESCE(
            SUM(verdict.amount_cents) FILTER (WHERE verdict.verdict <> 'accepted'), 0
        ) AS other_cents
    FROM used
    LEFT JOIN intake.line_verdict AS verdict
        ON used.delivery_id = verdict.delivery_id
    GROUP BY used.delivery_id
),

taken AS (
    SELECT
        used.delivery_id,
        COUNT(signal.signal_id) AS signal_count,
        COALESCE(SUM(signal.arrears_cents), 0) AS signal_cents
    FROM used
    LEFT JOIN intake.signal AS signal
        ON used.delivery_id = signal.delivery_id
    GROUP BY used.delivery_id
)

SELECT used.delivery_id
FROM used
INNER JOIN counted
    ON used.delivery_id = counted.delivery_id
INNER JOIN taken
    ON used.delivery_id = taken.delivery_id
WHERE
    (used.line_count, used.accepted_count, used.accepted_cents, used.other_cents)
    IS DISTINCT FROM
    (
        counted.line_count,
        counted.accepted_count,
        counted.accepted_cents,
        counted.other_cents
    )
    OR (taken.signal_count, taken.signal_cents)
    IS DISTINCT FROM (counted.accepted_count, counted.accepted_cents)
