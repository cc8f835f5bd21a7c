-- casework.waiting_crisis: crisis signals that are on no list yet.
--
-- Grain:   one row per crisis signal in force that no list decided on.
-- Reads:   intake.signal, publication.publication, casework.signal_decision,
--          casework.crisis_list, casework.crisis_list_signal
-- Params:  municipality_code, first_day, day, moment
-- Report:  Crisissignalen die nog op geen lijst staan.

SELECT
    signal.signal_id,
    signal.month,
    CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS received_on
FROM intake.signal AS signal
WHERE
    signal.municipality_code = :municipality_code
    AND signal.ended_by IS NULL
    AND signal.signal_kind IN (
        'EINDELEVERING', 'ONTRUIMING', 'AFSLUITING', 'EINDE_ZORGPOLIS'
    )
    AND CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
    BETWEEN :first_day AND :day
    AND NOT EXISTS (
        SELECT 1
        FROM publication.publication AS publication
        INNER JOIN casework.signal_decision AS decision
            ON publication.draft_id = decision.draft_id
        WHERE decision.signal_id = signal.signal_id
    )
    -- A list that nobody decided on in time, or that was rejected, holds nothing back.
    AND NOT EXISTS (
        SELECT 1
        FROM casework.crisis_list_signal AS listed
        INNER JOIN casework.crisis_list AS crisis_list
            ON listed.crisis_list_id = crisis_list.crisis_list_id
        WHERE
            listed.signal_id = signal.signal_id
            AND (
                crisis_list.state IN ('approved', 'sent')
                OR (crisis_list.state = 'open' AND crisis_list.due_at >= :moment)
            )
    )
ORDER BY signal.month COLLATE "C", signal.signal_id COLLATE "C"
