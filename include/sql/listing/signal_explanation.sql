-- listing.signal_explanation: what one signal was compared with, and what came of it.
--
-- Grain:   one row per pair of the signal in the last run that holds it.
-- Reads:   matching.run, matching.membership, matching.evidence
-- Params:  signal_id
-- Report:  Waarmee een signaal is vergeleken, en wat daarvan de uitkomst was.

WITH last_run AS (
    SELECT
        run.run_id,
        membership.person_id
    FROM matching.run AS run
    INNER JOIN matching.membership AS membership
        ON run.run_id = membership.run_id
    WHERE membership.signal_id = :signal_id
    ORDER BY run.recorded_at DESC, run.run_id ASC
    LIMIT 1
)

SELECT
    CASE
        WHEN evidence.left_id = :signal_id THEN evidence.right_id
        ELSE evidence.left_id
    END AS other_id,
    evidence.kind,
    evidence.outcome,
    evidence.weight,
    evidence.reason,
    evidence.birth_date_level,
    evidence.surname_level,
    evidence.name_level,
    evidence.address_level,
    evidence.phone_level,
    evidence.email_level
FROM last_run
INNER JOIN matching.evidence AS evidence
    ON last_run.run_id = evidence.run_id
WHERE :signal_id IN (evidence.left_id, evidence.right_id)
ORDER BY
    CASE evidence.outcome
        WHEN 'verdict' THEN 1
        WHEN 'linked' THEN 2
        WHEN 'possible' THEN 3
        ELSE 4
    END ASC,
    evidence.weight DESC,
    evidence.left_id ASC,
    evidence.right_id ASC
