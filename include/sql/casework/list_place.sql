-- casework.list_place: the places of a published list, as cases are made of them.
--
-- Grain:   one row per signal on a place of the list.
-- Reads:   publication.publication, casework.list_entry, casework.list_entry_signal
-- Params:  publication_id
-- Report:  De meldingen van een gepubliceerde lijst met hun signalen.

SELECT
    entry.case_id,
    entry.person_id,
    member.signal_id
FROM publication.publication AS publication
INNER JOIN casework.list_entry AS entry
    ON publication.draft_id = entry.draft_id
INNER JOIN casework.list_entry_signal AS member
    ON
        entry.draft_id = member.draft_id
        AND entry.entry_number = member.entry_number
WHERE publication.publication_id = :publication_id
ORDER BY entry.entry_number, member.signal_id
