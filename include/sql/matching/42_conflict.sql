-- matching.conflict: groups that hold together what must stay apart.
--
-- Grain:   one row per group in conflict (group_number).
-- Reads:   label, firm_link, record, weighed_pair, parameter
-- Params:  classes
-- Report:  Twee zekere geboortedata, twee inwoners of een oordeel "verschillend".

WITH apart AS (
    SELECT
        COALESCE(left_label.group_number, weighed_pair.left_number) AS group_number,
        CASE WHEN weighed_pair.verdict = 'different' THEN 1 ELSE 0 END AS is_hard
    FROM weighed_pair
    INNER JOIN label AS right_label
        ON weighed_pair.right_number = right_label.record_number
    LEFT JOIN label AS left_label
        ON weighed_pair.left_number = left_label.record_number
    WHERE
        weighed_pair.pull = -1000000
        AND right_label.group_number
        = COALESCE(left_label.group_number, weighed_pair.left_number)
),

-- Only a human or a resident can bring two dates or two residents together.
led AS (
    SELECT
        COALESCE(label.group_number, firm_link.left_number) AS group_number,
        MAX(
            CASE
                WHEN firm_link.strength = 4 AND weighed_pair.is_apart THEN 1 ELSE 0
            END
        ) AS is_overruled
    FROM firm_link
    LEFT JOIN label ON firm_link.left_number = label.record_number
    LEFT JOIN weighed_pair
        ON
            firm_link.left_number = weighed_pair.left_number
            AND firm_link.right_number = weighed_pair.right_number
    WHERE firm_link.strength >= 3
    GROUP BY COALESCE(label.group_number, firm_link.left_number)
),

member AS (
    SELECT
        led.group_number,
        label.record_number
    FROM led
    INNER JOIN label ON led.group_number = label.group_number
    UNION ALL
    SELECT
        group_number,
        group_number AS record_number
    FROM led
),

doubled AS (
    SELECT
        member.group_number,
        CASE WHEN COUNT(NULLIF(record.is_signal, TRUE)) > 1 THEN 1 ELSE 0 END
            AS is_hard
    FROM member
    INNER JOIN record ON member.record_number = record.record_number
    CROSS JOIN parameter
    GROUP BY member.group_number
    HAVING
        SUM(CASE WHEN record.is_signal THEN 0 ELSE 1 END) > 1
        -- Day and month swapped are one date here.
        OR COUNT(
            DISTINCT CASE
                WHEN record.is_birth_certain AND parameter.classes = 3
                    THEN LEAST(
                        record.birth_number,
                        COALESCE(record.swapped_number, record.birth_number)
                    )
            END
        ) > 1
),

found AS (
    SELECT
        group_number,
        is_hard
    FROM apart
    UNION ALL
    SELECT
        group_number,
        is_hard
    FROM doubled
)

SELECT
    found.group_number,
    MAX(found.is_hard) AS is_hard
FROM found
LEFT JOIN led ON found.group_number = led.group_number
-- A human joined what a guard kept apart: the guard gives way in that group.
WHERE
    found.is_hard = 1
    OR COALESCE(led.is_overruled, 0) = 0
GROUP BY found.group_number
