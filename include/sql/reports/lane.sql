-- reports.lane: how many persons stand in each lane.
--
-- Grain:   one row per lane with somebody in it.
-- Reads:   casework.list_entry
-- Params:  draft_id
-- Report:  Personen, signalen en bedragen per laan.

SELECT
    entry.lane,
    COUNT(*) AS person_count,
    CAST(SUM(entry.signal_count) AS BIGINT) AS signal_count,
    CAST(SUM(entry.total_cents) AS BIGINT) AS amount_cents
FROM casework.list_entry AS entry
WHERE entry.draft_id = :draft_id
GROUP BY entry.lane
ORDER BY entry.lane COLLATE "C"
