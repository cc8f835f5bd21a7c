-- dashboard.logged: what the processing log holds, by action.
--
-- Grain:   one row per action with somebody in the months shown.
-- Reads:   audit.processing_line
-- Params:  municipality_code, first_day
-- Report:  Verwerkingen die per persoon zijn vastgelegd, per handeling.

SELECT
    noted.name AS step_name,
    COUNT(*) AS line_count,
    MAX(noted.end_time) AS last_at
FROM audit.processing_line AS noted
WHERE
    noted.municipality_code = :municipality_code
    AND noted.end_time >= CAST(:first_day AS DATE)
GROUP BY noted.name
ORDER BY noted.name COLLATE "C"
