-- statistics.purged: months whose signals are destroyed; their counts were kept.
--
-- Grain:   one row per month.
-- Reads:   audit.purged_month
-- Params:  municipality_code
-- Report:  Maanden waarvan de signalen zijn vernietigd.

SELECT DISTINCT purged.month
FROM audit.purged_month AS purged
WHERE purged.municipality_code = :municipality_code
ORDER BY purged.month
