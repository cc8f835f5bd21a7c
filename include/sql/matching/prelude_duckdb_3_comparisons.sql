-- prelude.comparisons: how alike two values are, and what a business is, for DuckDB.
--
-- Grain:   one macro per function; the numbered files use no other dialect.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden namen, nummers en woorden vergelijkbaar geschreven.

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

-- Two dates as numbers that differ in one digit, or in two exchanged digits.
CREATE OR REPLACE MACRO NEAR_NUMBERS(ONE, OTHER) AS
EDIT_DISTANCE(CAST(one AS VARCHAR), CAST(other AS VARCHAR)) <= 1;

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

-- How two first names or, in their absence, initials compare; levels.Name.
CREATE OR REPLACE MACRO NAME_LEVEL(
    INITIALS, OTHER_INITIALS_KEY, GIVEN, OTHER_GIVEN, FORMAL, OTHER_FORMAL, ALSO,
    OTHER_ALSO, INITIAL, OTHER_INITIAL, ONE, OTHER_ONE, NAMES, OTHER_NAMES, EQUAL_LEVEL
) AS
CASE
    WHEN initials IS NULL OR other_initials_key IS NULL THEN 0
    WHEN given = other_given THEN 8
    WHEN formal = other_formal THEN 7
    WHEN given IS NOT NULL AND other_given IS NOT NULL
        THEN CASE
            WHEN given = other_one OR one = other_given
                THEN CASE
                    WHEN IS_EXCHANGED(one, given, other_one, other_given) THEN 7
                    WHEN initial = other_initial THEN 2
                    ELSE 1
                END
            WHEN INSTR(names, ' ' || other_given || ' ') > 0 THEN 7
            WHEN INSTR(other_names, ' ' || given || ' ') > 0 THEN 7
            WHEN NEAR_NAMES(given, other_given) THEN 7
            -- A daily name out of the middle: Dorus for Theodorus.
            WHEN LENGTH(other_given) >= 4 AND INSTR(given, other_given) > 0 THEN 7
            WHEN LENGTH(given) >= 4 AND INSTR(other_given, given) > 0 THEN 7
            WHEN initials = other_initials_key AND LENGTH(initials) > 1 THEN 6
            WHEN initial = other_initial THEN 2
            ELSE 1
        END
    WHEN initials = other_initials_key AND LENGTH(initials) > 1 THEN 6
    WHEN
        STARTS_WITH(initials, other_initials_key)
        OR STARTS_WITH(other_initials_key, initials)
        THEN equal_level
    WHEN initial = other_initial THEN 3
    WHEN INSTR(also, other_initial) > 0 OR INSTR(other_also, initial) > 0 THEN 5
    -- A second name used as the first, or one letter of several mistyped.
    WHEN
        INSTR(initials, other_initials_key) > 0
        OR INSTR(other_initials_key, initials) > 0
        OR (
            LENGTH(initials) > 1 AND SUBSTR(initials, 2) = SUBSTR(other_initials_key, 2)
        )
        THEN 3
    ELSE 1
END;

-- The legal form in a business name, wherever it stands.
CREATE OR REPLACE MACRO BUSINESS_FORM(TXT) AS
CASE
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])B[.]? ?V[.]?([^A-Z.]|$)') THEN 'BV'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])N[.]? ?V[.]?([^A-Z.]|$)') THEN 'NV'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])V[.]? ?O[.]? ?F[.]?([^A-Z.]|$)') THEN 'VOF'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])C[.]? ?V[.]?([^A-Z.]|$)') THEN 'CV'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])STICHTING([^A-Z]|$)') THEN 'STICHTING'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])MAATSCHAP([^A-Z]|$)') THEN 'MAATSCHAP'
END;

CREATE OR REPLACE MACRO BUSINESS_CORE(TXT) AS
REPLACE_ALL(
    txt,
    '(^|[^A-Z])(B[.]? ?V|N[.]? ?V|V[.]? ?O[.]? ?F|C[.]? ?V|STICHTING|MAATSCHAP)'
    || '([^A-Z]|$)', ' '
);

CREATE OR REPLACE MACRO IS_PLACEHOLDER_NAME(TXT) AS
txt IN (
    'ONBEKEND', 'NAAMONBEKEND', 'ONBEKENDE', 'UNKNOWN', 'BEWONER', 'BEWONERS',
    'DEBEWONER', 'AANDEBEWONER', 'AANDEBEWONERS', 'HUIDIGEBEWONER', 'NVT', 'TEST',
    'X', 'XX', 'XXX', 'LEEG'
);
