-- listing.entry_address: where the register of persons has those on a list.
--
-- Grain:   one row per place on the list whose person is in the run's extract.
-- Reads:   casework.draft, casework.list_entry, matching.run_source,
--          matching.membership, casework.resident
-- Params:  draft_id
-- Report:  Het adres volgens de basisregistratie personen.

SELECT DISTINCT ON (entry.entry_number)
    entry.entry_number,
    resident.street,
    resident.house_number,
    resident.house_letter,
    resident.house_addition,
    resident.postcode,
    resident.place,
    resident.address_secret = 'true' AS is_hidden
FROM casework.draft AS draft
INNER JOIN casework.list_entry AS entry
    ON draft.draft_id = entry.draft_id
INNER JOIN matching.run_source AS origin
    ON
        draft.run_id = origin.run_id
        AND origin.kind = 'residents'
INNER JOIN matching.membership AS membership
    ON
        draft.run_id = membership.run_id
        AND entry.person_id = membership.person_id
INNER JOIN casework.resident AS resident
    ON
        origin.office_file_id = resident.office_file_id
        AND membership.resident_id = resident.resident_id
WHERE draft.draft_id = :draft_id
ORDER BY entry.entry_number, resident.resident_id
