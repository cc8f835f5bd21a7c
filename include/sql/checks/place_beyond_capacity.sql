-- checks.place_beyond_capacity: a place that calls and visits do not reach.
--
-- Grain:   one row per place on the list.
-- Reads:   casework.list_entry
-- Params:  draft_id
-- Report:  Personen buiten de capaciteit; zij krijgen een brief binnen de termijn
-- Code:    LST_CAPACITY (warning)

SELECT entry.entry_number
FROM casework.list_entry AS entry
WHERE
    entry.draft_id = :draft_id
    AND entry.is_overflow
