-- prelude.texts: how names, words and numbers become comparable, for Spark.
--
-- Grain:   one temporary function per function of the files for DuckDB.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden namen, nummers en woorden vergelijkbaar geschreven.

-- Java's patterns as RE2 reads them: letters of ASCII make a word, $ is the very end,
-- and only a line feed ends a line.
CREATE OR REPLACE TEMPORARY FUNCTION PATTERN_OF(PATTERN STRING)
RETURNS STRING
RETURN '(?d)' || REPLACE(
    REPLACE(
        REPLACE(pattern, '$', '\z'), '\B', '(?:(?<!\w)(?!\w)|(?<=\w)(?=\w))'
    ), '\b', '(?:(?<!\w)(?=\w)|(?<=\w)(?!\w))'
);

CREATE OR REPLACE TEMPORARY FUNCTION REPLACE_ALL(
    TXT STRING, PATTERN STRING, REPLACEMENT STRING
)
RETURNS STRING
RETURN REGEXP_REPLACE(txt, PATTERN_OF(pattern), replacement);

CREATE OR REPLACE TEMPORARY FUNCTION LOOKS_LIKE(TXT STRING, PATTERN STRING)
RETURNS BOOLEAN
RETURN txt RLIKE PATTERN_OF(pattern);

CREATE OR REPLACE TEMPORARY FUNCTION FIRST_MATCH(TXT STRING, PATTERN STRING)
RETURNS STRING
RETURN REGEXP_EXTRACT(txt, PATTERN_OF(pattern), 0);

CREATE OR REPLACE TEMPORARY FUNCTION WHOLE_NUMBER(TXT STRING)
RETURNS BIGINT
RETURN TRY_CAST(txt AS BIGINT);

CREATE OR REPLACE TEMPORARY FUNCTION EDIT_DISTANCE(ONE STRING, OTHER STRING)
RETURNS INT
RETURN LEVENSHTEIN(one, other);

-- Sign by sign: no letter becomes two, whatever stands beside it.
CREATE OR REPLACE TEMPORARY FUNCTION CAPITALS(TXT STRING)
RETURNS STRING
RETURN UPPER(TRANSLATE(txt, 'ßŉǰẖẗẘẙẚﬀﬁﬂﬃﬄﬅﬆ', 'ẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞ'));

CREATE OR REPLACE TEMPORARY FUNCTION SMALL_LETTERS(TXT STRING)
RETURNS STRING
RETURN LOWER(TRANSLATE(txt, 'İΣ', 'iσ'));

-- UTF-8 read as windows-1252: Ã followed by the second byte as a character.
-- The built-in itself: Spark takes a minute to unfold fourteen of REPLACE_ALL.
CREATE OR REPLACE TEMPORARY FUNCTION REPAIR_MOJIBAKE(TXT STRING)
RETURNS STRING
RETURN CASE
    WHEN txt NOT LIKE '%Ã%' AND txt NOT LIKE '%â€%' THEN txt
    ELSE
        REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(
            REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(
                REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(
                    txt, 'â€[™˜\x{2018}\x{2019}]', CHR(39)
                ), 'Ã[\x{A0}-\x{A5}]', 'a'), 'Ã\x{A7}', 'c'),
                'Ã[\x{A8}-\x{AB}]', 'e'), 'Ã[\x{AC}-\x{AF}]', 'i'
            ),
            'Ã\x{B1}', 'n'), 'Ã[\x{B2}-\x{B6}\x{B8}]', 'o'),
            'Ã[\x{B9}-\x{BC}]', 'u'), 'Ã[\x{BD}\x{BF}]', 'y'),
            'Ã[€\x{81}‚ƒ„…]', 'A'
        ), 'Ã‡', 'C'), 'Ã[ˆ‰Š‹]', 'E'),
        'Ã[’“”•–˜]', 'O'), 'Ã[™š›œ]', 'U')
END;

-- Own table: engines differ in İ ø ł ß. Letters of one sign first, then of two.
CREATE OR REPLACE TEMPORARY FUNCTION FOLD_ACCENTS(TXT STRING)
RETURNS STRING
RETURN CASE
    WHEN LOOKS_LIKE(txt, '^[\x{20}-\x{7E}]*$') THEN txt
    ELSE
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
            TRANSLATE(
                REPLACE_ALL(REPAIR_MOJIBAKE(txt), '[\x{300}-\x{36F}]', ''),
                'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïðñòóôõöøùúûüýÿĀāĂ'
                || 'ăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĸĹĺĻļĽľŁł'
                || 'ŃńŅņŇňŊŋŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžſǍǎ'
                || 'ǏǐǑǒǓǔǕǖǗǘǙǚǛǜǦǧǨǩǪǫǬǭǰȀȁȂȃȄȅȆȇȈȉȊȋȌȍȎȏȐȑȒȓȔȕȖȗȘșȚțȞȟ',
                'AAAAAACEEEEIIIIDNOOOOOOUUUUYaaaaaaceeeeiiiidnoooooouuuuyyAaA'
                || 'aAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiJjKkkLlLlLlLl'
                || 'NnNnNnNnOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzsAa'
                || 'IiOoUuUuUuUuUuGgKkOoOojAaAaEeEeIiIiOoOoRrRrUuUuSsTtHh'
            ), 'ß', 'ss'
        ), 'ẞ', 'SS'), 'Æ', 'AE'), 'æ', 'ae'),
        'Œ', 'OE'), 'œ', 'oe'), 'Ĳ', 'IJ'), 'ĳ', 'ij')
END;

CREATE OR REPLACE TEMPORARY FUNCTION LETTERS_ONLY(TXT STRING)
RETURNS STRING
RETURN REPLACE_ALL(CAPITALS(FOLD_ACCENTS(txt)), '[^A-Z]', '');

CREATE OR REPLACE TEMPORARY FUNCTION DIGITS_ONLY(TXT STRING)
RETURNS STRING
RETURN REPLACE_ALL(txt, '[^0-9]', '');
