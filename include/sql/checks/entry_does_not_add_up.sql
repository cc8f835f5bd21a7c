-- checks.entry_does_not_add_up: a place whose counts or cents are not its signals'.
--
-- Grain:   one row per place on the list.
-- Reads:   casework.draft, casework.list_entry, casework.list_entry_signal,
--          intake.signal
-- Params:  draft_id
-- Report:  Bedrag en aantallen van elke regel zijn die van haar signalen, op de cent.
-- Code:    LST_TOTAL (stop)

WITH counted AS (
    SELECT
        entry_signal.entry_number,
        COUNT(*) AS signal_count,
        COUNT(DISTINCT signal.partner_code) AS partner_count,
        SUM(signal.arrears_cents) AS total_cents
    FROM casework.draft AS draft
    INNER JOIN casework.list_entry_signal AS entry_signal
        ON draft.draft_id = entry_signal.draft_id
    INNER JOIN intake.signal AS signal
        ON
            entry_signal.signal_id = signal.signal_id
            AND draft.municipality_code = signal.municipality_code
            AND draft.month = signal.month
    WHERE draft.draft_id = :draft_id
    GROUP BY entry_signal.entry_number
)

SELECT entry.entry_number
FROM casework.list_entry AS entry
LEFT JOIN counted
    ON entry.entry_number = counted.entry_number
WHERE
    entry.draft_id = :draft_id
    -- A place without any signal counts nothing and is offending too.
    AND (entry.signal_count, entry.partner_count, entry.total_cents)
    IS DISTINCT FROM
    (counted.signal_count, counted.partner_count, counted.total_cents)
