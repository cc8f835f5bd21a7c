-- trace.place: where a case stood on published lists.
--
-- Grain:   one row per published list the case is on.
-- Reads:   publication.publication, publication.approval, casework.list_entry,
--          audit.processing_line
-- Params:  municipality_code, case_id
-- Report:  Op welke lijsten een melding stond, en wie ze goedkeurde.

SELECT
    published.publication_id,
    published.month,
    published.version,
    published.draft_id,
    published.audit_id,
    published.published_at,
    entry.entry_number,
    entry.lane,
    (
        SELECT COUNT(*)
        FROM casework.list_entry AS each_entry
        WHERE each_entry.draft_id = published.draft_id
    ) AS person_count,
    (
        SELECT COUNT(*)
        FROM audit.processing_line AS told
        WHERE
            told.municipality_code = published.municipality_code
            AND told.object = published.publication_id
            AND told.name = 'op-lijst-geplaatst'
    ) AS log_line_count,
    CONCAT_WS(' and ', approval.decided_by, published.second_approver) AS decided_by
FROM publication.publication AS published
INNER JOIN casework.list_entry AS entry
    ON published.draft_id = entry.draft_id
INNER JOIN publication.approval AS approval
    ON published.approval_id = approval.approval_id
WHERE
    published.municipality_code = :municipality_code
    AND entry.case_id = :case_id
ORDER BY published.month, published.version
