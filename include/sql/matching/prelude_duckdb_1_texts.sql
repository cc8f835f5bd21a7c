-- prelude.texts: how names, words and numbers become comparable, for DuckDB.
--
-- Grain:   one macro per function; the numbered files use no other dialect.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden namen, nummers en woorden vergelijkbaar geschreven.

CREATE OR REPLACE MACRO REPLACE_ALL(TXT, PATTERN, REPLACEMENT) AS
REGEXP_REPLACE(txt, pattern, replacement, 'g');

CREATE OR REPLACE MACRO LOOKS_LIKE(TXT, PATTERN) AS
REGEXP_MATCHES(txt, pattern);

CREATE OR REPLACE MACRO FIRST_MATCH(TXT, PATTERN) AS
REGEXP_EXTRACT(txt, pattern);

CREATE OR REPLACE MACRO WHOLE_NUMBER(TXT) AS
TRY_CAST(txt AS BIGINT);

CREATE OR REPLACE MACRO EDIT_DISTANCE(ONE, OTHER) AS
LEVENSHTEIN(one, other);

-- Sign by sign: no letter becomes two, whatever stands beside it.
CREATE OR REPLACE MACRO CAPITALS(TXT) AS
UPPER(txt);

CREATE OR REPLACE MACRO SMALL_LETTERS(TXT) AS
LOWER(txt);

-- UTF-8 read as windows-1252: Ã followed by the second byte as a character.
CREATE OR REPLACE MACRO REPAIR_MOJIBAKE(TXT) AS
CASE
    WHEN txt NOT LIKE '%Ã%' AND txt NOT LIKE '%â€%' THEN txt
    ELSE
        REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(
            REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(
                REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(REPLACE_ALL(
                    txt, 'â€[™˜\x{2018}\x{2019}]', ''''
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
CREATE OR REPLACE MACRO FOLD_ACCENTS(TXT) AS
CASE
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

CREATE OR REPLACE MACRO LETTERS_ONLY(TXT) AS
REPLACE_ALL(CAPITALS(FOLD_ACCENTS(txt)), '[^A-Z]', '');

CREATE OR REPLACE MACRO DIGITS_ONLY(TXT) AS
REPLACE_ALL(txt, '[^0-9]', '');
