-- statistics.resident_choice: how many signals found their resident in the extract.
--
-- Grain:   one row per month whose list was matched against an extract.
-- Reads:   publication.publication, casework.draft, matching.run_source,
--          casework.signal_decision, matching.membership, matching.evidence
-- Params:  municipality_code, first_month, last_month
-- Report:  Signalen met precies één, met geen en met meer mogelijke inwoners (BRP).

WITH last_version AS (
    SELECT DISTINCT ON (publication.month)
        publication.month,
        publication.draft_id,
        draft.run_id
    FROM publication.publication AS publication
    INNER JOIN casework.draft AS draft
        ON publication.draft_id = draft.draft_id
    WHERE
        publication.municipality_code = :municipality_code
        AND publication.month BETWEEN :first_month AND :last_month
    ORDER BY publication.month ASC, publication.version DESC
),

candidate AS (
    SELECT
        evidence.run_id,
        evidence.left_id AS signal_id,
        COUNT(*) AS resident_count
    FROM last_version
    INNER JOIN matching.evidence AS evidence
        ON last_version.run_id = evidence.run_id
    WHERE
        evidence.kind = 'resident'
        AND evidence.outcome IN ('linked', 'possible')
    GROUP BY evidence.run_id, evidence.left_id
)

SELECT
    last_version.month,
    COUNT(membership.resident_id) AS one_count,
    COUNT(*) FILTER (
        WHERE membership.resident_id IS NULL AND candidate.resident_count > 1
    ) AS more_count,
    COUNT(*) AS signal_count
FROM last_version
INNER JOIN casework.signal_decision AS decision
    ON last_version.draft_id = decision.draft_id
INNER JOIN matching.membership AS membership
    ON
        last_version.run_id = membership.run_id
        AND decision.signal_id = membership.signal_id
LEFT JOIN candidate
    ON
        last_version.run_id = candidate.run_id
        AND decision.signal_id = candidate.signal_id
WHERE
    EXISTS (
        SELECT 1
        FROM matching.run_source AS origin
        WHERE
            last_version.run_id = origin.run_id
            AND origin.kind = 'residents'
    )
GROUP BY last_version.month
ORDER BY last_version.month
