-- dashboard.publication: what was published, with its files and their digests.
--
-- Grain:   one row per publication.
-- Reads:   publication.publication, publication.approval, publication.publication_file
-- Params:  municipality_code, first_month, last_month
-- Report:  Wat wanneer is gepubliceerd, door wiens goedkeuring, met welke kenmerken.

SELECT
    publication.publication_id,
    publication.month,
    publication.version,
    publication.published_at,
    publication.input_digest,
    approval.decided_by,
    (
        SELECT
            COALESCE(
                JSONB_AGG(
                    JSONB_BUILD_OBJECT(
                        'name', file.name,
                        'digest', file.digest,
                        'byte_count', file.byte_count
                    )
                    ORDER BY file.name COLLATE "C"
                ),
                CAST('[]' AS JSONB)
            )
        FROM publication.publication_file AS file
        WHERE file.publication_id = publication.publication_id
    ) AS files
FROM publication.publication AS publication
INNER JOIN publication.approval AS approval
    ON publication.approval_id = approval.approval_id
WHERE
    publication.municipality_code = :municipality_code
    AND publication.month BETWEEN :first_month AND :last_month
ORDER BY publication.month DESC, publication.version DESC
