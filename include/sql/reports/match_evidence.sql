-- reports.match_evidence: what was decided on compared pairs, and on what they agreed.
--
-- Grain:   one row per kind of pair and outcome.
-- Reads:   casework.draft, matching.evidence
-- Params:  draft_id
-- Report:  Vergeleken paren naar uitkomst, met hoe vaak elk gegeven overeenkwam.

SELECT
    evidence.kind,
    evidence.outcome,
    COUNT(*) AS pair_count,
    -- Levels as in matching/levels.py: from here on the two agree or fit.
    COUNT(*) FILTER (WHERE evidence.birth_date_level >= 3) AS birth_date_count,
    COUNT(*) FILTER (WHERE evidence.surname_level >= 2) AS surname_count,
    COUNT(*) FILTER (WHERE evidence.name_level >= 2) AS name_count,
    COUNT(*) FILTER (WHERE evidence.address_level >= 3) AS address_count,
    COUNT(*) FILTER (WHERE evidence.phone_level >= 2) AS phone_count,
    COUNT(*) FILTER (WHERE evidence.email_level >= 2) AS email_count
FROM casework.draft AS draft
INNER JOIN matching.evidence AS evidence
    ON draft.run_id = evidence.run_id
WHERE draft.draft_id = :draft_id
GROUP BY evidence.kind, evidence.outcome
ORDER BY evidence.kind COLLATE "C", evidence.outcome COLLATE "C"
