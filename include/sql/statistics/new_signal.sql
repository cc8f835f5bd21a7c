-- statistics.new_signal: days on which a new signal of a case's person came in.
--
-- Grain:   one row per case and day.
-- Reads:   casework.case, casework.case_signal, casework.draft,
--          publication.publication, matching.membership, intake.signal
-- Params:  municipality_code
-- Report:  Latere signalen over iemand die eerder is geholpen.

WITH published_run AS (
    SELECT DISTINCT draft.run_id
    FROM publication.publication AS publication
    INNER JOIN casework.draft AS draft
        ON publication.draft_id = draft.draft_id
    WHERE publication.municipality_code = :municipality_code
)

SELECT DISTINCT
    known.case_id,
    CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS received_on
FROM casework."case" AS origin
INNER JOIN casework.case_signal AS known
    ON origin.case_id = known.case_id
INNER JOIN matching.membership AS here
    ON known.signal_id = here.signal_id
INNER JOIN published_run
    ON here.run_id = published_run.run_id
INNER JOIN matching.membership AS there
    ON
        here.run_id = there.run_id
        AND here.person_id = there.person_id
INNER JOIN intake.signal AS signal
    ON
        there.signal_id = signal.signal_id
        AND origin.municipality_code = signal.municipality_code
WHERE
    origin.municipality_code = :municipality_code
    AND signal.month > known.month
ORDER BY known.case_id, received_on
