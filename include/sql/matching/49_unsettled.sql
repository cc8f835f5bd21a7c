-- matching.unsettled: how many links still join two labels.
--
-- Grain:   one row.
-- Reads:   kept_link, label
-- Params:  none
-- Report:  Het samenvoegen is klaar als geen koppeling meer twee groepen raakt.

SELECT COUNT(*) AS link_count
FROM kept_link
INNER JOIN label AS left_label ON kept_link.left_number = left_label.record_number
INNER JOIN label AS right_label
    ON
        kept_link.right_number = right_label.record_number
        AND left_label.group_number <> right_label.group_number
