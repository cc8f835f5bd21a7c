-- casework.version_to_open: versions of a month's list that have yet to make cases.
--
-- Grain:   one row per version up to the given one; the month's newest is always there.
-- Reads:   publication.publication, casework.list_entry_signal, casework.case_signal
-- Params:  publication_id
-- Report:  Welke versies van de maandlijst nog geen meldingen hebben gemaakt.

SELECT
    edition.publication_id,
    edition.municipality_code,
    edition.month,
    CAST(edition.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS published_on
FROM publication.publication AS asked
INNER JOIN publication.publication AS edition
    ON
        asked.municipality_code = edition.municipality_code
        AND asked.month = edition.month
        AND asked.version >= edition.version
WHERE
    asked.publication_id = :publication_id
    AND (
        NOT EXISTS (
            SELECT 1
            FROM publication.publication AS later
            WHERE
                later.municipality_code = edition.municipality_code
                AND later.month = edition.month
                AND later.version > edition.version
        )
        OR EXISTS (
            SELECT 1
            FROM casework.list_entry_signal AS listed
            WHERE
                listed.draft_id = edition.draft_id
                AND NOT EXISTS (
                    SELECT 1
                    FROM casework.case_signal AS member
                    WHERE member.signal_id = listed.signal_id
                )
        )
    )
ORDER BY edition.version
