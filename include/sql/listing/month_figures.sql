-- listing.month_figures: a draft and the last lists of the months before, in figures.
--
-- Grain:   one row per draft: the one asked of, and one per earlier published month.
-- Reads:   casework.draft, publication.publication, casework.list_entry,
--          casework.signal_decision
-- Params:  draft_id
-- Report:  Deze maand en de eerdere lijsten in cijfers, om mee te vergelijken.

WITH earlier AS (
    SELECT
        publication.draft_id,
        publication.month,
        ROW_NUMBER() OVER (
            PARTITION BY publication.month
            ORDER BY publication.version DESC
        ) AS place
    FROM casework.draft AS draft
    INNER JOIN publication.publication AS publication
        ON
            draft.municipality_code = publication.municipality_code
            -- Only what the draft itself leaned on: a rerun shows no later version.
            AND draft.inputs -> 'earlier_publications' @> JSONB_BUILD_ARRAY(
                JSONB_BUILD_OBJECT('publication_id', publication.publication_id)
            )
    WHERE draft.draft_id = :draft_id
),

compared AS (
    SELECT
        draft.draft_id,
        draft.month
    FROM casework.draft AS draft
    WHERE draft.draft_id = :draft_id
    UNION ALL
    SELECT
        earlier.draft_id,
        earlier.month
    FROM earlier
    WHERE earlier.place = 1
)

SELECT
    compared.draft_id,
    compared.month,
    (
        SELECT COUNT(*)
        FROM casework.signal_decision AS decision
        WHERE decision.draft_id = compared.draft_id
    ) AS signal_count,
    COUNT(entry.entry_number) AS person_count,
    CAST(COALESCE(SUM(entry.total_cents), 0) AS BIGINT) AS amount_cents
FROM compared
LEFT JOIN casework.list_entry AS entry
    ON compared.draft_id = entry.draft_id
GROUP BY compared.draft_id, compared.month
ORDER BY compared.month COLLATE "C"
