-- matching.surname_comparison: how the surnames of a pair compare.
--
-- Grain:   one row per candidate pair (left_number, right_number).
-- Reads:   candidate, record
-- Params:  none
-- Report:  Achternaam gelijk, één naam gelijk, gelijk op spelling na, of anders.

-- Levels: vroegsein.matching.levels.Surname.
SELECT
    candidate.left_number,
    candidate.right_number,
    CASE
        WHEN earlier.name_one IS NULL OR later.name_one IS NULL THEN 0
        WHEN earlier.names_key = later.names_key THEN 4
        WHEN
            earlier.name_one = later.name_one
            OR COALESCE(earlier.name_one = later.name_two, FALSE)
            OR COALESCE(earlier.name_two = later.name_one, FALSE)
            OR COALESCE(earlier.name_two = later.name_two, FALSE)
            THEN 3
        WHEN DUTCH_SOUND(earlier.name_one) = DUTCH_SOUND(later.name_one) THEN 2
        WHEN
            EDIT_DISTANCE(earlier.name_one, later.name_one) * 4
            <= GREATEST(LENGTH(earlier.name_one), LENGTH(later.name_one))
            THEN 2
        ELSE 1
    END AS surname_level
FROM candidate
INNER JOIN record AS earlier ON candidate.left_number = earlier.record_number
INNER JOIN record AS later ON candidate.right_number = later.record_number
