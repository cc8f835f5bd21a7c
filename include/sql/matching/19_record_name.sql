-- matching.record_name: which signal or resident a number stands for.
--
-- Grain:   one row per record_number.
-- Reads:   record_text
-- Params:  none
-- Report:  Van een gelezen signaal blijven alleen nummer, kenmerk en partner bewaard.

SELECT
    record_number,
    is_signal,
    record_id,
    partner_code
FROM record_text
