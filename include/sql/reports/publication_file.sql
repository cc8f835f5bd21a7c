-- reports.publication_file: the files of a publication.
--
-- Grain:   one row per file.
-- Reads:   publication.publication_file
-- Params:  publication_id
-- Report:  De gepubliceerde bestanden met hun kenmerk (SHA-256).

SELECT
    file.name,
    file.byte_count,
    file.digest
FROM publication.publication_file AS file
WHERE file.publication_id = :publication_id
ORDER BY file.name COLLATE "C"
