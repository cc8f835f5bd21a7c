-- statistics.case_signal: which signals a case is made of, and when each was picked up.
--
-- Grain:   one row per signal that was picked up.
-- Reads:   casework.case, casework.case_signal
-- Params:  municipality_code
-- Report:  De opgepakte signalen van elke melding, per maand.

SELECT
    member.case_id,
    member.month,
    member.signal_id,
    member.picked_up_on
FROM casework."case" AS origin
INNER JOIN casework.case_signal AS member
    ON origin.case_id = member.case_id
WHERE origin.municipality_code = :municipality_code
ORDER BY
    member.month,
    member.case_id COLLATE "C",
    member.signal_id COLLATE "C"
