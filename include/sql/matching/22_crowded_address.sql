-- matching.crowded_address: an address with very many names (administrator, home).
--
-- Grain:   one row per (base_key, suffix_key).
-- Reads:   plain_record, profile
-- Params:  none
-- Report:  Een adres van een bewindvoerder of instelling verbindt geen mensen.

WITH address_record AS (
    SELECT
        plain_record.base_key,
        plain_record.suffix_key,
        plain_record.sound_one
    FROM plain_record
    INNER JOIN profile
        ON
            plain_record.record_number = profile.record_number
            AND profile.record_number = profile.profile_number
    WHERE plain_record.base_key IS NOT NULL
),

-- Counting distinct values is dear: first which numbers have many records at all.
doubtful AS (
    SELECT base_key
    FROM address_record
    GROUP BY base_key
    HAVING COUNT(*) > 8
)

SELECT
    address_record.base_key,
    address_record.suffix_key,
    COUNT(*) AS profile_count,
    COUNT(DISTINCT address_record.sound_one) AS surname_count
FROM address_record
INNER JOIN doubtful ON address_record.base_key = doubtful.base_key
GROUP BY
    address_record.base_key,
    address_record.suffix_key
-- More surnames than seven months of one household and its misspellings can give; and
-- a limit, because the pairs behind one number grow with the square.
HAVING
    COUNT(DISTINCT address_record.sound_one) > 8
    OR COUNT(*) > 60
