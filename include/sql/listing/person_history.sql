-- listing.person_history: what the six months before say of the month's persons.
--
-- Grain:   one row per person with a signal in an earlier month of the window.
-- Reads:   matching.run, intake.signal, matching.membership
-- Params:  run_id, first_month
-- Report:  Personen die ook in de zes maanden hiervoor gemeld zijn.

WITH earlier_month AS (
    SELECT
        membership.person_id,
        signal.month,
        SUM(signal.arrears_cents) AS month_cents
    FROM matching.run AS run
    INNER JOIN intake.signal AS signal
        ON
            run.municipality_code = signal.municipality_code
            AND run.month > signal.month
            AND signal.month >= :first_month
    INNER JOIN matching.membership AS membership
        ON
            run.run_id = membership.run_id
            AND signal.signal_id = membership.signal_id
    WHERE run.run_id = :run_id
    GROUP BY membership.person_id, signal.month
)

SELECT
    earlier_month.person_id,
    CAST(COUNT(*) AS INTEGER) AS month_count,
    CAST(
        (ARRAY_AGG(earlier_month.month_cents ORDER BY earlier_month.month DESC))[1]
        AS BIGINT
    ) AS last_cents
FROM earlier_month
GROUP BY earlier_month.person_id
ORDER BY earlier_month.person_id COLLATE "C"
