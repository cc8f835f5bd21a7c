-- trace.origin: the signals of one place on a list, with the files they came in.
--
-- Grain:   one row per signal.
-- Reads:   casework.list_entry_signal, intake.signal, intake.delivery
-- Params:  draft_id, entry_number
-- Report:  Uit welke regel van welk bestand elk signaal van een melding kwam.

SELECT
    member.signal_id,
    signal.line_number,
    delivery.delivery_id,
    delivery.municipality_code,
    delivery.month,
    delivery.partner_code,
    delivery.digest,
    delivery.legal_basis_code
FROM casework.list_entry_signal AS member
INNER JOIN intake.signal AS signal
    ON member.signal_id = signal.signal_id
INNER JOIN intake.delivery AS delivery
    ON signal.delivery_id = delivery.delivery_id
WHERE
    member.draft_id = :draft_id
    AND member.entry_number = :entry_number
ORDER BY
    delivery.month,
    delivery.partner_code COLLATE "C",
    signal.line_number,
    member.signal_id COLLATE "C"
