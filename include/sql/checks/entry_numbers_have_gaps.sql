-- checks.entry_numbers_have_gaps: places that are not numbered one by one.
--
-- Grain:   one row per place whose number is not its rank.
-- Reads:   casework.list_entry
-- Params:  draft_id
-- Report:  De regels zijn doorlopend genummerd, de dringendste laan eerst.
-- Code:    LST_NUMBER (stop)

WITH ranked AS (
    SELECT
        entry.entry_number,
        -- The case id breaks ties: it is unique in a draft.
        ROW_NUMBER() OVER (
            ORDER BY
                entry.lane COLLATE "C" ASC,
                -- In a crisis the last day goes before what is missed.
                CASE WHEN entry.lane = 'L0' THEN entry.due_date END ASC,
                entry.severity DESC,
                entry.due_date ASC,
                entry.total_cents DESC,
                entry.case_id COLLATE "C" ASC
        ) AS place
    FROM casework.list_entry AS entry
    WHERE entry.draft_id = :draft_id
)

SELECT ranked.entry_number
FROM ranked
WHERE ranked.entry_number <> ranked.place
