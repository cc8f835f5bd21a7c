-- listing.weakest_link: the weakest pair that holds a person's signals together.
--
-- Grain:   one row per person with a linked pair that touches a signal of the month.
-- Reads:   matching.run, intake.signal, matching.membership, matching.evidence
-- Params:  run_id
-- Report:  De zwakste koppeling per persoon, in woorden.

WITH member AS (
    SELECT
        membership.signal_id,
        membership.person_id,
        membership.resident_id,
        signal.month = run.month AS is_of_month
    FROM matching.run AS run
    INNER JOIN matching.membership AS membership
        ON run.run_id = membership.run_id
    INNER JOIN intake.signal AS signal
        ON
            membership.signal_id = signal.signal_id
            AND run.municipality_code = signal.municipality_code
    WHERE run.run_id = :run_id
)

-- Ties are broken by the pair itself, so that a rerun names the same one.
SELECT DISTINCT ON (left_member.person_id)
    left_member.person_id,
    evidence.reason
FROM matching.evidence AS evidence
INNER JOIN member AS left_member
    ON evidence.left_id = left_member.signal_id
LEFT JOIN member AS right_member
    ON evidence.right_id = right_member.signal_id
WHERE
    evidence.run_id = :run_id
    AND evidence.outcome = 'linked'
    -- Both ends are this person: a sentence never speaks of somebody else.
    AND (
        left_member.person_id = right_member.person_id
        OR left_member.resident_id = evidence.right_id
    )
    AND (left_member.is_of_month OR COALESCE(right_member.is_of_month, FALSE))
ORDER BY
    left_member.person_id,
    evidence.weight,
    evidence.left_id,
    evidence.right_id
