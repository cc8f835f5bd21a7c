-- dashboard.report: of which month and version a publication is.
--
-- Grain:   one row, or none where the municipality has no such publication.
-- Reads:   publication.publication
-- Params:  municipality_code, publication_id
-- Report:  Maand en versie van een publicatie.

SELECT
    publication.month,
    publication.version
FROM publication.publication AS publication
WHERE
    publication.municipality_code = :municipality_code
    AND publication.publication_id = :publication_id
