-- statistics.matched: on which day the last published list of a month was matched.
--
-- Grain:   one row, or none where nothing was published.
-- Reads:   publication.publication, casework.draft, matching.run
-- Params:  municipality_code, month
-- Report:  De dag waarop de gepubliceerde lijst is gekoppeld.

SELECT CAST(run.recorded_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS matched_on
FROM publication.publication AS publication
INNER JOIN casework.draft AS draft
    ON publication.draft_id = draft.draft_id
INNER JOIN matching.run AS run
    ON draft.run_id = run.run_id
WHERE
    publication.municipality_code = :municipality_code
    AND publication.month = :month
ORDER BY publication.version DESC
LIMIT 1
