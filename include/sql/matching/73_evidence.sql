-- matching.evidence: why a pair was linked, is possible, or was kept apart.
--
-- Grain:   one row per pair (left_id, right_id).
-- Reads:   outcome, reason, pattern_rule, record_name
-- Params:  none
-- Report:  Elke koppeling legt zich uit in één zin, zonder gegevens van personen.

SELECT
    left_record.record_id AS left_id,
    right_record.record_id AS right_id,
    CASE WHEN outcome.kind_code = 0 THEN 'resident' ELSE 'signal' END AS kind,
    outcome.outcome,
    pattern_rule.birth_date_level,
    pattern_rule.surname_level,
    pattern_rule.name_level,
    pattern_rule.address_level,
    pattern_rule.phone_level,
    pattern_rule.email_level,
    pattern_rule.weight,
    reason.reason
FROM outcome
INNER JOIN pattern_rule ON outcome.pattern_code = pattern_rule.pattern_code
INNER JOIN reason
    ON
        outcome.pattern_code = reason.pattern_code
        AND outcome.outcome = reason.outcome
        AND COALESCE(outcome.verdict, 'none') = reason.verdict
INNER JOIN record_name AS left_record
    ON outcome.left_number = left_record.record_number
INNER JOIN record_name AS right_record
    ON outcome.right_number = right_record.record_number
