-- listing.entry_signal: what a list shows of every signal on it.
--
-- Grain:   one row per signal on a place of the draft's list.
-- Reads:   casework.draft, casework.list_entry_signal, intake.signal,
--          matching.membership
-- Params:  draft_id
-- Report:  De signalen achter elke regel van de lijst.

SELECT
    entry_signal.entry_number,
    signal.signal_id,
    signal.partner_code,
    signal.signal_kind,
    signal.arrears_cents,
    signal.arrears_since_date,
    -- Whole terms only; the partner's own count wins.
    COALESCE(
        signal.term_count,
        CAST(signal.arrears_cents / NULLIF(signal.term_cents, 0) AS INTEGER),
        0
    ) AS missed_terms,
    signal.initials,
    signal.first_names,
    signal.surname_prefix,
    signal.surname,
    signal.birth_date,
    signal.street,
    signal.house_number,
    signal.house_letter,
    signal.house_addition,
    signal.postcode,
    signal.place,
    signal.phone,
    signal.email,
    membership.address_key
FROM casework.draft AS draft
INNER JOIN casework.list_entry_signal AS entry_signal
    ON draft.draft_id = entry_signal.draft_id
INNER JOIN intake.signal AS signal
    ON
        entry_signal.signal_id = signal.signal_id
        AND draft.month = signal.month
        AND draft.municipality_code = signal.municipality_code
LEFT JOIN matching.membership AS membership
    ON
        draft.run_id = membership.run_id
        AND signal.signal_id = membership.signal_id
WHERE draft.draft_id = :draft_id
-- The latest signal says best where and how somebody is reached.
ORDER BY
    entry_signal.entry_number ASC,
    signal.received_at DESC,
    signal.signal_id COLLATE "C" ASC
