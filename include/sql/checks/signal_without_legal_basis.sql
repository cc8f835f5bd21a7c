-- checks.signal_without_legal_basis: a signal whose ground does not hold on its date.
--
-- Grain:   one row per signal of the draft.
-- Reads:   casework.draft, casework.signal_decision, intake.signal, intake.delivery
-- Params:  draft_id, legal_bases, sectors
-- Report:  Elk signaal heeft een wettelijke grondslag die op de signaaldatum geldt.
-- Code:    LAW_NO_BASIS (stop)

WITH basis AS (
    SELECT listed.*
    FROM
        JSONB_TO_RECORDSET(CAST(:legal_bases AS JSONB)) AS listed (
            code TEXT,
            sectors JSONB,
            valid_from DATE,
            valid_until DATE,
            municipalities JSONB
        )
)

SELECT signal.signal_id
FROM casework.draft AS draft
INNER JOIN casework.signal_decision AS decision
    ON draft.draft_id = decision.draft_id
INNER JOIN intake.signal AS signal
    ON
        decision.signal_id = signal.signal_id
        AND draft.month = signal.month
INNER JOIN intake.delivery AS delivery
    ON signal.delivery_id = delivery.delivery_id
LEFT JOIN basis
    ON
        delivery.legal_basis_code = basis.code
        AND signal.signal_date >= basis.valid_from
        AND signal.signal_date <= COALESCE(basis.valid_until, DATE '9999-12-31')
        AND (
            JSONB_ARRAY_LENGTH(basis.municipalities) = 0
            OR basis.municipalities @> TO_JSONB(signal.municipality_code)
        )
        AND basis.sectors
        @> (CAST(:sectors AS JSONB) -> signal.partner_code)
WHERE
    draft.draft_id = :draft_id
    AND basis.code IS NULL
