-- matching.outcome: what became of each pair that has a story to tell.
--
-- Grain:   one row per pair (left_number, right_number), right may be a resident.
-- Reads:   weighed_pair, label, duplicate_pair
-- Params:  none
-- Report:  Gekoppeld, mogelijk, uiteengehouden door een regel, of beoordeeld.

-- Records without a label are on their own: their number is their group.
WITH settled AS (
    SELECT
        weighed_pair.left_number,
        weighed_pair.right_number,
        weighed_pair.kind_code,
        weighed_pair.pattern_code,
        weighed_pair.verdict,
        weighed_pair.pull,
        -- Firm links that were let go are kept apart by a guard.
        weighed_pair.is_guarded
        OR (
            weighed_pair.pull >= 0
            AND weighed_pair.kind_code > 0
            AND NOT weighed_pair.is_left_loose
            AND NOT weighed_pair.is_right_loose
        ) AS is_guarded,
        COALESCE(left_label.group_number, weighed_pair.left_number)
        = COALESCE(right_label.group_number, weighed_pair.right_number) AS is_joined
    FROM weighed_pair
    LEFT JOIN label AS left_label
        ON weighed_pair.left_number = left_label.record_number
    LEFT JOIN label AS right_label
        ON weighed_pair.right_number = right_label.record_number
    WHERE
        weighed_pair.pull >= -2000
        OR (weighed_pair.kind_code = 0 AND weighed_pair.pull >= -4000)
        OR weighed_pair.is_guarded
        OR weighed_pair.verdict IS NOT NULL
)

SELECT
    left_number,
    right_number,
    kind_code,
    pattern_code,
    verdict,
    CASE
        WHEN verdict IS NOT NULL THEN 'verdict'
        WHEN is_joined THEN 'linked'
        WHEN is_guarded THEN 'guarded'
        ELSE 'possible'
    END AS outcome
FROM settled
WHERE
    verdict IS NOT NULL
    OR (is_joined AND (pull >= 0 OR kind_code = 0))
    OR (NOT is_joined AND (is_guarded OR pull >= -2000))
UNION ALL
SELECT
    left_number,
    right_number,
    1 AS kind_code,
    pattern_code,
    CAST(NULL AS VARCHAR(1)) AS verdict,
    'linked' AS outcome
FROM duplicate_pair
