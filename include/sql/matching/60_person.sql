-- matching.person: the person each signal is about, and how firmly it is held.
--
-- Grain:   one row per signal (record_number).
-- Reads:   record_name, profile, label, kept_link, record, duplicate_pair,
--          pattern_rule
-- Params:  none
-- Report:  Elk signaal hoort bij precies één persoon; "alone" als niets koppelt.

WITH held AS (
    SELECT kept_link.left_number AS record_number
    FROM kept_link
    WHERE kept_link.grade = 'certain'
    UNION
    SELECT kept_link.right_number AS record_number
    FROM kept_link
    WHERE kept_link.grade = 'certain'
    UNION
    SELECT duplicate_pair.left_number AS record_number
    FROM duplicate_pair
    INNER JOIN pattern_rule
        ON duplicate_pair.pattern_code = pattern_rule.pattern_code
    WHERE pattern_rule.grade = 'certain'
),

-- Who has company: a label, members under its own number, or a duplicate.
joined AS (
    SELECT group_number AS record_number
    FROM label
    UNION
    SELECT left_number AS record_number
    FROM duplicate_pair
),

group_resident AS (
    SELECT
        label.group_number,
        MIN(label.record_number) AS resident_number
    FROM label
    INNER JOIN record ON label.record_number = record.record_number
    WHERE NOT record.is_signal
    GROUP BY label.group_number
)

SELECT
    profile.record_number,
    COALESCE(label.group_number, profile.profile_number) AS person_number,
    group_resident.resident_number,
    CASE
        WHEN held.record_number IS NOT NULL THEN 'certain'
        WHEN label.record_number IS NOT NULL THEN 'probable'
        WHEN joined.record_number IS NOT NULL THEN 'probable'
        ELSE 'alone'
    END AS confidence
FROM profile
INNER JOIN record_name ON profile.record_number = record_name.record_number
LEFT JOIN label ON profile.profile_number = label.record_number
LEFT JOIN held ON profile.profile_number = held.record_number
LEFT JOIN joined ON profile.profile_number = joined.record_number
LEFT JOIN group_resident
    ON
        COALESCE(label.group_number, profile.profile_number)
        = group_resident.group_number
WHERE record_name.is_signal
