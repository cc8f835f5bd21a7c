-- matching.kept_link: the firm links within one person.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   firm_link, label
-- Params:  none
-- Report:  Welke koppelingen een signaal bij zijn persoon houden.

SELECT
    firm_link.left_number,
    firm_link.right_number,
    firm_link.grade
FROM firm_link
INNER JOIN label AS right_label
    ON firm_link.right_number = right_label.record_number
LEFT JOIN label AS left_label
    ON firm_link.left_number = left_label.record_number
WHERE
    right_label.group_number
    = COALESCE(left_label.group_number, firm_link.left_number)
