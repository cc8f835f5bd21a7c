-- listing.survivor: signals of who has died, where others may need help.
--
-- Grain:   one row per signal.
-- Reads:   casework.draft, casework.signal_decision, intake.signal,
--          matching.membership, matching.run_source, casework.resident
-- Params:  draft_id
-- Report:  Waar nabestaanden hulp nodig kunnen hebben; de overledene staat er niet bij.

SELECT
    signal.signal_id,
    signal.partner_code,
    signal.signal_kind,
    signal.received_at,
    signal.supply_end_date,
    signal.street,
    signal.house_number,
    signal.house_letter,
    signal.house_addition,
    signal.postcode,
    signal.place,
    COALESCE(resident.address_secret = 'true', FALSE) AS is_hidden
FROM casework.draft AS draft
INNER JOIN casework.signal_decision AS decision
    ON
        draft.draft_id = decision.draft_id
        AND decision.has_survivors
INNER JOIN intake.signal AS signal
    ON
        decision.signal_id = signal.signal_id
        AND draft.month = signal.month
        AND draft.municipality_code = signal.municipality_code
LEFT JOIN matching.membership AS membership
    ON
        draft.run_id = membership.run_id
        AND signal.signal_id = membership.signal_id
LEFT JOIN matching.run_source AS origin
    ON
        draft.run_id = origin.run_id
        AND origin.kind = 'residents'
LEFT JOIN casework.resident AS resident
    ON
        origin.office_file_id = resident.office_file_id
        AND membership.resident_id = resident.resident_id
WHERE draft.draft_id = :draft_id
ORDER BY signal.received_at, signal.signal_id
