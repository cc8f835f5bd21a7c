-- listing.entry: the places of a draft's list, with what the months before say.
--
-- Grain:   one row per place on the list.
-- Reads:   casework.draft, casework.list_entry, intake.signal, matching.membership,
--          matching.evidence
-- Params:  draft_id, first_month
-- Report:  De regels van de lijst.

WITH earlier_month AS (
    SELECT
        membership.person_id,
        COUNT(DISTINCT signal.month) AS month_count
    FROM casework.draft AS draft
    INNER JOIN matching.membership AS membership
        ON draft.run_id = membership.run_id
    INNER JOIN intake.signal AS signal
        ON
            membership.signal_id = signal.signal_id
            AND draft.municipality_code = signal.municipality_code
            AND draft.month > signal.month
            AND signal.month >= :first_month
    WHERE draft.draft_id = :draft_id
    GROUP BY membership.person_id
),

doubtful AS (
    SELECT DISTINCT membership.person_id
    FROM casework.draft AS draft
    INNER JOIN matching.evidence AS evidence
        ON
            draft.run_id = evidence.run_id
            AND evidence.outcome = 'possible'
    INNER JOIN matching.membership AS membership
        ON
            draft.run_id = membership.run_id
            AND membership.signal_id IN (evidence.left_id, evidence.right_id)
    WHERE draft.draft_id = :draft_id
)

SELECT
    entry.entry_number,
    entry.case_id,
    entry.lane,
    entry.lane_reason,
    entry.address_kind,
    entry.person_kind,
    entry.match_reason,
    entry.confidence,
    entry.clock_code,
    entry.due_date,
    entry.total_cents,
    entry.severity,
    entry.is_overflow,
    entry.plan,
    entry.last_contact,
    entry.first_step,
    entry.remarks,
    COALESCE(earlier_month.month_count, 0) AS earlier_month_count,
    -- A pair that may be one person, across two persons, waits for a human.
    doubtful.person_id IS NOT NULL AS has_possible_double
FROM casework.list_entry AS entry
LEFT JOIN earlier_month
    ON entry.person_id = earlier_month.person_id
LEFT JOIN doubtful
    ON entry.person_id = doubtful.person_id
WHERE entry.draft_id = :draft_id
ORDER BY entry.entry_number
