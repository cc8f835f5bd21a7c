-- casework.handover_line: what another municipality has to know of a signal.
--
-- Grain:   one row per open hand-over of a municipality.
-- Reads:   casework.handover, intake.signal
-- Params:  municipality_code
-- Report:  Signalen van mensen die elders wonen en nog niet zijn overgedragen.

SELECT
    handover.handover_id,
    COALESCE(handover.to_municipality, '') AS to_municipality,
    signal.partner_code,
    signal.month,
    signal.arrears_cents,
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
    signal.place
FROM casework.handover AS handover
INNER JOIN intake.signal AS signal
    ON
        handover.signal_id = signal.signal_id
        AND handover.municipality_code = signal.municipality_code
WHERE
    handover.municipality_code = :municipality_code
    AND handover.state = 'open'
ORDER BY to_municipality, handover.handover_id
