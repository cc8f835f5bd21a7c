-- statistics.entry: how a case stood on the last published list of a month.
--
-- Grain:   one row per case and month.
-- Reads:   publication.publication, casework.list_entry
-- Params:  municipality_code, first_month, last_month
-- Report:  Soort melding en capaciteit, van de laatste lijst waarop iemand stond.

SELECT DISTINCT ON (publication.month, entry.case_id)
    publication.month,
    entry.case_id,
    entry.address_kind,
    entry.is_overflow
FROM publication.publication AS publication
INNER JOIN casework.list_entry AS entry
    ON publication.draft_id = entry.draft_id
WHERE
    publication.municipality_code = :municipality_code
    AND publication.month BETWEEN :first_month AND :last_month
ORDER BY
    publication.month ASC,
    entry.case_id ASC,
    publication.version DESC
