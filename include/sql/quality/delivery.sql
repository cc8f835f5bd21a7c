-- quality.delivery: every delivery of some months that is done, with its counts.
--
-- Grain:   one row per delivery.
-- Reads:   intake.delivery, intake.delivery_quality
-- Params:  municipality_code, first_month, last_month
-- Report:  Elke levering van de maanden met ontvangst, uitkomst en volledigheid.

SELECT
    delivery.delivery_id,
    delivery.partner_code,
    delivery.month,
    delivery.digest,
    delivery.byte_count,
    delivery.received_at,
    delivery.timing,
    delivery.state,
    delivery.refusal_code,
    delivery.line_count,
    delivery.accepted_count,
    delivery.rejected_count,
    delivery.duplicate_count,
    delivery.no_ground_count,
    delivery.objection_count,
    quality.phone_count,
    quality.email_count,
    quality.birth_date_count
FROM intake.delivery AS delivery
LEFT JOIN intake.delivery_quality AS quality
    ON delivery.delivery_id = quality.delivery_id
WHERE
    delivery.municipality_code = :municipality_code
    AND delivery.month BETWEEN :first_month AND :last_month
    AND delivery.state IN ('accepted', 'empty', 'applied', 'superseded', 'refused')
ORDER BY
    delivery.month,
    delivery.partner_code COLLATE "C",
    delivery.received_at,
    delivery.delivery_id COLLATE "C"
