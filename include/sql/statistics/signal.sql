-- statistics.signal: what was decided on every signal of some months; nothing personal.
--
-- Grain:   one row per signal that holds, or that was picked up before it ended.
-- Reads:   intake.signal, publication.publication, casework.signal_decision,
--          casework.case_signal
-- Params:  municipality_code, first_month, last_month
-- Report:  Elk signaal van de maand met partner, soort en het besluit van de laatst
--          gepubliceerde lijst.

WITH last_version AS (
    SELECT DISTINCT ON (publication.month)
        publication.month,
        publication.draft_id
    FROM publication.publication AS publication
    WHERE
        publication.municipality_code = :municipality_code
        AND publication.month BETWEEN :first_month AND :last_month
    ORDER BY publication.month ASC, publication.version DESC
)

SELECT
    signal.signal_id,
    signal.month,
    signal.partner_code,
    signal.signal_kind,
    CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS received_on,
    -- A crisis list picks up before the month's own list decides.
    COALESCE(
        decision.status,
        CASE WHEN picked_up.signal_id IS NOT NULL THEN 'Opgepakt' END
    ) AS status
FROM intake.signal AS signal
LEFT JOIN last_version
    ON signal.month = last_version.month
LEFT JOIN casework.signal_decision AS decision
    ON
        last_version.draft_id = decision.draft_id
        AND signal.signal_id = decision.signal_id
LEFT JOIN casework.case_signal AS picked_up
    ON
        signal.signal_id = picked_up.signal_id
        AND signal.month = picked_up.month
WHERE
    signal.municipality_code = :municipality_code
    AND signal.month BETWEEN :first_month AND :last_month
    AND (signal.ended_by IS NULL OR picked_up.signal_id IS NOT NULL)
ORDER BY signal.month, signal.signal_id COLLATE "C"
