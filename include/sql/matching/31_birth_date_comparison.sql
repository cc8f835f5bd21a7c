-- matching.birth_date_comparison: how the birth dates of a pair compare.
--
-- Grain:   one row per candidate pair (left_number, right_number).
-- Reads:   candidate, record
-- Params:  none
-- Report:  Geboortedatum gelijk, dag en maand verwisseld, verschillend of onbekend.

-- Levels: vroegsein.matching.levels.BirthDate.
SELECT
    candidate.left_number,
    candidate.right_number,
    earlier.birth_key IS NOT NULL AND later.birth_key IS NOT NULL AS is_dated,
    CASE
        WHEN earlier.birth_year IS NULL OR later.birth_year IS NULL THEN 0
        WHEN earlier.birth_key = later.birth_key AND earlier.is_birth_certain THEN 6
        WHEN earlier.birth_key = later.birth_key THEN 5
        WHEN
            earlier.is_birth_certain
            AND later.is_birth_certain
            AND earlier.birth_year = later.birth_year
            AND earlier.birth_month = later.birth_day
            AND earlier.birth_day = later.birth_month
            THEN 4
        WHEN earlier.is_birth_certain AND later.is_birth_certain THEN 1
        -- From here on at least one is weak or partly unknown.
        WHEN earlier.birth_key IS NOT NULL AND later.birth_key IS NOT NULL THEN 2
        WHEN earlier.birth_year <> later.birth_year THEN 2
        WHEN
            earlier.birth_month <> later.birth_month
            AND earlier.birth_month > 0
            AND later.birth_month > 0
            THEN 2
        WHEN
            earlier.birth_month = later.birth_month
            AND earlier.birth_day = later.birth_day
            THEN 5
        ELSE 3
    END AS birth_date_level
FROM candidate
INNER JOIN record AS earlier ON candidate.left_number = earlier.record_number
INNER JOIN record AS later ON candidate.right_number = later.record_number
