-- matching.firm_link: links that stand by themselves, before anyone is attached.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   signal_pair, resident_choice
-- Params:  none
-- Report:  Oordelen, inwoners en regel T1 tussen signalen met een hele geboortedatum.

-- Strength says what gives way first when links would join what must stay apart.
SELECT
    left_number,
    right_number,
    grade,
    CASE
        WHEN rule_code = 'verdict_same' THEN 4
        WHEN is_strict THEN 2
        ELSE 1
    END AS strength
FROM signal_pair
WHERE
    rule_code = 'verdict_same'
    OR (is_dated AND grade IN ('certain', 'probable'))
UNION ALL
SELECT
    signal_number AS left_number,
    resident_number AS right_number,
    grade,
    CASE WHEN option_rank = 0 THEN 4 ELSE 3 END AS strength
FROM resident_choice
WHERE is_chosen
