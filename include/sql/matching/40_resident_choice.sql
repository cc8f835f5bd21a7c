-- matching.resident_choice: the resident a signal with a birth date is about.
--
-- Grain:   one row per (signal_number, resident_number), one for nearly all signals.
-- Reads:   weighed_pair
-- Params:  none
-- Report:  Alleen als één inwoner duidelijk beter past, wordt het signaal gekoppeld.

WITH ordered AS (
    SELECT
        left_number,
        right_number,
        pull,
        grade,
        ROW_NUMBER() OVER (
            PARTITION BY left_number
            -- The record number is unique: of equal residents the smallest id.
            ORDER BY pull DESC, right_number ASC
        ) AS option_order
    FROM weighed_pair
    WHERE
        kind_code = 0
        AND NOT is_left_loose
        AND pull >= 0
)

SELECT
    best.left_number AS signal_number,
    best.right_number AS resident_number,
    best.pull,
    best.grade
FROM ordered AS best
LEFT JOIN ordered AS runner_up
    ON
        best.left_number = runner_up.left_number
        AND runner_up.option_order = 2
WHERE
    -- Human verdicts all count, even on two residents; the conflict is then shown.
    best.pull = 1000000
    OR (
        best.option_order = 1
        AND (runner_up.pull IS NULL OR best.pull - runner_up.pull >= 1000)
    )
UNION ALL
-- A human's word on a signal without a birth date.
SELECT
    left_number AS signal_number,
    right_number AS resident_number,
    pull,
    grade
FROM weighed_pair
WHERE
    kind_code = 0
    AND is_left_loose
    AND pull = 1000000
