-- dashboard.waiting: what waits for people: lists, doubtful pairs and crisis lines.
--
-- Grain:   one row per draft, review, crisis list or notice that waits for a decision.
-- Reads:   casework.draft, publication.audit, publication.approval,
--          publication.publication, matching.review, casework.crisis_list,
--          casework.crisis_list_signal, intake.crisis_notice, intake.crisis_answer
-- Params:  municipality_code, first_month
-- Report:  Wat op een besluit of antwoord van mensen wacht.

WITH newest_draft AS (
    SELECT DISTINCT ON (draft.month)
        draft.draft_id,
        draft.month,
        draft.recorded_at
    FROM casework.draft AS draft
    WHERE
        draft.municipality_code = :municipality_code
        AND draft.month >= :first_month
    ORDER BY draft.month ASC, draft.recorded_at DESC, draft.draft_id DESC
),

waiting AS (
    SELECT
        'list' AS kind,
        draft.draft_id AS object_id,
        draft.month,
        draft.recorded_at AS since,
        CAST(NULL AS DATE) AS due_on,
        1 AS item_count,
        CAST(NULL AS TEXT) AS partner_code
    FROM newest_draft AS draft
    WHERE
        EXISTS (
            SELECT 1
            FROM publication.audit AS audited
            WHERE audited.draft_id = draft.draft_id AND audited.has_passed
        )
        -- After the first of two approvals it waits for the second.
        AND NOT EXISTS (
            SELECT 1
            FROM publication.publication AS published
            WHERE published.draft_id = draft.draft_id
        )
        AND NOT EXISTS (
            SELECT 1
            FROM publication.approval AS approval
            WHERE
                approval.draft_id = draft.draft_id AND approval.decision = 'rejected'
        )
    UNION ALL
    SELECT
        'review' AS kind,
        review.review_id AS object_id,
        review.month,
        review.recorded_at AS since,
        review.due_on,
        review.pair_count AS item_count,
        CAST(NULL AS TEXT) AS partner_code
    FROM matching.review AS review
    WHERE
        review.municipality_code = :municipality_code
        AND review.month >= :first_month
        AND review.state IN ('open', 'sent')
    UNION ALL
    SELECT
        'crisis_list' AS kind,
        urgent.crisis_list_id AS object_id,
        urgent.month,
        urgent.recorded_at AS since,
        CAST(urgent.due_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS due_on,
        (
            SELECT COUNT(DISTINCT listed.case_id)
            FROM casework.crisis_list_signal AS listed
            WHERE listed.crisis_list_id = urgent.crisis_list_id
        ) AS item_count,
        CAST(NULL AS TEXT) AS partner_code
    FROM casework.crisis_list AS urgent
    WHERE
        urgent.municipality_code = :municipality_code
        AND urgent.month >= :first_month
        AND urgent.state = 'open'
    UNION ALL
    SELECT
        'crisis' AS kind,
        notice.notice_id AS object_id,
        notice.month,
        notice.recorded_at AS since,
        CAST(notice.due_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS due_on,
        -- Of a file that was refused whole no line was read: nobody knows how many.
        JSONB_ARRAY_LENGTH(notice.line_numbers) + notice.unread_count AS item_count,
        notice.partner_code
    FROM intake.crisis_notice AS notice
    WHERE
        notice.municipality_code = :municipality_code
        AND notice.month >= :first_month
        AND NOT EXISTS (
            SELECT 1
            FROM intake.crisis_answer AS answer
            WHERE answer.notice_id = notice.notice_id
        )
)

SELECT waiting.*
FROM waiting
ORDER BY waiting.kind COLLATE "C", waiting.since, waiting.object_id COLLATE "C"
