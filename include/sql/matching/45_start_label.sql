-- matching.start_label: every linked record as a group of its own, to start from.
--
-- Grain:   one row per record_number that has a link.
-- Reads:   kept_link
-- Params:  none
-- Report:  Vóór het samenvoegen staat elk signaal op zichzelf.

SELECT
    left_number AS record_number,
    left_number AS group_number
FROM kept_link
UNION
SELECT
    right_number AS record_number,
    right_number AS group_number
FROM kept_link
