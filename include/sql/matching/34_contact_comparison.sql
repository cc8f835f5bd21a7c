-- matching.contact_comparison: how address, phone and e-mail of a pair compare.
--
-- Grain:   one row per candidate pair (left_number, right_number).
-- Reads:   candidate, record
-- Params:  none
-- Report:  Adres, telefoon en e-mail: hetzelfde, anders of niet bekend.

-- Levels: vroegsein.matching.levels.Address and Contact.
SELECT
    candidate.left_number,
    candidate.right_number,
    CASE
        WHEN earlier.address_key IS NULL OR later.address_key IS NULL THEN 0
        WHEN
            earlier.address_key = later.address_key
            AND (earlier.is_care_of OR later.is_care_of)
            THEN 3
        WHEN earlier.address_key = later.address_key THEN 4
        WHEN earlier.base_key = later.base_key THEN 2
        ELSE 1
    END AS address_level,
    CASE
        WHEN earlier.phone_key IS NULL OR later.phone_key IS NULL THEN 0
        WHEN earlier.phone_key = later.phone_key THEN 2
        ELSE 1
    END AS phone_level,
    CASE
        WHEN earlier.email_key IS NULL OR later.email_key IS NULL THEN 0
        WHEN earlier.email_key = later.email_key THEN 2
        ELSE 1
    END AS email_level
FROM candidate
INNER JOIN record AS earlier ON candidate.left_number = earlier.record_number
INNER JOIN record AS later ON candidate.right_number = later.record_number
