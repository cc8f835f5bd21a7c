-- checks.crisis_outside_its_lane: a picked-up crisis signal not in lane L0.
--
-- Grain:   one row per signal.
-- Reads:   casework.draft, casework.list_entry, casework.list_entry_signal,
--          intake.signal
-- Params:  draft_id
-- Report:  Elk opgepakt crisissignaal staat in laan L0, en L0 bevat niets anders.
-- Code:    LST_CRISIS (stop)

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
GROUP BY entry.entry_number, entry.lane
HAVING
    (entry.lane = 'L0') <> BOOL_OR(
        signal.signal_kind
        IN ('EINDELEVERING', 'ONTRUIMING', 'AFSLUITING', 'EINDE_ZORGPOLIS')
    )
