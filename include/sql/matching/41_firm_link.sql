-- matching.firm_link: links that stand by themselves, before anyone else is placed.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   weighed_pair, resident_choice, parameter
-- Params:  classes
-- Report:  Oordelen, inwoners, en signalen met dezelfde zekere geboortedatum.

-- Strength says what gives way first when links would join what must stay apart.
SELECT
    weighed_pair.left_number,
    weighed_pair.right_number,
    weighed_pair.grade,
    weighed_pair.pull,
    CASE
        WHEN weighed_pair.pull = 1000000 THEN 4
        WHEN weighed_pair.is_telling THEN 2
        ELSE 1
    END AS strength
FROM weighed_pair
CROSS JOIN parameter
WHERE
    weighed_pair.pull >= 0
    AND weighed_pair.kind_code > 0
    AND (
        weighed_pair.pull = 1000000
        OR weighed_pair.kind_code = 2
        OR parameter.classes = 2
        OR (
            NOT weighed_pair.is_left_loose
            AND NOT weighed_pair.is_right_loose
        )
    )
UNION ALL
SELECT
    signal_number AS left_number,
    resident_number AS right_number,
    grade,
    pull,
    CASE WHEN pull = 1000000 THEN 4 ELSE 3 END AS strength
FROM resident_choice
