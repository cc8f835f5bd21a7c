-- matching.resident_choice: the resident a signal is about.
--
-- Grain:   one row per (signal_number, resident_number), one for nearly all signals.
-- Reads:   weighed_pair, pattern_weight
-- Params:  none
-- Report:  Alleen als één inwoner duidelijk beter past, wordt het signaal gekoppeld.

-- The register knows everybody: without a birth date a weaker likeness is enough, if
-- nobody else comes near.
WITH fitting AS (
    SELECT
        weighed_pair.left_number,
        weighed_pair.right_number,
        weighed_pair.pull,
        weighed_pair.grade,
        weighed_pair.is_left_loose,
        CASE
            WHEN weighed_pair.verdict IS NULL AND weighed_pair.is_left_loose
                THEN pattern_weight.weight
            ELSE weighed_pair.pull
        END AS likeness
    FROM weighed_pair
    INNER JOIN pattern_weight
        ON weighed_pair.pattern_code = pattern_weight.pattern_code
    WHERE
        weighed_pair.kind_code = 0
        AND weighed_pair.pull > -1000000
),

ordered AS (
    SELECT
        fitting.*,
        ROW_NUMBER() OVER (
            PARTITION BY left_number
            -- The record number is unique: of equal residents the smallest id.
            ORDER BY likeness DESC, right_number ASC
        ) AS option_order
    FROM fitting
    WHERE
        is_left_loose
        OR likeness >= 0
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
        AND best.likeness >= -4000
        AND (
            runner_up.likeness IS NULL
            OR best.likeness - runner_up.likeness
            >= CASE WHEN best.is_left_loose THEN 2000 ELSE 1000 END
        )
    )
