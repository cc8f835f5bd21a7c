-- listing.crisis_listed: which signals of a run's month were on a crisis list before.
--
-- Grain:   one row per signal on a crisis list that was sent; its first day.
-- Reads:   matching.run, casework.crisis_list, casework.crisis_list_signal
-- Params:  run_id
-- Report:  Crisissignalen die al op een crisislijst stonden.

SELECT
    listed.signal_id,
    TO_CHAR(MIN(crisis_list.list_date), 'DD-MM-YYYY') AS listed_on
FROM matching.run AS run
INNER JOIN casework.crisis_list AS crisis_list
    ON
        run.municipality_code = crisis_list.municipality_code
        AND run.month = crisis_list.month
        AND crisis_list.state = 'sent'
INNER JOIN casework.crisis_list_signal AS listed
    ON crisis_list.crisis_list_id = listed.crisis_list_id
WHERE run.run_id = :run_id
GROUP BY listed.signal_id
ORDER BY listed.signal_id COLLATE "C"
