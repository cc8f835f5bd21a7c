-- matching.membership: which person and household each signal belongs to.
--
-- Grain:   one row per signal (signal_id).
-- Reads:   person, household, record_name
-- Params:  none
-- Report:  De uitkomst: signaal, persoon, huishouden, inwoner en zekerheid.

SELECT
    signal_text.record_id AS signal_id,
    -- The smallest signal_id of the group names the person, and the household.
    'P:' || first_signal.record_id AS person_id,
    'H:' || head_signal.record_id AS household_id,
    resident_text.record_id AS resident_id,
    person.confidence
FROM person
INNER JOIN record_name AS signal_text
    ON person.record_number = signal_text.record_number
INNER JOIN record_name AS first_signal
    ON person.person_number = first_signal.record_number
LEFT JOIN household ON person.person_number = household.person_number
LEFT JOIN record_name AS resident_text
    ON person.resident_number = resident_text.record_number
INNER JOIN record_name AS head_signal
    ON
        COALESCE(household.household_number, person.person_number)
        = head_signal.record_number
