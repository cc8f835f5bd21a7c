-- matching.full_link: all links: the firm ones, the attached, and among the rest.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   kept_link (firm), attachment, attachment_option, resident_choice,
--          signal_pair, record
-- Params:  none
-- Report:  Signalen zonder geboortedatum koppelen onderling als niemand anders past.

-- Undated signals that have a dated or registered candidate are not the rest.
WITH spoken_for AS (
    SELECT record_number
    FROM attachment_option
    UNION
    SELECT signal_number AS record_number
    FROM resident_choice
    UNION
    SELECT record_number
    FROM record
    WHERE birth_key IS NOT NULL
)

SELECT
    left_number,
    right_number,
    grade,
    strength
FROM kept_link
UNION ALL
SELECT
    LEAST(record_number, dated_number) AS left_number,
    GREATEST(record_number, dated_number) AS right_number,
    'probable' AS grade,
    -- An attachment is the first to give way.
    0 AS strength
FROM attachment
UNION ALL
SELECT
    signal_pair.left_number,
    signal_pair.right_number,
    signal_pair.grade,
    CASE WHEN signal_pair.is_strict THEN 2 ELSE 1 END AS strength
FROM signal_pair
LEFT JOIN spoken_for AS left_spoken
    ON signal_pair.left_number = left_spoken.record_number
LEFT JOIN spoken_for AS right_spoken
    ON signal_pair.right_number = right_spoken.record_number
WHERE
    signal_pair.rule_code IN ('T1_weak', 'T2')
    AND left_spoken.record_number IS NULL
    AND right_spoken.record_number IS NULL
