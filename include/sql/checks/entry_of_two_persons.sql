-- checks.entry_of_two_persons: a signal on the place of another person.
--
-- Grain:   one row per signal.
-- Reads:   casework.draft, casework.list_entry, casework.list_entry_signal,
--          matching.membership
-- Params:  draft_id
-- Report:  Elke regel bevat alleen signalen van de persoon om wie het gaat.
-- Code:    LST_PERSON (stop)

SELECT entry_signal.signal_id
FROM casework.draft AS draft
INNER JOIN casework.list_entry AS entry
    ON draft.draft_id = entry.draft_id
INNER JOIN casework.list_entry_signal AS entry_signal
    ON
        entry.draft_id = entry_signal.draft_id
        AND entry.entry_number = entry_signal.entry_number
LEFT JOIN matching.membership AS membership
    ON
        draft.run_id = membership.run_id
        AND entry_signal.signal_id = membership.signal_id
WHERE
    draft.draft_id = :draft_id
    AND membership.person_id IS DISTINCT FROM entry.person_id
