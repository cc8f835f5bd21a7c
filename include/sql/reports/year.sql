-- reports.year: the last list of each of the twelve months before, in figures.
--
-- Grain:   one row per month: the twelve before, and the month itself last.
-- Reads:   casework.draft, publication.publication, intake.delivery,
--          casework.signal_decision, casework.list_entry, audit.purged_month
-- Params:  draft_id, first_month
-- Report:  Deze maand naast de twaalf ervoor; van een vernietigde maand de cijfers die
--          bij haar rapport zijn bewaard.

WITH this_list AS (
    SELECT publication.*
    FROM publication.publication AS publication
    WHERE publication.draft_id = :draft_id
),

last_version AS (
    SELECT DISTINCT ON (publication.month)
        publication.municipality_code,
        publication.month,
        publication.version,
        publication.draft_id
    FROM this_list
    INNER JOIN publication.publication AS publication
        ON
            this_list.municipality_code = publication.municipality_code
            AND publication.month BETWEEN :first_month AND this_list.month
            AND this_list.published_at >= publication.published_at
    -- A later version of the month itself is not what this report tells.
    WHERE
        publication.month < this_list.month
        OR publication.draft_id = this_list.draft_id
    ORDER BY publication.month ASC, publication.version DESC
),

delivered AS (
    SELECT
        last_version.month,
        SUM(COALESCE(delivery.line_count, 0)) AS line_count,
        SUM(COALESCE(delivery.accepted_count, 0)) AS accepted_count
    FROM last_version
    INNER JOIN casework.draft AS draft
        ON last_version.draft_id = draft.draft_id
    CROSS JOIN
        LATERAL
        JSONB_TO_RECORDSET(draft.inputs -> 'deliveries')
            AS listed (delivery_id TEXT, state TEXT)
    INNER JOIN intake.delivery AS delivery
        ON listed.delivery_id = delivery.delivery_id
    WHERE listed.state IN ('accepted', 'empty')
    GROUP BY last_version.month
),

decided AS (
    SELECT
        decision.draft_id,
        COUNT(*) AS signal_count,
        COUNT(*) FILTER (WHERE decision.rule_code = 'OPGEPAKT') AS picked_up_count
    FROM casework.signal_decision AS decision
    INNER JOIN last_version
        ON decision.draft_id = last_version.draft_id
    GROUP BY decision.draft_id
),

listed AS (
    SELECT
        entry.draft_id,
        COUNT(*) AS person_count,
        SUM(entry.total_cents) AS amount_cents
    FROM casework.list_entry AS entry
    INNER JOIN last_version
        ON entry.draft_id = last_version.draft_id
    GROUP BY entry.draft_id
)

SELECT
    last_version.month,
    last_version.version,
    CAST(COALESCE(delivered.line_count, 0) AS BIGINT) AS line_count,
    CAST(COALESCE(delivered.accepted_count, 0) AS BIGINT) AS accepted_count,
    gone.month IS NOT NULL AS is_purged,
    COALESCE(decided.signal_count, 0) AS signal_count,
    COALESCE(decided.picked_up_count, 0) AS picked_up_count,
    COALESCE(listed.person_count, 0) AS person_count,
    CAST(COALESCE(listed.amount_cents, 0) AS BIGINT) AS amount_cents
FROM last_version
LEFT JOIN delivered ON last_version.month = delivered.month
LEFT JOIN decided ON last_version.draft_id = decided.draft_id
LEFT JOIN listed ON last_version.draft_id = listed.draft_id
LEFT JOIN audit.purged_month AS gone
    ON
        last_version.municipality_code = gone.municipality_code
        AND last_version.month = gone.month
ORDER BY last_version.month
