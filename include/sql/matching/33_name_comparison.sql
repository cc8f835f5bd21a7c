-- matching.name_comparison: how the first names or initials of a pair compare.
--
-- Grain:   one row per candidate pair (left_number, right_number).
-- Reads:   candidate, record
-- Params:  none
-- Report:  Voornaam gelijk, voorletters gelijk of passend, verschillend, of onbekend.

WITH compared AS (
    SELECT
        candidate.left_number,
        candidate.right_number,
        earlier.initials_key AS left_initials,
        later.initials_key AS right_initials,
        earlier.given_key AS left_given,
        later.given_key AS right_given,
        COALESCE(earlier.formal_key = later.formal_key, FALSE) AS is_same_formal,
        LEAST(LENGTH(earlier.given_key), LENGTH(later.given_key)) AS given_length,
        -- "Hans" is an H and, as Johannes, a J.
        SUBSTR(COALESCE(earlier.formal_key, earlier.initials_key), 1, 1)
            AS left_formal_initial,
        SUBSTR(COALESCE(later.formal_key, later.initials_key), 1, 1)
            AS right_formal_initial
    FROM candidate
    INNER JOIN record AS earlier ON candidate.left_number = earlier.record_number
    INNER JOIN record AS later ON candidate.right_number = later.record_number
),

judged AS (
    SELECT
        left_number,
        right_number,
        left_initials,
        right_initials,
        left_given,
        right_given,
        left_formal_initial,
        right_formal_initial,
        SUBSTR(left_initials, 1, LENGTH(right_initials)) = right_initials
        OR SUBSTR(right_initials, 1, LENGTH(left_initials)) = left_initials
            AS is_initials_fitting,
        is_same_formal
        OR COALESCE(
            EDIT_DISTANCE(left_given, right_given) * 4 <= given_length, FALSE
        )
        OR COALESCE(
            given_length >= 3
            AND SUBSTR(left_given, 1, given_length)
            = SUBSTR(right_given, 1, given_length), FALSE
        ) AS is_given_near
    FROM compared
)

-- Levels: vroegsein.matching.levels.Name.
SELECT
    left_number,
    right_number,
    COALESCE(left_given <> right_given AND NOT is_given_near, FALSE)
        AS is_given_different,
    CASE
        WHEN left_initials IS NULL OR right_initials IS NULL THEN 0
        WHEN left_given = right_given AND is_initials_fitting THEN 4
        WHEN left_given = right_given THEN 2
        WHEN left_given <> right_given AND NOT is_given_near THEN 1
        WHEN left_given <> right_given THEN 2
        WHEN left_initials = right_initials AND LENGTH(left_initials) > 1 THEN 3
        WHEN is_initials_fitting THEN 2
        WHEN
            (left_given IS NOT NULL OR right_given IS NOT NULL)
            AND (
                left_formal_initial = SUBSTR(right_initials, 1, 1)
                OR right_formal_initial = SUBSTR(left_initials, 1, 1)
            )
            THEN 2
        ELSE 1
    END AS name_level
FROM judged
