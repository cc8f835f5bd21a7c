-- listing.delivery_input: the month's deliveries as a draft leans on them.
--
-- Grain:   one row per delivery of the month.
-- Reads:   matching.run, intake.delivery
-- Params:  run_id
-- Report:  De leveringen waarop het concept berust.

SELECT
    delivery.delivery_id,
    delivery.partner_code,
    delivery.state,
    delivery.digest
FROM matching.run AS run
INNER JOIN intake.delivery AS delivery
    ON
        run.municipality_code = delivery.municipality_code
        AND run.month = delivery.month
WHERE run.run_id = :run_id
ORDER BY delivery.delivery_id COLLATE "C"
