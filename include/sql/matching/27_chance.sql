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

care_of AS (
    SELECT
        base_key,
        suffix_key,
        COUNT(*) AS profile_count
    FROM record
    WHERE
        is_signal
        AND is_care_of
        AND base_key IS NOT NULL
    GROUP BY
        base_key,
        suffix_key
),

client AS (
    SELECT
        SUM(profile_count) AS client_count,
        SUM(profile_count * profile_count) AS client_squares
    FROM care_of
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
    CAST(COALESCE(surname.usual_squares, 0) AS BIGINT) AS usual_squares,
    CAST(COALESCE(client.client_count, 0) AS BIGINT) AS client_count,
    CAST(COALESCE(client.client_squares, 0) AS BIGINT) AS client_squares
FROM record_total
CROSS JOIN surname
CROSS JOIN client
