-- reports.purge_done: purges that were complete when the list was published.
--
-- Grain:   one row per purge of the twelve months before.
-- Reads:   casework.draft, publication.publication, audit.purge,
--          audit.purge_certificate, audit.purged_month
-- Params:  draft_id
-- Report:  Vernietigingen in de twaalf maanden voor de publicatie, met certificaat.

SELECT
    purged.as_of,
    certificate.digest,
    JSONB_ARRAY_LENGTH(certificate.destroyed_keys) AS key_count,
    CAST(COALESCE(certificate.counts ->> 'files', '0') AS BIGINT) AS file_count,
    (
        SELECT CAST(COALESCE(SUM(CAST(told.value AS BIGINT)), 0) AS BIGINT)
        FROM JSONB_EACH_TEXT(COALESCE(certificate.counts -> 'rows', '{}')) AS told
    ) AS row_count,
    (
        SELECT COALESCE(STRING_AGG(gone.month, ', ' ORDER BY gone.month), '')
        FROM audit.purged_month AS gone
        WHERE gone.purge_id = purged.purge_id
    ) AS months
FROM casework.draft AS draft
INNER JOIN publication.publication AS publication
    ON draft.draft_id = publication.draft_id
INNER JOIN audit.purge AS purged
    ON
        draft.municipality_code = purged.municipality_code
        AND publication.published_at - INTERVAL '12 months' < purged.as_of
INNER JOIN audit.purge_certificate AS certificate
    ON
        purged.purge_id = certificate.purge_id
        AND publication.published_at >= certificate.completed_at
WHERE draft.draft_id = :draft_id
ORDER BY purged.as_of, purged.purge_id COLLATE "C"
