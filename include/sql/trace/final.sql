-- trace.final: whether a report is written, and was followed by a purge.
--
-- Grain:   one row when it may not be made again, else none.
-- Reads:   publication.publication, audit.event, audit.purge
-- Params:  publication_id
-- Report:  Een rapport dat is geschreven, blijft na een vernietiging zoals het was.

SELECT 1 AS is_final
FROM publication.publication AS published
WHERE
    published.publication_id = :publication_id
    AND EXISTS (
        SELECT 1
        FROM audit.event AS written
        WHERE
            written.municipality_code = published.municipality_code
            AND written.action = 'write_audit_report'
            AND written.object = published.publication_id
    )
    AND EXISTS (
        SELECT 1
        FROM audit.purge AS purged
        WHERE
            purged.municipality_code = published.municipality_code
            AND purged.as_of >= published.published_at
    )
