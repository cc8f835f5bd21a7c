-- checks.missing_partner_not_named: a partner wrongly named, or not named, as missing.
--
-- Grain:   one row per partner.
-- Reads:   casework.draft
-- Params:  draft_id
-- Report:  Elke partner zonder aangenomen levering staat als ontbrekend vermeld.
-- Code:    LST_PARTNER (stop)

WITH partner AS (
    SELECT
        passport.partner_code,
        draft.missing_partners @> TO_JSONB(passport.partner_code) AS is_named,
        EXISTS(
            SELECT 1
            FROM
                JSONB_TO_RECORDSET(draft.inputs -> 'deliveries')
                    AS delivery (partner_code TEXT, state TEXT)
            WHERE
                passport.partner_code = delivery.partner_code
                AND delivery.state IN ('accepted', 'empty')
        ) AS is_received
    FROM casework.draft AS draft
    CROSS JOIN
        LATERAL
        JSONB_OBJECT_KEYS(draft.inputs -> 'passports') AS passport (partner_code)
    WHERE draft.draft_id = :draft_id
)

SELECT partner.partner_code
FROM partner
WHERE partner.is_named = partner.is_received
