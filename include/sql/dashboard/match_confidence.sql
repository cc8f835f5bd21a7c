-- dashboard.match_confidence: how surely a draft's signals belong to their persons.
--
-- Grain:   one row per confidence class.
-- Reads:   casework.draft, casework.signal_decision, matching.membership
-- Params:  draft_id
-- Report:  Zekerheid van de koppeling van de signalen van deze maand.

SELECT
    membership.confidence,
    COUNT(*) AS signal_count,
    COUNT(DISTINCT membership.person_id) AS person_count
FROM casework.draft AS draft
INNER JOIN casework.signal_decision AS decision
    ON draft.draft_id = decision.draft_id
INNER JOIN matching.membership AS membership
    ON
        draft.run_id = membership.run_id
        AND decision.signal_id = membership.signal_id
WHERE draft.draft_id = :draft_id
GROUP BY membership.confidence
ORDER BY membership.confidence COLLATE "C"
