-- listing.month_case: the case that a person of a run has from this month's lists.
--
-- Grain:   one row per person of whom something was on a list of the run's month.
-- Reads:   matching.run, publication.publication, casework.list_entry,
--          casework.list_entry_signal, casework.crisis_list,
--          casework.crisis_list_signal, intake.signal, matching.membership
-- Params:  run_id
-- Report:  Welke melding iemand houdt wanneer een partner een signaal corrigeert.

WITH listed AS (
    SELECT
        publication.version AS list_version,
        entry.case_id,
        entry_signal.signal_id
    FROM matching.run AS run
    INNER JOIN publication.publication AS publication
        ON
            run.municipality_code = publication.municipality_code
            AND run.month = publication.month
    INNER JOIN casework.list_entry AS entry
        ON publication.draft_id = entry.draft_id
    INNER JOIN casework.list_entry_signal AS entry_signal
        ON
            entry.draft_id = entry_signal.draft_id
            AND entry.entry_number = entry_signal.entry_number
    WHERE run.run_id = :run_id
    UNION ALL
    SELECT
        0 AS list_version,
        crisis_signal.case_id,
        crisis_signal.signal_id
    FROM matching.run AS run
    INNER JOIN casework.crisis_list AS crisis_list
        ON
            run.municipality_code = crisis_list.municipality_code
            AND run.month = crisis_list.month
            AND crisis_list.state = 'sent'
    INNER JOIN casework.crisis_list_signal AS crisis_signal
        ON crisis_list.crisis_list_id = crisis_signal.crisis_list_id
    WHERE run.run_id = :run_id
),

-- A case is one person's: of the signal it was opened for, corrected or not.
owned AS (
    SELECT DISTINCT ON (listed.case_id COLLATE "C")
        listed.case_id,
        membership.person_id,
        listed.list_version,
        shown.received_at,
        listed.signal_id
    FROM matching.run AS run
    CROSS JOIN listed
    INNER JOIN intake.signal AS shown
        ON
            listed.signal_id = shown.signal_id
            AND run.month = shown.month
    INNER JOIN intake.signal AS kept
        ON
            shown.municipality_code = kept.municipality_code
            AND shown.partner_code = kept.partner_code
            AND shown.month = kept.month
            AND shown.source_record_id = kept.source_record_id
            AND kept.ended_by IS NULL
    INNER JOIN matching.membership AS membership
        ON
            run.run_id = membership.run_id
            AND kept.signal_id = membership.signal_id
    WHERE run.run_id = :run_id
    ORDER BY
        listed.case_id COLLATE "C",
        listed.list_version,
        shown.received_at,
        listed.signal_id COLLATE "C"
)

SELECT DISTINCT ON (owned.person_id COLLATE "C")
    owned.person_id,
    owned.case_id
FROM owned
ORDER BY
    owned.person_id COLLATE "C",
    owned.list_version,
    owned.received_at,
    owned.signal_id COLLATE "C"
