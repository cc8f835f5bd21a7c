-- matching.conflict: groups that hold together what must stay apart.
--
-- Grain:   one row per group in conflict (group_number).
-- Reads:   label, record, signal_pair, weighed_pair
-- Params:  none
-- Report:  Twee zekere geboortedata, twee inwoners of een oordeel "verschillend".

WITH forbidden AS (
    SELECT
        left_label.group_number,
        CASE WHEN weighed_pair.verdict = 'different' THEN 1 ELSE 0 END AS is_hard
    FROM weighed_pair
    INNER JOIN label AS left_label
        ON weighed_pair.left_number = left_label.record_number
    INNER JOIN label AS right_label
        ON
            weighed_pair.right_number = right_label.record_number
            AND left_label.group_number = right_label.group_number
    WHERE weighed_pair.verdict = 'different'
    UNION ALL
    SELECT
        left_label.group_number,
        0 AS is_hard
    FROM signal_pair
    INNER JOIN label AS left_label
        ON signal_pair.left_number = left_label.record_number
    INNER JOIN label AS right_label
        ON
            signal_pair.right_number = right_label.record_number
            AND left_label.group_number = right_label.group_number
    WHERE
        signal_pair.is_forbidden
        AND signal_pair.rule_code <> 'verdict_same'
    UNION ALL
    -- Day and month swapped are one date here.
    SELECT
        label.group_number,
        0 AS is_hard
    FROM label
    INNER JOIN record ON label.record_number = record.record_number
    WHERE record.is_birth_certain
    GROUP BY label.group_number
    HAVING
        COUNT(
            DISTINCT
            record.birth_year * 10000
            + LEAST(record.birth_month, record.birth_day) * 100
            + GREATEST(record.birth_month, record.birth_day)
        ) > 1
    UNION ALL
    SELECT
        label.group_number,
        1 AS is_hard
    FROM label
    INNER JOIN record ON label.record_number = record.record_number
    WHERE NOT record.is_signal
    GROUP BY label.group_number
    HAVING COUNT(*) > 1
),

-- A human joined what a guard kept apart: the guard gives way in that group.
overruled AS (
    SELECT DISTINCT label.group_number
    FROM signal_pair
    INNER JOIN label ON signal_pair.left_number = label.record_number
    INNER JOIN weighed_pair
        ON
            signal_pair.left_number = weighed_pair.left_number
            AND signal_pair.right_number = weighed_pair.right_number
    WHERE
        signal_pair.rule_code = 'verdict_same'
        AND (
            signal_pair.is_forbidden
            OR weighed_pair.birth_date_level = 1
        )
)

SELECT
    forbidden.group_number,
    MAX(forbidden.is_hard) AS is_hard
FROM forbidden
LEFT JOIN overruled ON forbidden.group_number = overruled.group_number
WHERE
    forbidden.is_hard = 1
    OR overruled.group_number IS NULL
GROUP BY forbidden.group_number
