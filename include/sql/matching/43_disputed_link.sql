-- matching.disputed_link: the links of groups that hold what must stay apart.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   firm_link, label, conflict
-- Params:  none
-- Report:  Bij een tegenstrijdige groep wordt opnieuw begonnen, het zekerste eerst.

SELECT
    firm_link.left_number,
    firm_link.right_number,
    firm_link.strength,
    firm_link.pull
FROM firm_link
INNER JOIN label ON firm_link.right_number = label.record_number
INNER JOIN conflict ON label.group_number = conflict.group_number
