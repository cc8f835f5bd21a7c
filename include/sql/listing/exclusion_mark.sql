-- listing.exclusion_mark: on which list of the municipality a signal's person stands.
--
-- Grain:   one row per signal of the month and kind of list.
-- Reads:   matching.run, matching.exclusion_match, matching.membership,
--          casework.exclusion, intake.signal
-- Params:  run_id
-- Report:  Wie op een uitsluitingslijst van de gemeente staat; nooit waarom.

SELECT DISTINCT
    signal.signal_id,
    exclusion.kind
FROM matching.run AS run
INNER JOIN matching.exclusion_match AS found
    ON run.run_id = found.run_id
INNER JOIN matching.membership AS hit
    ON
        found.run_id = hit.run_id
        AND found.signal_id = hit.signal_id
-- What holds for one signal holds for the person.
INNER JOIN matching.membership AS member
    ON
        hit.run_id = member.run_id
        AND hit.person_id = member.person_id
INNER JOIN intake.signal AS signal
    ON
        member.signal_id = signal.signal_id
        AND run.municipality_code = signal.municipality_code
        AND run.month = signal.month
INNER JOIN casework.exclusion AS exclusion
    ON
        found.exclusion_id = exclusion.exclusion_id
        AND run.municipality_code = exclusion.municipality_code
-- It holds on a day within the four weeks in which help has to be offered.
WHERE
    run.run_id = :run_id
    AND exclusion.from_date
    <= CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) + 28
    AND (
        exclusion.until_date IS NULL
        OR exclusion.until_date
        >= CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
    )
ORDER BY signal.signal_id, exclusion.kind
