-- matching.signal_pair: two signals, what their rule says, and whether they may meet.
--
-- Grain:   one row per unordered pair of signals that a rule or guard speaks about.
-- Reads:   weighed_pair, pair_rule
-- Params:  none
-- Report:  Zeker, waarschijnlijk, mogelijk (voor een mens) of bewust uiteengehouden.

WITH graded AS (
    SELECT
        weighed_pair.left_number,
        weighed_pair.right_number,
        weighed_pair.is_dated,
        weighed_pair.is_strict,
        weighed_pair.weight,
        pair_rule.rule_code,
        -- Never in one person by any path, unless a human says so.
        NOT weighed_pair.is_business
        AND weighed_pair.address_level >= 2
        AND weighed_pair.surname_level >= 2
        AND (
            weighed_pair.name_level = 1
            OR weighed_pair.birth_date_level IN (1, 2)
        ) AS is_forbidden,
        CASE
            WHEN pair_rule.rule_code IN ('T1', 'verdict_same') THEN 'certain'
            WHEN pair_rule.rule_code IN ('T1_weak', 'T2') THEN 'probable'
            WHEN pair_rule.rule_code IN ('T3', 'T4', 'T5', 'T6') THEN 'possible'
            WHEN pair_rule.rule_code IN ('G1', 'G2') THEN 'guarded'
            ELSE 'none'
        END AS grade
    FROM weighed_pair
    INNER JOIN pair_rule
        ON
            weighed_pair.left_number = pair_rule.left_number
            AND weighed_pair.right_number = pair_rule.right_number
)

SELECT
    left_number,
    right_number,
    is_dated,
    is_strict,
    weight,
    rule_code,
    is_forbidden,
    grade
FROM graded
WHERE
    rule_code <> 'none'
    OR is_forbidden
