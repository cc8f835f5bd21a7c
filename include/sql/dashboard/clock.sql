-- dashboard.clock: by when people on the published lists still have to be approached.
--
-- Grain:   one row per clock and last day with somebody whom nobody tried to reach.
-- Reads:   publication.publication, casework.list_entry, casework.contact_attempt,
--          casework.outcome
-- Params:  municipality_code, first_month
-- Report:  Termijnen van mensen bij wie nog geen contactpoging is teruggemeld.

WITH last_version AS (
    SELECT DISTINCT ON (publication.month)
        publication.draft_id,
        CAST(publication.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
            AS published_on
    FROM publication.publication AS publication
    WHERE
        publication.municipality_code = :municipality_code
        AND publication.month >= :first_month
    ORDER BY publication.month ASC, publication.version DESC
)

SELECT
    entry.clock_code,
    entry.due_date,
    COUNT(*) AS person_count
FROM last_version
INNER JOIN casework.list_entry AS entry
    ON last_version.draft_id = entry.draft_id
WHERE
    NOT EXISTS (
        SELECT 1
        FROM casework.contact_attempt AS attempt
        WHERE
            attempt.case_id = entry.case_id
            AND attempt.attempt_date >= last_version.published_on
    )
    AND NOT EXISTS (
        SELECT 1
        FROM casework.outcome AS outcome
        WHERE
            outcome.case_id = entry.case_id
            AND outcome.result_date >= last_version.published_on
    )
GROUP BY entry.clock_code, entry.due_date
ORDER BY entry.due_date, entry.clock_code COLLATE "C"
