-- listing.picked_up_before: the same claim of the same partner on an earlier list.
--
-- Grain:   one row per signal of the month whose claim was picked up before.
-- Reads:   matching.run, intake.signal, casework.signal_decision,
--          publication.publication
-- Params:  run_id, repeat_days
-- Report:  Vorderingen die binnen de herhaaltermijn al op een gepubliceerde lijst
--          stonden.

WITH month_signal AS (
    SELECT
        signal.signal_id,
        signal.municipality_code,
        signal.month,
        signal.partner_code,
        signal.received_at,
        NULLIF(signal.claim_id, '') AS claim_id,
        signal.customer_number
    FROM matching.run AS run
    INNER JOIN intake.signal AS signal
        ON
            run.municipality_code = signal.municipality_code
            AND run.month = signal.month
    WHERE run.run_id = :run_id
),

published_signal AS (
    SELECT
        signal.signal_id,
        signal.municipality_code,
        signal.month,
        signal.partner_code,
        signal.received_at,
        NULLIF(signal.claim_id, '') AS claim_id,
        signal.customer_number,
        signal.arrears_cents,
        MIN(publication.published_at) AS published_at
    FROM publication.publication AS publication
    INNER JOIN casework.signal_decision AS decision
        ON
            publication.draft_id = decision.draft_id
            AND decision.rule_code = 'OPGEPAKT'
    INNER JOIN intake.signal AS signal
        ON
            decision.signal_id = signal.signal_id
            AND publication.month = signal.month
            AND publication.municipality_code = signal.municipality_code
    GROUP BY
        signal.signal_id,
        signal.municipality_code,
        signal.month,
        signal.partner_code,
        signal.received_at,
        signal.claim_id,
        signal.customer_number,
        signal.arrears_cents
)

-- The latest earlier pick-up counts; the id only breaks a tie of two at one moment.
SELECT DISTINCT ON (later.signal_id)
    later.signal_id,
    earlier.arrears_cents AS previous_cents
FROM month_signal AS later
INNER JOIN published_signal AS earlier
    ON
        later.municipality_code = earlier.municipality_code
        AND later.partner_code = earlier.partner_code
        AND later.month > earlier.month
        AND (
            later.claim_id = earlier.claim_id
            OR (
                later.claim_id IS NULL
                AND earlier.claim_id IS NULL
                AND later.customer_number = earlier.customer_number
            )
        )
WHERE
    CAST(later.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
    - CAST(earlier.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
    <= :repeat_days
ORDER BY
    later.signal_id ASC,
    earlier.month DESC,
    earlier.received_at DESC,
    earlier.signal_id DESC
