-- matching.care_of_address: an address with very many surnames (administrator, home).
--
-- Grain:   one row per address_key.
-- Reads:   plain_record
-- Params:  none
-- Report:  Een adres van een bewindvoerder of instelling verbindt geen mensen.

SELECT
    address_key,
    COUNT(DISTINCT names_key) AS surname_count
FROM plain_record
WHERE
    address_key IS NOT NULL
    AND names_key IS NOT NULL
GROUP BY address_key
-- More surnames than seven months of one household and its misspellings can give.
HAVING COUNT(DISTINCT names_key) > 8
