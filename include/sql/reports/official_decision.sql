-- reports.official_decision: what officials decided on drafts and crisis signals.
--
-- Grain:   one row per decision.
-- Reads:   casework.draft, publication.publication, publication.approval,
--          intake.crisis_notice, intake.crisis_answer
-- Params:  draft_id
-- Report:  Besluiten van medewerkers tot aan de publicatie, met hun reden.

WITH published AS (
    SELECT
        draft.municipality_code,
        draft.month,
        publication.published_at
    FROM casework.draft AS draft
    INNER JOIN publication.publication AS publication
        ON draft.draft_id = publication.draft_id
    WHERE draft.draft_id = :draft_id
)

SELECT
    approval.decided_at,
    'draft' AS kind,
    approval.draft_id AS object_id,
    approval.decision,
    approval.decided_by,
    COALESCE(approval.remark, '') AS remark
FROM published
INNER JOIN casework.draft AS draft
    ON
        published.municipality_code = draft.municipality_code
        AND published.month = draft.month
INNER JOIN publication.approval AS approval
    ON
        draft.draft_id = approval.draft_id
        AND published.published_at >= approval.decided_at
UNION ALL
SELECT
    answer.answered_at AS decided_at,
    'crisis_lines' AS kind,
    notice.delivery_id AS object_id,
    answer.answer AS decision,
    answer.answered_by AS decided_by,
    '' AS remark
FROM published
INNER JOIN intake.crisis_notice AS notice
    ON
        published.municipality_code = notice.municipality_code
        AND published.month = notice.month
INNER JOIN intake.crisis_answer AS answer
    ON
        notice.notice_id = answer.notice_id
        AND published.published_at >= answer.answered_at
ORDER BY decided_at, kind, object_id
