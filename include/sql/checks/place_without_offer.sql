-- checks.place_without_offer: a place on the list for which nothing is planned.
--
-- Grain:   one row per place on the list.
-- Reads:   casework.list_entry
-- Params:  draft_id
-- Report:  Niemand staat op de lijst zonder dat er een aanbod is gepland.
-- Code:    LST_OFFER (stop)

SELECT entry.entry_number
FROM casework.list_entry AS entry
WHERE
    entry.draft_id = :draft_id
    AND entry.plan = '[]'
