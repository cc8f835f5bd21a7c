-- prelude.readings: days, keys and postcodes, for Spark.
--
-- Grain:   one temporary function per function of the files for DuckDB.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden namen, nummers en woorden vergelijkbaar geschreven.

-- Months counted from the year 0, so that a window is a plain subtraction.
CREATE OR REPLACE TEMPORARY FUNCTION MONTH_NUMBER(TXT STRING)
RETURNS BIGINT
RETURN WHOLE_NUMBER(SUBSTR(txt, 1, 4)) * 12 + WHOLE_NUMBER(SUBSTR(txt, 6, 2));

-- The last day of a month of the Gregorian calendar.
CREATE OR REPLACE TEMPORARY FUNCTION DAYS_OF_MONTH(
    YEAR_NUMBER BIGINT, MONTH_OF_YEAR BIGINT
)
RETURNS INT
RETURN CASE
    WHEN month_of_year IN (4, 6, 9, 11) THEN 30
    WHEN month_of_year <> 2 THEN 31
    WHEN year_number % 400 = 0 THEN 29
    WHEN year_number % 100 = 0 THEN 28
    WHEN year_number % 4 = 0 THEN 29
    ELSE 28
END;

-- A whole number that stands for a text; two texts do not share one in practice.
CREATE OR REPLACE TEMPORARY FUNCTION KEY_OF(TXT STRING)
RETURNS BIGINT
RETURN CASE WHEN txt IS NOT NULL THEN SHIFTRIGHTUNSIGNED(XXHASH64(txt), 1) END;

-- XXHASH64 passes over a NULL, so it is told where they are.
CREATE OR REPLACE TEMPORARY FUNCTION KEY_OF_TWO(ONE STRING, OTHER STRING)
RETURNS BIGINT
RETURN SHIFTRIGHTUNSIGNED(XXHASH64(one IS NULL, one, other IS NULL, other), 1);

CREATE OR REPLACE TEMPORARY FUNCTION KEY_OF_ROW(
    V01 BOOLEAN, V02 BOOLEAN, V03 STRING, V04 STRING, V05 STRING, V06 STRING, V07
    INT, V08 BIGINT, V09 STRING, V10 BIGINT, V11 BIGINT, V12 BIGINT
)
RETURNS BIGINT
RETURN SHIFTRIGHTUNSIGNED(
    XXHASH64(
        v01 IS NULL, v01, v02 IS NULL, v02, v03 IS NULL, v03, v04 IS NULL, v04,
        v05 IS NULL, v05, v06 IS NULL, v06, v07 IS NULL, v07, v08 IS NULL, v08,
        v09 IS NULL, v09, v10 IS NULL, v10, v11 IS NULL, v11, v12 IS NULL, v12
    ), 1
);

CREATE OR REPLACE TEMPORARY FUNCTION READ_DAY(TXT STRING)
RETURNS STRING
RETURN CASE
    WHEN
        LOOKS_LIKE(txt, '^[0-9]{4}-(0[1-9]|1[0-2])-[0-9]{2}')
        THEN SUBSTR(txt, 1, 10)
END;

-- The letters O and I stand for digits in the first four signs of a postcode.
CREATE OR REPLACE TEMPORARY FUNCTION TIDY_POSTCODE(TXT STRING)
RETURNS STRING
RETURN TRANSLATE(SUBSTR(txt, 1, 4), 'OI', '01') || SUBSTR(txt, 5);

CREATE OR REPLACE TEMPORARY FUNCTION READ_POSTCODE(TXT STRING)
RETURNS STRING
RETURN CASE
    WHEN LOOKS_LIKE(txt, '^[1-9][0-9]{3}[A-Z]{2}$') THEN txt
    WHEN
        LOOKS_LIKE(
            TIDY_POSTCODE(REPLACE_ALL(CAPITALS(txt), '[^A-Z0-9]', '')),
            '^[1-9][0-9]{3}[A-Z]{2}$'
        )
        THEN TIDY_POSTCODE(REPLACE_ALL(CAPITALS(txt), '[^A-Z0-9]', ''))
END;
