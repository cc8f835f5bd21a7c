-- matching.weighed_pair: each candidate pair with its six levels and their weight.
--
-- Grain:   one row per candidate pair (left_number, right_number).
-- Reads:   candidate, record, verdict_pair, birth_date_comparison,
--          surname_comparison, name_comparison, contact_comparison
-- Params:  none
-- Report:  Elk onderdeel weegt mee: overeenkomst telt op, verschil trekt af.

-- Weights in milli log-odds, set by hand until they are learned from the file.
SELECT
    candidate.left_number,
    candidate.right_number,
    later.is_signal AS is_signal_pair,
    earlier.is_business OR later.is_business AS is_business,
    verdict_pair.verdict,
    birth_date_comparison.is_dated,
    name_comparison.is_given_different,
    birth_date_comparison.birth_date_level,
    surname_comparison.surname_level,
    name_comparison.name_level,
    contact_comparison.address_level,
    contact_comparison.phone_level,
    contact_comparison.email_level,
    -- Equality of all of these is transitive: no two persons can meet through it.
    COALESCE(
        earlier.names_key = later.names_key
        AND earlier.initials_key = later.initials_key
        AND COALESCE(earlier.given_key, '') = COALESCE(later.given_key, '')
        AND COALESCE(earlier.birth_key, 0) = COALESCE(later.birth_key, 0)
        AND earlier.address_key = later.address_key, FALSE
    ) AS is_strict,
    -12000
    + CASE birth_date_comparison.birth_date_level
        WHEN 6 THEN 8000 WHEN 5 THEN 4000 WHEN 4 THEN 5000 WHEN 3 THEN 2500
        WHEN 2 THEN -3000 WHEN 1 THEN -9000 ELSE 0
    END
    + CASE surname_comparison.surname_level
        WHEN 4 THEN 5000 WHEN 3 THEN 3500 WHEN 2 THEN 3000 WHEN 1 THEN -4000
        ELSE 0
    END
    + CASE name_comparison.name_level
        WHEN 4 THEN 4000 WHEN 3 THEN 3500 WHEN 2 THEN 2000 WHEN 1 THEN -5000
        ELSE 0
    END
    + CASE contact_comparison.address_level
        WHEN 4 THEN 6000 WHEN 3 THEN 1000 WHEN 2 THEN 3000 WHEN 1 THEN -2000
        ELSE 0
    END
    + CASE contact_comparison.phone_level
        WHEN 2 THEN 5000 WHEN 1 THEN -500 ELSE 0
    END
    + CASE contact_comparison.email_level
        WHEN 2 THEN 5000 WHEN 1 THEN -500 ELSE 0
    END AS weight
FROM candidate
INNER JOIN record AS earlier ON candidate.left_number = earlier.record_number
INNER JOIN record AS later ON candidate.right_number = later.record_number
INNER JOIN birth_date_comparison
    ON
        candidate.left_number = birth_date_comparison.left_number
        AND candidate.right_number = birth_date_comparison.right_number
INNER JOIN surname_comparison
    ON
        candidate.left_number = surname_comparison.left_number
        AND candidate.right_number = surname_comparison.right_number
INNER JOIN name_comparison
    ON
        candidate.left_number = name_comparison.left_number
        AND candidate.right_number = name_comparison.right_number
INNER JOIN contact_comparison
    ON
        candidate.left_number = contact_comparison.left_number
        AND candidate.right_number = contact_comparison.right_number
LEFT JOIN verdict_pair
    ON
        candidate.left_number = verdict_pair.left_number
        AND candidate.right_number = verdict_pair.right_number
