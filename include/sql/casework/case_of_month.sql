-- casework.case_of_month: cases whose last step was caused by a version of one month.
--
-- Grain:   one row per case.
-- Reads:   casework.case, casework.case_step, publication.publication
-- Params:  municipality_code, month
-- Report:  Meldingen waarvan de laatste stap door de lijst van deze maand kwam.

SELECT
    kept.case_id,
    kept.state
FROM casework."case" AS kept
INNER JOIN casework.case_step AS step
    ON
        kept.case_id = step.case_id
        AND NOT EXISTS (
            SELECT 1
            FROM casework.case_step AS later
            WHERE
                later.case_id = step.case_id
                AND later.step_number > step.step_number
        )
INNER JOIN publication.publication AS publication
    ON step.cause_id = publication.publication_id
WHERE
    publication.municipality_code = :municipality_code
    AND publication.month = :month
ORDER BY kept.case_id
