-- listing.office_source: the municipality's own files a matching run leaned on.
--
-- Grain:   one row per file.
-- Reads:   matching.run_source
-- Params:  run_id
-- Report:  Het uittreksel en de uitsluitingslijsten die zijn gebruikt.

SELECT
    origin.office_file_id,
    origin.kind,
    origin.digest
FROM matching.run_source AS origin
WHERE origin.run_id = :run_id
ORDER BY origin.office_file_id
