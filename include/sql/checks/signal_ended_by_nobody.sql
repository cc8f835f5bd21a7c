-- checks.signal_ended_by_nobody: what ended signals is no delivery that may end them.
--
-- Grain:   one row per delivery of the draft whose withdrawn signals do not add up.
-- Reads:   casework.draft, intake.delivery, intake.signal
-- Params:  draft_id
-- Report:  Elke intrekking haalt precies de genoemde signalen van de lijst.
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
    WHERE draft.draft_id = :draft_id
),

ended AS (
    SELECT
        used.delivery_id,
        COUNT(signal.signal_id) AS signal_count
    FROM used
    LEFT JOIN intake.signal AS signal
        ON
            used.delivery_id = signal.ended_by
            AND used.month = signal.month
            AND used.partner_code = signal.partner_code
            AND used.municipality_code = signal.municipality_code
    GROUP BY used.delivery_id
)

SELECT used.delivery_id
FROM used
INNER JOIN ended
    ON used.delivery_id = ended.delivery_id
WHERE
    ended.signal_count <> CASE
        WHEN used.state IN ('accepted', 'empty', 'applied', 'superseded')
            THEN
                COALESCE(used.withdrawal_count, 0)
                + COALESCE(used.changed_count, 0)
                + COALESCE(used.gone_count, 0)
        ELSE 0
    END
