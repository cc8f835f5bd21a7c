-- matching.person: the person each signal is about, and how firmly it is held.
--
-- Grain:   one row per signal (record_number).
-- Reads:   record_text, label, kept_link
-- Params:  none
-- Report:  Elk signaal hoort bij precies één persoon; "alone" als niets koppelt.

WITH own_link AS (
    SELECT
        left_number AS record_number,
        grade
    FROM kept_link
    UNION ALL
    SELECT
        right_number AS record_number,
        grade
    FROM kept_link
),

-- The firmest of a signal's own links holds it; 'certain' sorts before 'probable'.
held AS (
    SELECT
        record_number,
        MIN(grade) AS confidence
    FROM own_link
    GROUP BY record_number
),

group_resident AS (
    SELECT
        label.group_number,
        MIN(record_text.record_id) AS resident_id
    FROM label
    INNER JOIN record_text ON label.record_number = record_text.record_number
    WHERE NOT record_text.is_signal
    GROUP BY label.group_number
),

grouped AS (
    SELECT
        record_text.record_number,
        record_text.record_id,
        COALESCE(label.group_number, record_text.record_number) AS person_number
    FROM record_text
    LEFT JOIN label ON record_text.record_number = label.record_number
    WHERE record_text.is_signal
)

SELECT
    grouped.record_number,
    grouped.record_id AS signal_id,
    grouped.person_number,
    -- The smallest signal_id of the group names the person.
    'P:' || first_signal.record_id AS person_id,
    group_resident.resident_id,
    COALESCE(held.confidence, 'alone') AS confidence
FROM grouped
INNER JOIN grouped AS first_signal
    ON grouped.person_number = first_signal.record_number
LEFT JOIN group_resident ON grouped.person_number = group_resident.group_number
LEFT JOIN held ON grouped.record_number = held.record_number
