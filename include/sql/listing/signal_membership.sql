-- listing.signal_membership: whose a signal is, by the last run that holds it.
--
-- Grain:   one row per signal of the same person, the signal itself among them.
-- Reads:   matching.run, matching.membership, intake.signal
-- Params:  signal_id
-- Report:  Van welke persoon een signaal is, en welke signalen daar nog bij horen.

WITH last_run AS (
    SELECT
        run.run_id,
        run.municipality_code,
        run.month,
        membership.person_id
    FROM matching.run AS run
    INNER JOIN matching.membership AS membership
        ON run.run_id = membership.run_id
    WHERE membership.signal_id = :signal_id
    ORDER BY run.recorded_at DESC, run.run_id ASC
    LIMIT 1
)

SELECT
    last_run.run_id,
    last_run.month AS run_month,
    membership.person_id,
    membership.household_id,
    membership.confidence,
    membership.signal_id,
    signal.partner_code,
    signal.month
FROM last_run
INNER JOIN matching.membership AS membership
    ON
        last_run.run_id = membership.run_id
        AND last_run.person_id = membership.person_id
INNER JOIN intake.signal AS signal
    ON
        membership.signal_id = signal.signal_id
        AND last_run.municipality_code = signal.municipality_code
ORDER BY signal.month DESC, signal.partner_code ASC, membership.signal_id ASC
