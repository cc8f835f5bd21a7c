-- statistics.case_root: which case a case became part of; mostly it is itself.
--
-- Grain:   one row per case.
-- Reads:   casework.case
-- Params:  municipality_code
-- Report:  Bij welke melding een samengevoegde melding hoort.

WITH RECURSIVE step AS (
    SELECT
        origin.case_id,
        origin.case_id AS root_id,
        origin.merged_into
    FROM casework."case" AS origin
    WHERE origin.municipality_code = :municipality_code
    UNION ALL
    SELECT
        step.case_id,
        later.case_id AS root_id,
        later.merged_into
    FROM step
    INNER JOIN casework."case" AS later
        ON step.merged_into = later.case_id
)

SELECT
    step.case_id,
    step.root_id
FROM step
WHERE step.merged_into IS NULL
ORDER BY step.case_id COLLATE "C"
