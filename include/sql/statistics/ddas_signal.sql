-- statistics.ddas_signal: what the national statistics ask of every signal of a month.
--
-- Grain:   one row per signal that holds, or that was picked up before it ended.
-- Reads:   intake.signal, publication.publication, casework.signal_decision,
--          casework.case_signal
-- Params:  municipality_code, month
-- Report:  De signalen van de maand zoals DDAS ze vraagt, met postcode en
--          geboortedatum.

WITH last_version AS (
    SELECT publication.draft_id
    FROM publication.publication AS publication
    WHERE
        publication.municipality_code = :municipality_code
        AND publication.month = :month
    ORDER BY publication.version DESC
    LIMIT 1
)

SELECT
    signal.signal_id,
    signal.partner_code,
    signal.signal_kind,
    signal.is_warm_handover,
    signal.arrears_cents,
    signal.arrears_since_date,
    signal.signal_date,
    signal.birth_date,
    signal.postcode,
    signal.house_number,
    signal.house_letter,
    signal.house_addition,
    -- A crisis list picks up before the month's own list decides.
    COALESCE(
        decision.status,
        CASE WHEN picked_up.signal_id IS NOT NULL THEN 'Opgepakt' END
    ) AS status
FROM intake.signal AS signal
LEFT JOIN last_version
    ON signal.month = :month
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
    AND signal.month = :month
    AND (signal.ended_by IS NULL OR picked_up.signal_id IS NOT NULL)
ORDER BY signal.signal_id COLLATE "C"
