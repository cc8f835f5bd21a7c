-- prelude.contacts: which phones and addresses of e-mail say something, for DuckDB.
--
-- Grain:   one macro per function; the numbered files use no other dialect.
-- Reads:   nothing
-- Params:  none
-- Report:  Servicenummers en verzonnen nummers of adressen tellen niet mee.

-- The last nine digits; service numbers and made-up rows of digits are nobody's.
CREATE OR REPLACE MACRO TELLING_DIGITS(TXT) AS
CASE
    WHEN
        LENGTH(txt) BETWEEN 7 AND 15
        AND NOT LOOKS_LIKE(
            txt,
            '^(0|31|0031)?(800|900|906|909)[0-9]{4,7}$|0{7}|1{7}|9{7}|12345678'
        )
        THEN WHOLE_NUMBER(SUBSTR(txt, GREATEST(LENGTH(txt) - 8, 1)))
END;

CREATE OR REPLACE MACRO READ_PHONE(TXT) AS
CASE WHEN txt IS NOT NULL THEN TELLING_DIGITS(DIGITS_ONLY(txt)) END;

CREATE OR REPLACE MACRO READ_EMAIL(TXT) AS
CASE
    WHEN
        LOOKS_LIKE(txt, '^[^@ ]+@[^@ ]+[.][^@ .]+$')
        AND NOT LOOKS_LIKE(
            SMALL_LETTERS(txt),
            '^(geen|onbekend|nvt|n[.]v[.]t|noreply|no-reply|test|x+)@'
        )
        THEN KEY_OF(SMALL_LETTERS(txt))
END;

-- Two telephone numbers with one digit mistyped or two changed places.
CREATE OR REPLACE MACRO NEAR_PHONES(ONE, OTHER) AS
CASE EDIT_DISTANCE(CAST(one AS VARCHAR), CAST(other AS VARCHAR))
    WHEN 1 THEN TRUE
    WHEN 2 THEN SAME_LETTERS(CAST(one AS VARCHAR), CAST(other AS VARCHAR))
    ELSE FALSE
END;
