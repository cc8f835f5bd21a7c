-- matching.weighed_pair: each candidate pair with its weight and a human's verdict.
--
-- Grain:   one row per candidate pair (left_number, right_number).
-- Reads:   compared_pair, pattern_rule, verdict_pair
-- Params:  none
-- Report:  Het gewicht trekt samen of duwt uiteen; een oordeel gaat voor alles.

SELECT
    compared_pair.left_number,
    compared_pair.right_number,
    compared_pair.is_left_loose,
    compared_pair.is_right_loose,
    compared_pair.pattern_code,
    pattern_rule.kind_code,
    pattern_rule.birth_date_level,
    pattern_rule.is_apart,
    pattern_rule.is_guarded,
    pattern_rule.firmness,
    pattern_rule.is_telling,
    pattern_rule.grade,
    verdict_pair.verdict,
    -- Milli log-odds, beyond any of them where the answer is final.
    CASE
        WHEN verdict_pair.verdict = 'same' THEN 1000000
        WHEN verdict_pair.verdict = 'different' THEN -1000000
        WHEN pattern_rule.is_apart THEN -1000000
        ELSE pattern_rule.weight
    END AS pull
FROM compared_pair
INNER JOIN pattern_rule ON compared_pair.pattern_code = pattern_rule.pattern_code
LEFT JOIN verdict_pair
    ON
        compared_pair.left_number = verdict_pair.left_number
        AND compared_pair.right_number = verdict_pair.right_number
