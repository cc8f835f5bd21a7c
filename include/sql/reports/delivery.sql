-- reports.delivery: the deliveries a draft leans on, with what became of them.
--
-- Grain:   one row per delivery.
-- Reads:   casework.draft, intake.delivery
-- Params:  draft_id
-- Report:  Elke levering van de maand met haar kenmerk (SHA-256), ontvangst en
--          uitkomst.

SELECT
    delivery.delivery_id,
    delivery.partner_code,
    delivery.digest,
    delivery.byte_count,
    delivery.received_at,
    -- As the draft saw it: a rerun must not show what came later.
    listed.state,
    delivery.refusal_code,
    delivery.legal_basis_code,
    delivery.passport_digest,
    delivery.suite_digest,
    delivery.timing,
    -- Signals that came after the month was published and so wait for an addendum.
    CASE
        WHEN delivery.timing <> 'after_publication' THEN 0
        ELSE COALESCE(
            delivery.new_count + delivery.changed_count, delivery.accepted_count, 0
        )
    END AS addendum_count,
    COALESCE(delivery.line_count, 0) AS line_count,
    COALESCE(delivery.accepted_count, 0) AS accepted_count,
    COALESCE(delivery.accepted_cents, 0) AS accepted_cents,
    COALESCE(delivery.other_cents, 0) AS other_cents
FROM casework.draft AS draft
CROSS JOIN
    LATERAL
    JSONB_TO_RECORDSET(draft.inputs -> 'deliveries')
        AS listed (delivery_id TEXT, state TEXT)
INNER JOIN intake.delivery AS delivery
    ON listed.delivery_id = delivery.delivery_id
WHERE draft.draft_id = :draft_id
ORDER BY
    delivery.partner_code COLLATE "C",
    delivery.received_at,
    delivery.delivery_id COLLATE "C"
