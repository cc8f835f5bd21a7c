-- dashboard.match_outcome: what was decided on the pairs of a matching run.
--
-- Grain:   one row per kind of pair and outcome.
-- Reads:   matching.evidence
-- Params:  run_id
-- Report:  Vergeleken paren naar uitkomst.

SELECT
    evidence.kind,
    evidence.outcome,
    COUNT(*) AS pair_count
FROM matching.evidence AS evidence
WHERE evidence.run_id = :run_id
GROUP BY evidence.kind, evidence.outcome
ORDER BY evidence.kind COLLATE "C", evidence.outcome COLLATE "C"
