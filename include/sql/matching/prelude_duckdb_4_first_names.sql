-- prelude.first_names: how alike two first names or initials are, for DuckDB.
--
-- Grain:   one macro per function; the numbered files use no other dialect.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden voornamen en voorletters met elkaar vergeleken.

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
