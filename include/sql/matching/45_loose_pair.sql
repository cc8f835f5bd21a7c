-- matching.loose_pair: two groups, one of them still to be placed, that may be one.
--
-- Grain:   one row per unordered pair of groups (one_number < other_number).
-- Reads:   weighed_pair, label, firm_link
-- Params:  none
-- Report:  Een signaal zonder zekere geboortedatum zoekt de persoon die het best past.

-- A human or the register may have placed somebody without a birth date.
WITH placed AS (
    SELECT DISTINCT COALESCE(label.group_number, firm_link.left_number) AS group_number
    FROM firm_link
    LEFT JOIN label ON firm_link.left_number = label.record_number
    WHERE firm_link.strength >= 3
),

grouped AS (
    SELECT
        COALESCE(left_label.group_number, weighed_pair.left_number) AS left_number,
        COALESCE(right_label.group_number, weighed_pair.right_number) AS right_number,
        CASE WHEN weighed_pair.is_left_loose THEN 1 ELSE 0 END AS is_left_loose,
        CASE WHEN weighed_pair.is_right_loose THEN 1 ELSE 0 END AS is_right_loose,
        weighed_pair.pull
    FROM weighed_pair
    LEFT JOIN label AS left_label
        ON weighed_pair.left_number = left_label.record_number
    LEFT JOIN label AS right_label
        ON weighed_pair.right_number = right_label.record_number
    WHERE
        weighed_pair.kind_code < 2
        AND (weighed_pair.is_left_loose OR weighed_pair.is_right_loose)
        AND (weighed_pair.pull >= 0 OR weighed_pair.pull <= -4000)
),

ordered AS (
    SELECT
        LEAST(left_number, right_number) AS one_number,
        GREATEST(left_number, right_number) AS other_number,
        CASE WHEN left_number < right_number THEN is_left_loose ELSE is_right_loose END
            AS is_one_loose,
        CASE WHEN left_number < right_number THEN is_right_loose ELSE is_left_loose END
            AS is_other_loose,
        pull
    FROM grouped
    WHERE left_number <> right_number
)

SELECT
    ordered.one_number,
    ordered.other_number,
    CASE
        WHEN MAX(one_placed.group_number) IS NULL THEN MIN(ordered.is_one_loose) ELSE 0
    END AS is_one_loose,
    CASE
        WHEN
            MAX(other_placed.group_number) IS NULL
            THEN MIN(ordered.is_other_loose)
        ELSE 0
    END AS is_other_loose,
    MAX(ordered.pull) AS best_pull,
    MIN(ordered.pull) AS worst_pull
FROM ordered
LEFT JOIN placed AS one_placed ON ordered.one_number = one_placed.group_number
LEFT JOIN placed AS other_placed ON ordered.other_number = other_placed.group_number
GROUP BY
    ordered.one_number,
    ordered.other_number
