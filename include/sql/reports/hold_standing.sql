-- reports.hold_standing: what could not be destroyed when the list was published.
--
-- Grain:   one row per hold that stood at the publication.
-- Reads:   casework.draft, publication.publication, audit.legal_hold
-- Params:  draft_id
-- Report:  Bewaarplichten die vernietiging tegenhielden, met wie ze instelde.

SELECT
    kept.scope,
    kept.object,
    kept.reason,
    kept.set_by,
    kept.set_at
FROM casework.draft AS draft
INNER JOIN publication.publication AS publication
    ON draft.draft_id = publication.draft_id
INNER JOIN audit.legal_hold AS kept
    ON
        draft.municipality_code = kept.municipality_code
        AND publication.published_at >= kept.set_at
        AND (kept.lifted_at IS NULL OR publication.published_at < kept.lifted_at)
WHERE draft.draft_id = :draft_id
ORDER BY kept.set_at, kept.hold_id COLLATE "C"
