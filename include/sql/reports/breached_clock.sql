-- reports.breached_clock: terms of earlier lists that had ended at the publication.
--
-- Grain:   one row per month and clock with somebody whose last day had passed.
-- Reads:   casework.draft, publication.publication, casework.list_entry,
--          casework.contact_attempt, casework.office_file, casework.case_signal
-- Params:  draft_id
-- Report:  Verstreken termijnen van de eerdere lijsten: op tijd, te laat of zonder
--          poging.

WITH this_list AS (
    SELECT
        draft.municipality_code,
        draft.month,
        CAST(publication.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
            AS published_on
    FROM casework.draft AS draft
    INNER JOIN publication.publication AS publication
        ON draft.draft_id = publication.draft_id
    WHERE draft.draft_id = :draft_id
),

earlier_list AS (
    SELECT DISTINCT ON (publication.month)
        publication.month,
        publication.draft_id,
        CAST(publication.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
            AS listed_on,
        this_list.published_on
    FROM this_list
    INNER JOIN publication.publication AS publication
        ON
            this_list.municipality_code = publication.municipality_code
            AND this_list.month > publication.month
            AND this_list.published_on >= CAST(
                publication.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE
            )
    ORDER BY publication.month ASC, publication.version DESC
),

ended AS (
    SELECT
        earlier_list.month,
        entry.clock_code,
        entry.due_date,
        (
            SELECT MIN(attempt.attempt_date)
            FROM casework.contact_attempt AS attempt
            INNER JOIN casework.office_file AS office_file
                ON attempt.office_file_id = office_file.office_file_id
            WHERE
                attempt.case_id = entry.case_id
                AND office_file.received_on <= earlier_list.published_on
                -- A case lives on: what was tried for an earlier list is of that one.
                AND attempt.attempt_date >= LEAST(
                    earlier_list.listed_on,
                    (
                        SELECT MIN(member.picked_up_on)
                        FROM casework.case_signal AS member
                        WHERE
                            member.case_id = entry.case_id
                            AND member.month = earlier_list.month
                    )
                )
        ) AS first_attempt
    FROM earlier_list
    INNER JOIN casework.list_entry AS entry
        ON
            earlier_list.draft_id = entry.draft_id
            AND earlier_list.published_on > entry.due_date
)

SELECT
    ended.month,
    ended.clock_code,
    COUNT(*) AS person_count,
    COUNT(*) FILTER (WHERE ended.first_attempt <= ended.due_date) AS in_time_count,
    COUNT(*) FILTER (WHERE ended.first_attempt > ended.due_date) AS late_count,
    COUNT(*) FILTER (WHERE ended.first_attempt IS NULL) AS untried_count
FROM ended
GROUP BY ended.month, ended.clock_code
ORDER BY ended.month, ended.clock_code COLLATE "C"
