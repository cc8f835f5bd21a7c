-- matching.pair_rule: which rule speaks about a pair of signals.
--
-- Grain:   one row per candidate pair of two signals (left_number < right_number).
-- Reads:   weighed_pair
-- Params:  none
-- Report:  Regels T1 en T2 koppelen; T3 tot T6 wachten op een mens; G houdt uiteen.

SELECT
    left_number,
    right_number,
    CASE
        WHEN verdict = 'same' THEN 'verdict_same'
        WHEN verdict = 'different' THEN 'verdict_different'
        -- Businesses: name with legal form, and address.
        WHEN is_business AND surname_level = 4 AND address_level = 4 THEN 'T2'
        WHEN is_business THEN 'none'
        -- G1: father and son. G2: twins.
        WHEN
            birth_date_level = 1
            AND address_level >= 3
            AND surname_level >= 3
            AND name_level >= 2
            THEN 'G1'
        WHEN
            birth_date_level >= 4
            AND address_level >= 3
            AND surname_level >= 3
            AND is_given_different
            THEN 'G2'
        WHEN birth_date_level = 1 THEN 'none'
        WHEN
            birth_date_level = 6
            AND surname_level = 4
            AND name_level <> 1
            AND address_level = 4
            THEN 'T1'
        -- One of two names, a weak or swapped date, or an administrator's address.
        WHEN
            birth_date_level >= 5
            AND surname_level >= 3
            AND name_level >= 2
            AND address_level = 4
            THEN 'T1_weak'
        WHEN
            birth_date_level = 4
            AND surname_level = 4
            AND name_level >= 2
            AND address_level = 4
            THEN 'T1_weak'
        WHEN
            birth_date_level = 6
            AND surname_level = 4
            AND name_level >= 2
            AND address_level = 3
            THEN 'T1_weak'
        WHEN
            birth_date_level IN (0, 3)
            AND address_level = 4
            AND surname_level + name_level >= 6
            AND surname_level >= 3
            AND name_level >= 2
            THEN 'T2'
        WHEN
            address_level = 4
            AND birth_date_level >= 4
            AND (surname_level >= 2 OR name_level >= 2)
            THEN 'T3'
        WHEN
            birth_date_level = 6
            AND surname_level >= 3
            AND name_level >= 2
            THEN 'T4'
        WHEN
            address_level IN (2, 4)
            AND surname_level >= 3
            AND (name_level >= 2 OR name_level = 0)
            THEN 'T5'
        -- T6 never alone: a phone or e-mail only beside the same name.
        WHEN
            (phone_level = 2 OR email_level = 2)
            AND surname_level >= 3
            AND name_level >= 2
            THEN 'T6'
        ELSE 'none'
    END AS rule_code
FROM weighed_pair
WHERE is_signal_pair
