-- matching.evidence: why a pair was linked, is possible, or was kept apart.
--
-- Grain:   one row per pair (left_id, right_id).
-- Reads:   outcome, reason, weighed_pair, record_text
-- Params:  none
-- Report:  Elke koppeling legt zich uit in één zin, zonder gegevens van personen.

SELECT
    left_record.record_id AS left_id,
    right_record.record_id AS right_id,
    outcome.kind,
    outcome.outcome,
    CAST(weighed_pair.birth_date_level AS INTEGER) AS birth_date_level,
    CAST(weighed_pair.surname_level AS INTEGER) AS surname_level,
    CAST(weighed_pair.name_level AS INTEGER) AS name_level,
    CAST(weighed_pair.address_level AS INTEGER) AS address_level,
    CAST(weighed_pair.phone_level AS INTEGER) AS phone_level,
    CAST(weighed_pair.email_level AS INTEGER) AS email_level,
    CAST(weighed_pair.weight AS INTEGER) AS weight,
    reason.reason
FROM outcome
INNER JOIN reason
    ON
        outcome.left_number = reason.left_number
        AND outcome.right_number = reason.right_number
INNER JOIN weighed_pair
    ON
        outcome.left_number = weighed_pair.left_number
        AND outcome.right_number = weighed_pair.right_number
INNER JOIN record_text AS left_record
    ON outcome.left_number = left_record.record_number
INNER JOIN record_text AS right_record
    ON outcome.right_number = right_record.record_number
