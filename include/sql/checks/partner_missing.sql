-- checks.partner_missing: a partner without an accepted or empty delivery.
--
-- Grain:   one row per partner.
-- Reads:   casework.draft
-- Params:  draft_id
-- Report:  Partners zonder aangenomen levering; zij staan als ontbrekend op de lijst
-- Code:    DEL_MISSING (warning)

SELECT missing.partner_code
FROM casework.draft AS draft
CROSS JOIN
    LATERAL
    JSONB_ARRAY_ELEMENTS_TEXT(draft.missing_partners) AS missing (partner_code)
WHERE draft.draft_id = :draft_id
