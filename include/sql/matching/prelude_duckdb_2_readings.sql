-- prelude.readings: days, keys and postcodes, for DuckDB.
--
-- Grain:   one macro per function; the numbered files use no other dialect.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden namen, nummers en woorden vergelijkbaar geschreven.

-- Months counted from the year 0, so that a window is a plain subtraction.
CREATE OR REPLACE MACRO MONTH_NUMBER(TXT) AS
WHOLE_NUMBER(SUBSTR(txt, 1, 4)) * 12 + WHOLE_NUMBER(SUBSTR(txt, 6, 2));

-- The last day of a month of the Gregorian calendar.
CREATE OR REPLACE MACRO DAYS_OF_MONTH(YEAR_NUMBER, MONTH_OF_YEAR) AS
CASE
    WHEN month_of_year IN (4, 6, 9, 11) THEN 30
    WHEN month_of_year <> 2 THEN 31
    WHEN year_number % 400 = 0 THEN 29
    WHEN year_number % 100 = 0 THEN 28
    WHEN year_number % 4 = 0 THEN 29
    ELSE 28
END;

-- A whole number that stands for a text; two texts do not share one in practice.
CREATE OR REPLACE MACRO KEY_OF(TXT) AS
CASE WHEN txt IS NOT NULL THEN CAST(HASH(txt) >> 1 AS BIGINT) END;

CREATE OR REPLACE MACRO KEY_OF_TWO(ONE, OTHER) AS
CAST(HASH(one, other) >> 1 AS BIGINT);

CREATE OR REPLACE MACRO KEY_OF_ROW(
    V01, V02, V03, V04, V05, V06, V07, V08, V09, V10, V11, V12
) AS
CAST(
    HASH(v01, v02, v03, v04, v05, v06, v07, v08, v09, v10, v11, v12) >> 1 AS BIGINT
);

CREATE OR REPLACE MACRO READ_DAY(TXT) AS
CASE
    WHEN
        LOOKS_LIKE(txt, '^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}')
        THEN SUBSTR(txt, 1, 10)
END;

-- The letters O and I stand for digits in the first four signs of a postcode.
CREATE OR REPLACE MACRO TIDY_POSTCODE(TXT) AS
TRANSLATE(SUBSTR(txt, 1, 4), 'OI', '01') || SUBSTR(txt, 5);

CREATE OR REPLACE MACRO READ_POSTCODE(TXT) AS
CASE
    WHEN LOOKS_LIKE(txt, '^[1-9][0-9]{3}[A-Z]{2}$') THEN txt
    WHEN
        LOOKS_LIKE(
            TIDY_POSTCODE(REPLACE_ALL(CAPITALS(txt), '[^A-Z0-9]', '')),
            '^[1-9][0-9]{3}[A-Z]{2}$'
        )
        THEN TIDY_POSTCODE(REPLACE_ALL(CAPITALS(txt), '[^A-Z0-9]', ''))
END;
