-- dashboard.clock: by when people on the lists still have to be approached.
--
-- Grain:   one row per clock and last day with somebody whom nobody tried to reach.
-- Reads:   publication.publication, casework.list_entry, casework.crisis_list,
--          casework.crisis_list_signal, casework.case_signal,
--          casework.contact_attempt, casework.outcome
-- Params:  municipality_code, first_month
-- Report:  Termijnen van mensen bij wie nog geen contactpoging is teruggemeld.

WITH last_version AS (
    SELECT DISTINCT ON (publication.month)
        publication.month,
        publication.draft_id,
        CAST(publication.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
            AS published_on
    FROM publication.publication AS publication
    WHERE
        publication.municipality_code = :municipality_code
        AND publication.month >= :first_month
    ORDER BY publication.month ASC, publication.version DESC
),

listed AS (
    SELECT
        entry.case_id,
        entry.clock_code,
        entry.due_date,
        -- Who was on a crisis list of the month may have been tried since that day.
        LEAST(
            last_version.published_on,
            (
                SELECT MIN(member.picked_up_on)
                FROM casework.case_signal AS member
                WHERE
                    member.case_id = entry.case_id
                    AND member.month = last_version.month
            )
        ) AS since
    FROM last_version
    INNER JOIN casework.list_entry AS entry
        ON last_version.draft_id = entry.draft_id
),

-- Who is on a crisis list, and not yet on the list of a month.
urgent AS (
    SELECT
        placed.case_id,
        'K-3WD' AS clock_code,
        MIN(placed.due_date) AS due_date,
        MIN(crisis_list.list_date) AS since
    FROM casework.crisis_list AS crisis_list
    INNER JOIN casework.crisis_list_signal AS placed
        ON crisis_list.crisis_list_id = placed.crisis_list_id
    WHERE
        crisis_list.municipality_code = :municipality_code
        AND crisis_list.month >= :first_month
        AND crisis_list.state IN ('approved', 'sent')
        AND NOT EXISTS (
            SELECT 1
            FROM listed
            WHERE listed.case_id = placed.case_id
        )
    GROUP BY placed.case_id
),

running AS (
    SELECT listed.*
    FROM listed
    UNION ALL
    SELECT urgent.*
    FROM urgent
)

SELECT
    running.clock_code,
    running.due_date,
    COUNT(*) AS person_count
FROM running
WHERE
    NOT EXISTS (
        SELECT 1
        FROM casework.contact_attempt AS attempt
        WHERE
            attempt.case_id = running.case_id
            AND attempt.attempt_date >= running.since
    )
    AND NOT EXISTS (
        SELECT 1
        FROM casework.outcome AS outcome
        WHERE
            outcome.case_id = running.case_id
            AND outcome.result_date >= running.since
    )
GROUP BY running.clock_code, running.due_date
ORDER BY running.due_date, running.clock_code COLLATE "C"
