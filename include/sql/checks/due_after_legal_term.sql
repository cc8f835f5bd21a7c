-- checks.due_after_legal_term: a place due later than four weeks after receipt.
--
-- Grain:   one row per place on the list.
-- Reads:   casework.draft, casework.list_entry, casework.list_entry_signal,
--          intake.signal
-- Params:  draft_id
-- Report:  Geen uiterste datum ligt meer dan 28 dagen na de eerste ontvangst (Wgs art.
--          4).
-- Code:    LST_TERM (stop)

SELECT entry.entry_number
FROM casework.draft AS draft
INNER JOIN casework.list_entry AS entry
    ON draft.draft_id = entry.draft_id
INNER JOIN casework.list_entry_signal AS entry_signal
    ON
        entry.draft_id = entry_signal.draft_id
        AND entry.entry_number = entry_signal.entry_number
INNER JOIN intake.signal AS signal
    ON
        entry_signal.signal_id = signal.signal_id
        AND draft.month = signal.month
WHERE draft.draft_id = :draft_id
GROUP BY entry.entry_number, entry.due_date
HAVING
    entry.due_date - MIN(
        CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
    ) > 28
