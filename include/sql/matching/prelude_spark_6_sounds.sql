-- prelude.sounds: how a name or a street sounds in Dutch, for Spark.
--
-- Grain:   one temporary function per function of the files for DuckDB.
-- Reads:   nothing
-- Params:  none
-- Report:  Namen die hetzelfde klinken, tellen als gelijk klinkend.

-- Every doubled letter once; RE2 knows no backreference.
CREATE OR REPLACE TEMPORARY FUNCTION SINGLE_LETTERS(TXT STRING)
RETURNS STRING
RETURN REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        txt, 'AA', 'A'
    ), 'BB', 'B'), 'DD', 'D'), 'EE', 'E'), 'FF', 'F'),
    'GG', 'G'), 'KK', 'K'), 'LL', 'L'), 'MM', 'M'
), 'NN', 'N'), 'OO', 'O'),
'PP', 'P'), 'RR', 'R'), 'SS', 'S'), 'TT', 'T'), 'UU', 'U');

-- How a surname sounds in Dutch: ij/y/ei, ss/s, ph/f, ck/k, dt/t, doubled letters.
CREATE OR REPLACE TEMPORARY FUNCTION DUTCH_SOUND(TXT STRING)
RETURNS STRING
RETURN SINGLE_LETTERS(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
            REPLACE_ALL(txt, 'D$', 'T'), 'IJ', 'Y'
        ), 'EI', 'Y'), 'EY', 'Y'),
        'I', 'Y'), 'PH', 'F'), 'V', 'F'), 'SCH', 'SG'), 'CK', 'K'), 'C', 'K'
    ),
    'Q', 'K'), 'DT', 'T'), 'TH', 'T'), 'OUW', 'OU'), 'AUW', 'OU'), 'AU', 'OU'),
    'Z', 'S')
);
