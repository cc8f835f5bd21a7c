-- casework.standing_signal: where every signal in force stands on a day.
--
-- Grain:   one row per signal of the municipality received by that day.
-- Reads:   intake.signal, publication.publication, casework.signal_decision,
--          casework.list_entry_signal, casework.list_entry, casework.case_signal
-- Params:  municipality_code, day
-- Report:  Waar elk signaal staat: ontvangen, besloten, opgepakt.

WITH decided AS (
    SELECT
        decision.signal_id,
        decision.rule_code,
        entry.lane,
        publication.version,
        CAST(publication.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
            AS published_on
    FROM publication.publication AS publication
    INNER JOIN casework.signal_decision AS decision
        ON publication.draft_id = decision.draft_id
    LEFT JOIN casework.list_entry_signal AS entry_signal
        ON
            decision.draft_id = entry_signal.draft_id
            AND decision.signal_id = entry_signal.signal_id
    LEFT JOIN casework.list_entry AS entry
        ON
            entry_signal.draft_id = entry.draft_id
            AND entry_signal.entry_number = entry.entry_number
    WHERE
        publication.municipality_code = :municipality_code
        AND CAST(publication.published_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
        <= :day
),

-- The newest version of the month holds.
newest AS (
    SELECT DISTINCT ON (decided.signal_id)
        decided.signal_id,
        decided.rule_code,
        decided.lane
    FROM decided
    ORDER BY decided.signal_id ASC, decided.version DESC
),

-- Since when it says so: a new version that says the same is no news.
since AS (
    SELECT
        decided.signal_id,
        decided.rule_code,
        MIN(decided.published_on) AS decided_on
    FROM decided
    GROUP BY decided.signal_id, decided.rule_code
)

SELECT
    signal.signal_id,
    signal.partner_code,
    signal.source_record_id,
    signal.month,
    signal.signal_kind,
    CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) AS received_on,
    signal.supply_end_date,
    newest.rule_code,
    newest.lane,
    since.decided_on,
    case_signal.case_id,
    case_signal.picked_up_on
FROM intake.signal AS signal
LEFT JOIN newest
    ON signal.signal_id = newest.signal_id
LEFT JOIN since
    ON
        newest.signal_id = since.signal_id
        AND newest.rule_code = since.rule_code
LEFT JOIN casework.case_signal AS case_signal
    ON
        signal.signal_id = case_signal.signal_id
        AND case_signal.picked_up_on <= :day
WHERE
    signal.municipality_code = :municipality_code
    AND signal.ended_by IS NULL
    AND CAST(signal.received_at AT TIME ZONE 'Europe/Amsterdam' AS DATE) <= :day
ORDER BY signal.signal_id COLLATE "C", signal.month COLLATE "C"
