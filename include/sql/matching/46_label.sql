-- matching.label: the group of linked records a record belongs to; repeated.
--
-- Grain:   one row per record_number that has a link.
-- Reads:   kept_link, label (of the round before)
-- Params:  none
-- Report:  Wie direct of via anderen gekoppeld is, vormt één persoon.

-- Each round every group takes the smallest group beside it, that one's smallest, and
-- the group that one's own record is in (pointer jumping, so that a long chain takes
-- few rounds). Repeated until no link has two groups; the result is the smallest
-- record number of the group, whatever the order of the rows.
WITH touching AS (
    SELECT
        GREATEST(left_label.group_number, right_label.group_number) AS own_number,
        LEAST(left_label.group_number, right_label.group_number) AS beside_number
    FROM kept_link
    INNER JOIN label AS left_label ON kept_link.left_number = left_label.record_number
    INNER JOIN label AS right_label
        ON kept_link.right_number = right_label.record_number
    WHERE left_label.group_number <> right_label.group_number
),

lowest AS (
    SELECT
        own_number,
        MIN(beside_number) AS beside_number
    FROM touching
    GROUP BY own_number
),

stepped AS (
    SELECT
        label.record_number,
        COALESCE(
            two_steps.beside_number, one_step.beside_number, label.group_number
        ) AS group_number
    FROM label
    LEFT JOIN lowest AS one_step ON label.group_number = one_step.own_number
    LEFT JOIN lowest AS two_steps ON one_step.beside_number = two_steps.own_number
)

SELECT
    stepped.record_number,
    label.group_number
FROM stepped
INNER JOIN label ON stepped.group_number = label.record_number
