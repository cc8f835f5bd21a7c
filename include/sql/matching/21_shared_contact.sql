-- matching.shared_contact: a phone or e-mail address used under many surnames.
--
-- Grain:   one row per contact_key.
-- Reads:   plain_record
-- Params:  none
-- Report:  Een nummer of e-mailadres bij vier of meer achternamen telt niet mee.

WITH contact AS (
    SELECT
        phone_key AS contact_key,
        sound_one
    FROM plain_record
    WHERE phone_key IS NOT NULL
    UNION ALL
    SELECT
        email_key AS contact_key,
        sound_one
    FROM plain_record
    WHERE email_key IS NOT NULL
),

-- Counting distinct values is dear: first who has two at all.
doubtful AS (
    SELECT contact_key
    FROM contact
    GROUP BY contact_key
    HAVING MIN(sound_one) <> MAX(sound_one)
)

SELECT
    contact.contact_key,
    COUNT(DISTINCT contact.sound_one) AS surname_count
FROM contact
INNER JOIN doubtful ON contact.contact_key = doubtful.contact_key
GROUP BY contact.contact_key
HAVING COUNT(DISTINCT contact.sound_one) >= 4
