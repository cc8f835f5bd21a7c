-- listing.earlier_publication: published lists of the months before, within the window.
--
-- Grain:   one row per publication of an earlier month.
-- Reads:   matching.run, publication.publication
-- Params:  run_id, first_month
-- Report:  De eerdere lijsten waarmee herhaalde meldingen zijn bepaald.

SELECT
    publication.publication_id,
    publication.input_digest
FROM matching.run AS run
INNER JOIN publication.publication AS publication
    ON
        run.municipality_code = publication.municipality_code
        AND run.month > publication.month
        AND publication.month >= :first_month
WHERE run.run_id = :run_id
ORDER BY publication.publication_id COLLATE "C"
