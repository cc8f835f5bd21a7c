-- checks.delivery_not_finished: a delivery of the draft that is still on its way.
--
-- Grain:   one row per delivery.
-- Reads:   casework.draft
-- Params:  draft_id
-- Report:  Leveringen die nog onderweg waren toen het concept werd gemaakt
-- Code:    DEL_UNFINISHED (warning)

SELECT delivery.delivery_id
FROM casework.draft AS draft
CROSS JOIN
    LATERAL
    JSONB_TO_RECORDSET(draft.inputs -> 'deliveries')
        AS delivery (delivery_id TEXT, state TEXT)
WHERE
    draft.draft_id = :draft_id
    AND delivery.state IN ('fetched', 'decoded', 'validated')
