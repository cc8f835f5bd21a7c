-- matching.chance: how often two records of different people agree by chance.
--
-- Grain:   one row.
-- Reads:   record, surname_frequency
-- Params:  none
-- Report:  Hoe groter het bestand, hoe vaker onbekenden toevallig overeenkomen.

WITH surname AS (
    SELECT
        SUM(profile_count) AS total,
        SUM(CASE WHEN equal_level = 5 THEN profile_count * profile_count ELSE 0 END)
            AS frequent_squares,
        SUM(CASE WHEN equal_level = 6 THEN profile_count * profile_count ELSE 0 END)
            AS usual_squares
    FROM surname_frequency
),

record_total AS (
    SELECT
        SUM(CASE WHEN is_signal THEN 1 ELSE 0 END) AS signal_count,
        SUM(CASE WHEN is_signal THEN 0 ELSE 1 END) AS resident_count,
        COUNT(DISTINCT postcode_key) AS postcode_count
    FROM record
)

SELECT
    CAST(COALESCE(record_total.signal_count, 0) AS BIGINT) AS signal_count,
    CAST(COALESCE(record_total.resident_count, 0) AS BIGINT) AS resident_count,
    CAST(COALESCE(record_total.postcode_count, 0) AS BIGINT) AS postcode_count,
    CAST(COALESCE(surname.total, 0) AS BIGINT) AS surname_count,
    CAST(COALESCE(surname.frequent_squares, 0) AS BIGINT) AS frequent_squares,
    CAST(COALESCE(surname.usual_squares, 0) AS BIGINT) AS usual_squares
FROM record_total
CROSS JOIN surname
