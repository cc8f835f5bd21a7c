-- reports.crisis_list: the crisis lists of the month that were decided on by then.
--
-- Grain:   one row per crisis list.
-- Reads:   casework.draft, publication.publication, casework.crisis_list,
--          casework.crisis_list_signal
-- Params:  draft_id
-- Report:  Crisislijsten van de maand, met wie besloot en het kenmerk (SHA-256).

SELECT
    crisis.list_date,
    crisis.version,
    crisis.state,
    crisis.decided_by,
    crisis.decided_at,
    COALESCE(crisis.digest, '') AS digest,
    (
        SELECT COUNT(*)
        FROM casework.crisis_list_signal AS member
        WHERE member.crisis_list_id = crisis.crisis_list_id
    ) AS signal_count
FROM casework.draft AS draft
INNER JOIN publication.publication AS publication
    ON draft.draft_id = publication.draft_id
INNER JOIN casework.crisis_list AS crisis
    ON
        draft.municipality_code = crisis.municipality_code
        AND draft.month = crisis.month
        AND publication.published_at >= crisis.decided_at
WHERE draft.draft_id = :draft_id
ORDER BY crisis.list_date, crisis.version
