-- checks.signal_without_one_decision: a signal of the month that is not decided once.
--
-- Grain:   one row per signal without a decision, or decided but not of the month.
-- Reads:   casework.draft, matching.membership, intake.signal, casework.signal_decision
-- Params:  draft_id
-- Report:  Over elk signaal van de maand is precies één keer besloten.
-- Code:    LST_DECISION (stop)

WITH of_month AS (
    SELECT
        draft.draft_id,
        signal.signal_id
    FROM casework.draft AS draft
    INNER JOIN matching.membership AS membership
        ON draft.run_id = membership.run_id
    INNER JOIN intake.signal AS signal
        ON
            membership.signal_id = signal.signal_id
            AND draft.municipality_code = signal.municipality_code
            AND draft.month = signal.month
    WHERE
        draft.draft_id = :draft_id
        AND signal.ended_by IS NULL
),

decided AS (
    SELECT
        decision.draft_id,
        decision.signal_id
    FROM casework.signal_decision AS decision
    WHERE decision.draft_id = :draft_id
)

-- The key of signal_decision forbids a second decision; either side may lack one.
SELECT COALESCE(of_month.signal_id, decided.signal_id) AS signal_id
FROM of_month
FULL JOIN decided
    ON of_month.signal_id = decided.signal_id
WHERE
    of_month.signal_id IS NULL
    OR decided.signal_id IS NULL
