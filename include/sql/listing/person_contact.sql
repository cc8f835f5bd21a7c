-- listing.person_contact: the last attempt to reach a person before the month's list.
--
-- Grain:   one row per person with an attempt in a case of an earlier month.
-- Reads:   matching.run, matching.membership, casework.case_signal,
--          casework.contact_attempt, casework.draft, publication.publication
-- Params:  run_id
-- Report:  Hoe iemand het laatst is benaderd, vóór de lijst van deze maand.

WITH drafted AS (
    SELECT
        run.run_id,
        MIN(draft.recorded_at) AS first_at
    FROM matching.run AS run
    LEFT JOIN publication.publication AS publication
        ON
            run.municipality_code = publication.municipality_code
            AND run.month = publication.month
    LEFT JOIN casework.draft AS draft
        ON publication.draft_id = draft.draft_id
    WHERE run.run_id = :run_id
    GROUP BY run.run_id
),

person_case AS (
    SELECT DISTINCT
        membership.person_id,
        case_signal.case_id
    FROM matching.run AS run
    INNER JOIN matching.membership AS membership
        ON run.run_id = membership.run_id
    INNER JOIN casework.case_signal AS case_signal
        ON
            membership.signal_id = case_signal.signal_id
            AND run.month > case_signal.month
    WHERE run.run_id = :run_id
)

SELECT DISTINCT ON (person_case.person_id)
    person_case.person_id,
    attempt.kind,
    attempt.reached,
    attempt.attempt_date,
    attempt.part_of_day
FROM person_case
INNER JOIN casework.contact_attempt AS attempt
    ON person_case.case_id = attempt.case_id
CROSS JOIN drafted
-- What came in after the month's first list was drafted does not change that list.
WHERE attempt.recorded_at < COALESCE(drafted.first_at, 'infinity')
ORDER BY
    person_case.person_id ASC,
    attempt.attempt_date DESC,
    attempt.reached DESC,
    attempt.attempt_id DESC
