-- prelude.comparisons: how alike two dates, names and surnames are, for DuckDB.
--
-- Grain:   one macro per function; the numbered files use no other dialect.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden geboortedata en achternamen met elkaar vergeleken.

-- The same letters in another order.
CREATE OR REPLACE MACRO SAME_LETTERS(ONE, OTHER) AS
LIST_SORT(STRING_SPLIT(one, '')) = LIST_SORT(STRING_SPLIT(other, ''));

-- Two names that differ in one letter in three at most, or in two that changed places,
-- or one of which is cut off.
CREATE OR REPLACE MACRO NEAR_NAMES(ONE, OTHER) AS
CASE
    WHEN one IS NULL OR other IS NULL THEN FALSE
    WHEN EDIT_DISTANCE(one, other) * 3 <= GREATEST(LENGTH(one), LENGTH(other)) THEN TRUE
    WHEN LEAST(LENGTH(one), LENGTH(other)) < 4 THEN FALSE
    WHEN STARTS_WITH(one, other) OR STARTS_WITH(other, one) THEN TRUE
    WHEN LENGTH(one) = LENGTH(other) AND EDIT_DISTANCE(one, other) = 2
        THEN SAME_LETTERS(one, other)
    ELSE FALSE
END;

-- Two dates as numbers that differ in one digit: in the year, or in month and day.
CREATE OR REPLACE MACRO NEAR_NUMBERS(ONE, OTHER) AS
CASE
    WHEN
        one % 10000 <> other % 10000 AND one - one % 10000 <> other - other % 10000
        THEN FALSE
    ELSE EDIT_DISTANCE(CAST(one AS VARCHAR), CAST(other AS VARCHAR)) <= 1
END;

-- How two birth dates compare; levels.BirthDate.
CREATE OR REPLACE MACRO BIRTH_DATE_LEVEL(
    ONE, OTHER, OTHER_SWAPPED, IS_ONE_CERTAIN, IS_OTHER_CERTAIN
) AS
CASE
    WHEN one IS NULL OR other IS NULL THEN 0
    WHEN one = other AND is_one_certain THEN 7
    WHEN one = other THEN 6
    WHEN is_one_certain AND is_other_certain
        THEN CASE
            WHEN one = other_swapped THEN 5
            WHEN NEAR_NUMBERS(one, other) THEN 3
            ELSE 1
        END
    -- From here on at least one is weak or partly unknown.
    WHEN one % 100 > 0 AND other % 100 > 0 THEN 2
    WHEN one - one % 10000 <> other - other % 10000 THEN 2
    WHEN one % 10000 = 0 OR other % 10000 = 0 THEN 4
    WHEN one - one % 100 = other - other % 100 THEN 4
    ELSE 2
END;

-- First name and surname exchanged, or one of them standing in the other's place.
CREATE OR REPLACE MACRO IS_EXCHANGED(ONE, GIVEN, OTHER_ONE, OTHER_GIVEN) AS
CASE
    WHEN given = other_one
        THEN other_given IS NULL OR COALESCE(NEAR_NAMES(other_given, one), FALSE)
    WHEN one = other_given
        THEN given IS NULL OR COALESCE(NEAR_NAMES(given, other_one), FALSE)
    ELSE FALSE
END;

-- How two surnames compare; levels.Surname.
CREATE OR REPLACE MACRO SURNAME_LEVEL(
    ONE, TWO, OTHER_ONE, OTHER_TWO, SOUND, SOUND_TWO, OTHER_SOUND, OTHER_SOUND_TWO,
    GIVEN, OTHER_GIVEN, EQUAL_LEVEL
) AS
CASE
    WHEN one IS NULL OR other_one IS NULL THEN 0
    WHEN
        one = other_one AND (two = other_two OR (two IS NULL AND other_two IS NULL))
        THEN equal_level
    WHEN one = other_two AND two = other_one THEN equal_level
    WHEN
        one = other_one OR one = other_two OR two = other_one OR two = other_two
        THEN 4
    WHEN
        sound = other_sound OR sound = other_sound_two OR sound_two = other_sound
        OR sound_two = other_sound_two
        THEN 3
    WHEN NEAR_NAMES(one, other_one) THEN 2
    WHEN two IS NOT NULL AND NEAR_NAMES(two, other_one) THEN 2
    WHEN other_two IS NOT NULL AND NEAR_NAMES(one, other_two) THEN 2
    WHEN IS_EXCHANGED(one, given, other_one, other_given) THEN 4
    ELSE 1
END;
