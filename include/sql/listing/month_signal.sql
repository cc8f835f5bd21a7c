-- listing.month_signal: every signal of the run's month with what matching said.
--
-- Grain:   one row per signal of the month; person_id is NULL when not matched.
-- Reads:   matching.run, intake.signal, matching.membership, matching.address_case
-- Params:  run_id
-- Report:  Alle signalen van de maand met de uitkomst van de koppeling.

SELECT
    signal.signal_id,
    signal.partner_code,
    signal.received_at,
    signal.signal_kind,
    signal.is_warm_handover = 'J' AS is_warm,
    signal.debtor_kind,
    NULLIF(signal.claim_id, '') AS claim_id,
    signal.customer_number,
    signal.arrears_cents,
    signal.reference_date - signal.arrears_since_date AS days_in_arrears,
    -- Whole terms only; the partner's own count wins.
    COALESCE(
        signal.term_count,
        CAST(signal.arrears_cents / NULLIF(signal.term_cents, 0) AS INTEGER),
        0
    ) AS missed_terms,
    signal.supply_end_date,
    NULLIF(signal.phone, '') IS NOT NULL AS has_phone,
    COALESCE(signal.phone LIKE '+316%', FALSE) AS has_mobile,
    NULLIF(signal.email, '') IS NOT NULL AS has_email,
    membership.person_id,
    membership.household_id,
    membership.confidence,
    COALESCE(address_case.kind, 'enkelvoudig') AS address_kind
FROM matching.run AS run
INNER JOIN intake.signal AS signal
    ON
        run.municipality_code = signal.municipality_code
        AND run.month = signal.month
LEFT JOIN matching.membership AS membership
    ON
        run.run_id = membership.run_id
        AND signal.signal_id = membership.signal_id
-- The national kind counts by month of receipt, not by reporting month.
LEFT JOIN matching.address_case AS address_case
    ON
        run.run_id = address_case.run_id
        AND membership.address_key = address_case.address_key
        AND address_case.month = TO_CHAR(
            signal.received_at AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM'
        )
WHERE
    run.run_id = :run_id
    -- What was withdrawn or corrected since is on no later list.
    AND signal.ended_by IS NULL
ORDER BY signal.signal_id COLLATE "C"
