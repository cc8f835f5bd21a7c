-- checks.crisis_not_approached: a crisis signal of somebody who is not approached.
--
-- Grain:   one row per signal.
-- Reads:   casework.draft, casework.signal_decision, intake.signal
-- Params:  draft_id
-- Report:  Crisissignalen die niet zijn opgepakt (overleden, verhuisd, of reden intern)
-- Code:    LST_CRISIS_OUT (warning)

SELECT decision.signal_id
FROM casework.draft AS draft
INNER JOIN casework.signal_decision AS decision
    ON draft.draft_id = decision.draft_id
INNER JOIN intake.signal AS signal
    ON
        decision.signal_id = signal.signal_id
        AND draft.month = signal.month
        AND draft.municipality_code = signal.municipality_code
WHERE
    draft.draft_id = :draft_id
    AND decision.rule_code IN ('X-OVERL', 'X-GEENINW', 'X-UITSL', 'X-BEZW')
    AND signal.signal_kind
    IN ('EINDELEVERING', 'ONTRUIMING', 'AFSLUITING', 'EINDE_ZORGPOLIS')
