-- casework.draft_place: which case a draft gives each signal it picks up.
--
-- Grain:   one row per signal on a place of the draft.
-- Reads:   casework.list_entry, casework.list_entry_signal
-- Params:  draft_id
-- Report:  Bij welke melding elk opgepakt signaal hoort.

SELECT
    entry_signal.signal_id,
    entry.case_id
FROM casework.list_entry AS entry
INNER JOIN casework.list_entry_signal AS entry_signal
    ON
        entry.draft_id = entry_signal.draft_id
        AND entry.entry_number = entry_signal.entry_number
WHERE entry.draft_id = :draft_id
ORDER BY entry.entry_number, entry_signal.signal_id COLLATE "C"
