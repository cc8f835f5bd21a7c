-- reports.publication: the versions of the month's list, up to and with this one.
--
-- Grain:   one row per version.
-- Reads:   publication.publication, publication.approval, casework.draft
-- Params:  publication_id
-- Report:  Wat wanneer is gepubliceerd, met welke kenmerken en door wiens goedkeuring.

SELECT
    publication.publication_id,
    publication.version,
    publication.published_at,
    CONCAT_WS(' en ', approval.decided_by, publication.second_approver) AS decided_by,
    publication.draft_id,
    publication.audit_id,
    publication.input_digest,
    draft.run_id,
    draft.policy_digest,
    draft.code_version
FROM publication.publication AS publication
INNER JOIN publication.publication AS this_version
    ON
        publication.municipality_code = this_version.municipality_code
        AND publication.month = this_version.month
        AND publication.version <= this_version.version
INNER JOIN publication.approval AS approval
    ON publication.approval_id = approval.approval_id
INNER JOIN casework.draft AS draft
    ON publication.draft_id = draft.draft_id
WHERE this_version.publication_id = :publication_id
ORDER BY publication.version DESC
