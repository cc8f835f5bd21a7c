-- reports.clock: which clocks run, and when they end.
--
-- Grain:   one row per clock and last day.
-- Reads:   casework.list_entry
-- Params:  draft_id
-- Report:  Uiterste dagen: voor hoeveel personen welke termijn wanneer eindigt.

SELECT
    entry.due_date,
    entry.clock_code,
    COUNT(*) AS person_count
FROM casework.list_entry AS entry
WHERE entry.draft_id = :draft_id
GROUP BY entry.due_date, entry.clock_code
ORDER BY entry.due_date, entry.clock_code COLLATE "C"
