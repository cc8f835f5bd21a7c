-- dashboard.hold: what may not be destroyed yet.
--
-- Grain:   one row.
-- Reads:   audit.legal_hold
-- Params:  municipality_code
-- Report:  Bewaarplichten die nu gelden.

SELECT COUNT(*) AS hold_count
FROM audit.legal_hold AS held
WHERE
    held.municipality_code = :municipality_code
    AND held.lifted_at IS NULL
