-- matching.membership: which person and household each signal belongs to.
--
-- Grain:   one row per signal (signal_id).
-- Reads:   person, household, record_text
-- Params:  none
-- Report:  De uitkomst: signaal, persoon, huishouden, inwoner en zekerheid.

SELECT
    person.signal_id,
    person.person_id,
    'H:' || head_signal.record_id AS household_id,
    person.resident_id,
    person.confidence
FROM person
LEFT JOIN household ON person.person_number = household.person_number
INNER JOIN record_text AS head_signal
    ON
        COALESCE(household.household_number, person.person_number)
        = head_signal.record_number
