-- matching.record_name: the own and the partner's name of a record, one a row.
--
-- Grain:   one row per (record_number, name_part).
-- Reads:   record
-- Params:  none
-- Report:  Eigen naam en partnernaam worden allebei vergeleken.

SELECT
    record_number,
    is_signal,
    is_business,
    name_one AS name_part
FROM record
WHERE name_one IS NOT NULL
UNION ALL
SELECT
    record_number,
    is_signal,
    is_business,
    name_two AS name_part
FROM record
WHERE name_two IS NOT NULL
