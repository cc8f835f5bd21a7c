-- checks.picked_up_not_on_list: picked up without a place, or a place without pick-up.
--
-- Grain:   one row per signal.
-- Reads:   casework.signal_decision, casework.list_entry_signal
-- Params:  draft_id
-- Report:  Elk opgepakt signaal staat op precies één regel, en geen ander signaal.
-- Code:    LST_PLACE (stop)

SELECT decision.signal_id
FROM casework.signal_decision AS decision
LEFT JOIN casework.list_entry_signal AS entry_signal
    ON
        decision.draft_id = entry_signal.draft_id
        AND decision.signal_id = entry_signal.signal_id
WHERE
    decision.draft_id = :draft_id
    AND (decision.rule_code = 'OPGEPAKT') = (entry_signal.signal_id IS NULL)
