-- prelude.contacts: which phones and addresses of e-mail say something, for Spark.
--
-- Grain:   one temporary function per function of the files for DuckDB.
-- Reads:   nothing
-- Params:  none
-- Report:  Servicenummers en verzonnen nummers of adressen tellen niet mee.

-- The last nine digits; service numbers and made-up rows of digits are nobody's.
CREATE OR REPLACE TEMPORARY FUNCTION TELLING_DIGITS(TXT STRING)
RETURNS BIGINT
RETURN CASE
    WHEN
        LENGTH(txt) BETWEEN 7 AND 15
        AND NOT LOOKS_LIKE(
            txt,
            '^(0|31|0031)?(800|900|906|909)[0-9]{4,7}$|0{7}|1{7}|9{7}|12345678'
        )
        THEN WHOLE_NUMBER(SUBSTR(txt, GREATEST(LENGTH(txt) - 8, 1)))
END;

CREATE OR REPLACE TEMPORARY FUNCTION READ_PHONE(TXT STRING)
RETURNS BIGINT
RETURN CASE WHEN txt IS NOT NULL THEN TELLING_DIGITS(DIGITS_ONLY(txt)) END;

CREATE OR REPLACE TEMPORARY FUNCTION READ_EMAIL(TXT STRING)
RETURNS BIGINT
RETURN CASE
    WHEN
        LOOKS_LIKE(txt, '^[^@ ]+@[^@ ]+[.][^@ .]+$')
        AND NOT LOOKS_LIKE(
            SMALL_LETTERS(txt),
            '^(geen|onbekend|nvt|n[.]v[.]t|noreply|no-reply|test|x+)@'
        )
        THEN KEY_OF(SMALL_LETTERS(txt))
END;

-- Two telephone numbers with one digit mistyped or two changed places.
CREATE OR REPLACE TEMPORARY FUNCTION NEAR_PHONES(ONE BIGINT, OTHER BIGINT)
RETURNS BOOLEAN
RETURN CASE EDIT_DISTANCE(CAST(one AS STRING), CAST(other AS STRING))
    WHEN 1 THEN TRUE
    WHEN 2 THEN SAME_LETTERS(CAST(one AS STRING), CAST(other AS STRING))
    ELSE FALSE
END;
