-- matching.shared_contact: a phone or e-mail address used under many surnames.
--
-- Grain:   one row per contact_key.
-- Reads:   plain_record
-- Params:  none
-- Report:  Een nummer of e-mailadres bij vier of meer achternamen telt niet mee.

WITH contact AS (
    SELECT
        phone_key AS contact_key,
        names_key
    FROM plain_record
    WHERE phone_key IS NOT NULL
    UNION ALL
    SELECT
        email_key AS contact_key,
        names_key
    FROM plain_record
    WHERE email_key IS NOT NULL
)

SELECT
    contact_key,
    COUNT(DISTINCT names_key) AS surname_count
FROM contact
GROUP BY contact_key
HAVING COUNT(DISTINCT names_key) >= 4
