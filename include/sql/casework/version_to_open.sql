-- casework.version_to_open: versions of a month's list that have yet to make cases.
--
-- Grain:   one row per version up to the given one; the month's newest is always there.
-- Reads:   publication.publication, casework.list_entry_signal, casework.case_signal
-- Params:  publication_id
-- Report:  Welke versies van de maandlijst nog geen meldingen hebben gemaakt.

SELECT
    version.publication_id,
    version.municipality_code,
    version.month,
    CAST(version.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS published_on
FROM publication.publication AS asked
INNER JOIN publication.publication AS version
    ON
        asked.municipality_code = version.municipality_code
        AND asked.month = version.month
        AND asked.version >= version.version
WHERE
    asked.publication_id = :publication_id
    AND (
        NOT EXISTS (
            SELECT 1
            FROM publication.publication AS later
            WHERE
                later.municipality_code = version.municipality_code
                AND later.month = version.month
                AND later.version > version.version
        )
        OR EXISTS (
            SELECT 1
            FROM casework.list_entry_signal AS listed
            WHERE
                listed.draft_id = version.draft_id
                AND NOT EXISTS (
                    SELECT 1
                    FROM casework.case_signal AS member
                    WHERE member.signal_id = listed.signal_id
                )
        )
    )
ORDER BY version.version
