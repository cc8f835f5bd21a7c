-- listing.month_before: the last published list of the month before, in figures.
--
-- Grain:   one row, or none where no earlier list was published.
-- Reads:   casework.draft, publication.publication, casework.list_entry,
--          casework.signal_decision
-- Params:  draft_id
-- Report:  De laatste eerdere lijst, om mee te vergelijken.

WITH earlier AS (
    SELECT
        publication.draft_id,
        publication.month
    FROM casework.draft AS draft
    INNER JOIN publication.publication AS publication
        ON
            draft.municipality_code = publication.municipality_code
            AND draft.month > publication.month
            -- Only what the draft itself leaned on: a rerun shows no later version.
            AND draft.inputs -> 'earlier_publications' @> JSONB_BUILD_ARRAY(
                JSONB_BUILD_OBJECT('publication_id', publication.publication_id)
            )
    WHERE draft.draft_id = :draft_id
    ORDER BY publication.month DESC, publication.version DESC
    LIMIT 1
)

SELECT
    earlier.month,
    (
        SELECT COUNT(*)
        FROM casework.signal_decision AS decision
        WHERE decision.draft_id = earlier.draft_id
    ) AS signal_count,
    COUNT(entry.entry_number) AS person_count,
    CAST(COALESCE(SUM(entry.total_cents), 0) AS BIGINT) AS amount_cents
FROM earlier
LEFT JOIN casework.list_entry AS entry
    ON earlier.draft_id = entry.draft_id
GROUP BY earlier.draft_id, earlier.month
