-- dashboard.funnel: from the lines that came in to the people on the list, by month.
--
-- Grain:   one row per month in which something was delivered.
-- Reads:   intake.delivery, intake.signal, casework.draft, casework.signal_decision,
--          casework.list_entry, publication.publication
-- Params:  municipality_code, first_month, last_month
-- Report:  Van ontvangen regels naar mensen op de lijst, per maand.

WITH delivered AS (
    SELECT
        delivery.month,
        SUM(delivery.line_count) AS line_count,
        SUM(delivery.accepted_count) AS accepted_count,
        SUM(delivery.rejected_count) AS rejected_count,
        SUM(delivery.duplicate_count) AS duplicate_count,
        SUM(delivery.no_ground_count + delivery.objection_count) AS barred_count,
        SUM(delivery.withdrawal_count) AS withdrawal_count
    FROM intake.delivery AS delivery
    WHERE
        delivery.municipality_code = :municipality_code
        AND delivery.month BETWEEN :first_month AND :last_month
        AND delivery.state IN ('accepted', 'empty', 'applied')
    GROUP BY delivery.month
),

held AS (
    SELECT
        signal.month,
        COUNT(*) AS signal_count
    FROM intake.signal AS signal
    WHERE
        signal.municipality_code = :municipality_code
        AND signal.month BETWEEN :first_month AND :last_month
        AND signal.ended_by IS NULL
    GROUP BY signal.month
),

-- The last published list of a month; before there is one, its newest draft.
shown AS (
    SELECT DISTINCT ON (draft.month)
        draft.month,
        draft.draft_id,
        draft.run_id,
        publication.version
    FROM casework.draft AS draft
    LEFT JOIN publication.publication AS publication
        ON draft.draft_id = publication.draft_id
    WHERE
        draft.municipality_code = :municipality_code
        AND draft.month BETWEEN :first_month AND :last_month
    ORDER BY
        draft.month ASC,
        publication.version DESC NULLS LAST,
        draft.recorded_at DESC,
        draft.draft_id DESC
),

decided AS (
    SELECT
        decision.draft_id,
        COUNT(*) AS decided_count,
        COUNT(*) FILTER (WHERE decision.rule_code = :picked_up) AS picked_up_count
    FROM shown
    INNER JOIN casework.signal_decision AS decision
        ON shown.draft_id = decision.draft_id
    GROUP BY decision.draft_id
),

listed AS (
    SELECT
        entry.draft_id,
        COUNT(*) AS person_count
    FROM shown
    INNER JOIN casework.list_entry AS entry
        ON shown.draft_id = entry.draft_id
    GROUP BY entry.draft_id
)

SELECT
    delivered.month,
    delivered.line_count,
    delivered.accepted_count,
    delivered.rejected_count,
    delivered.duplicate_count,
    delivered.barred_count,
    delivered.withdrawal_count,
    held.signal_count,
    shown.draft_id,
    shown.run_id,
    shown.version,
    decided.decided_count,
    decided.picked_up_count,
    listed.person_count
FROM delivered
LEFT JOIN held ON delivered.month = held.month
LEFT JOIN shown ON delivered.month = shown.month
LEFT JOIN decided ON shown.draft_id = decided.draft_id
LEFT JOIN listed ON shown.draft_id = listed.draft_id
ORDER BY delivered.month
