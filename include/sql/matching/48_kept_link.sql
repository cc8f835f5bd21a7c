-- matching.kept_link: links without those that join what must stay apart; repeated.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   kept_link (of the round before), label, conflict, parameter
-- Params:  strength (column of parameter): links up to it give way
-- Report:  Bij een tegenstrijdige groep wordt losgelaten: liever uiteen dan verkeerd.

SELECT
    kept_link.left_number,
    kept_link.right_number,
    kept_link.grade,
    kept_link.strength
FROM kept_link
INNER JOIN label ON kept_link.left_number = label.record_number
CROSS JOIN parameter
LEFT JOIN conflict ON label.group_number = conflict.group_number
WHERE
    conflict.group_number IS NULL
    OR kept_link.strength > parameter.strength
    -- Only another human verdict or a second resident undoes a human's "same".
    OR (kept_link.strength = 4 AND conflict.is_hard = 0)
