-- checks.person_without_contact: a place without a phone number or e-mail address.
--
-- Grain:   one row per place on the list.
-- Reads:   casework.draft, casework.list_entry_signal, intake.signal
-- Params:  draft_id
-- Report:  Personen zonder telefoonnummer en e-mailadres
-- Code:    LST_CONTACT (warning)

SELECT entry_signal.entry_number
FROM casework.draft AS draft
INNER JOIN casework.list_entry_signal AS entry_signal
    ON draft.draft_id = entry_signal.draft_id
INNER JOIN intake.signal AS signal
    ON
        entry_signal.signal_id = signal.signal_id
        AND draft.month = signal.month
WHERE draft.draft_id = :draft_id
GROUP BY entry_signal.entry_number
HAVING
    COUNT(NULLIF(signal.phone, '')) = 0
    AND COUNT(NULLIF(signal.email, '')) = 0
