-- matching.kin_pair: two records kept apart that are probably one person even so.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   weighed_pair, pattern_rule
-- Params:  none
-- Report:  Wie door een tikfout in de datum uiteen blijft, is geen tweede kandidaat.

SELECT
    weighed_pair.left_number,
    weighed_pair.right_number
FROM weighed_pair
INNER JOIN pattern_rule ON weighed_pair.pattern_code = pattern_rule.pattern_code
WHERE
    weighed_pair.is_apart
    AND weighed_pair.verdict IS NULL
    AND pattern_rule.weight >= 0
