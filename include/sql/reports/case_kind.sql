-- reports.case_kind: kinds of cases, by address against by person.
--
-- Grain:   one row per pair of kinds.
-- Reads:   casework.list_entry
-- Params:  draft_id
-- Report:  Soort melding per adres (landelijke monitor) naast soort melding per
--          persoon.

SELECT
    entry.address_kind,
    entry.person_kind,
    COUNT(*) AS person_count
FROM casework.list_entry AS entry
WHERE entry.draft_id = :draft_id
GROUP BY entry.address_kind, entry.person_kind
ORDER BY entry.address_kind COLLATE "C", entry.person_kind COLLATE "C"
