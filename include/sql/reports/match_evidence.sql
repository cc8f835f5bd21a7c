-- reports.match_evidence: what was decided on compared pairs, and how they compared.
--
-- Grain:   one row per kind of pair and outcome.
-- Reads:   casework.draft, matching.evidence
-- Params:  draft_id
-- Report:  Vergeleken paren naar uitkomst, met het gemiddelde niveau per gegeven.

SELECT
    evidence.kind,
    evidence.outcome,
    COUNT(*) AS pair_count,
    -- Tenths in whole numbers: no float ever reaches a page.
    CAST(ROUND(AVG(evidence.birth_date_level) * 10) AS INTEGER) AS birth_date_tenths,
    CAST(ROUND(AVG(evidence.surname_level) * 10) AS INTEGER) AS surname_tenths,
    CAST(ROUND(AVG(evidence.name_level) * 10) AS INTEGER) AS name_tenths,
    CAST(ROUND(AVG(evidence.address_level) * 10) AS INTEGER) AS address_tenths,
    CAST(ROUND(AVG(evidence.phone_level) * 10) AS INTEGER) AS phone_tenths,
    CAST(ROUND(AVG(evidence.email_level) * 10) AS INTEGER) AS email_tenths
FROM casework.draft AS draft
INNER JOIN matching.evidence AS evidence
    ON draft.run_id = evidence.run_id
WHERE draft.draft_id = :draft_id
GROUP BY evidence.kind, evidence.outcome
ORDER BY evidence.kind COLLATE "C", evidence.outcome COLLATE "C"
