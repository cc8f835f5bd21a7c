-- prelude: the few functions each engine spells in its own way.
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

-- Every doubled letter once; RE2 knows no backreference.
CREATE OR REPLACE MACRO SINGLE_LETTERS(TXT) AS
REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        txt, 'AA', 'A'
    ), 'BB', 'B'), 'DD', 'D'), 'EE', 'E'), 'FF', 'F'),
    'GG', 'G'), 'KK', 'K'), 'LL', 'L'), 'MM', 'M'
), 'NN', 'N'), 'OO', 'O'),
'PP', 'P'), 'RR', 'R'), 'SS', 'S'), 'TT', 'T'), 'UU', 'U');

-- How a surname sounds in Dutch: ij/y/ei, ss/s, ph/f, ck/k, dt/t, doubled letters.
CREATE OR REPLACE MACRO DUTCH_SOUND(TXT) AS
SINGLE_LETTERS(
    REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
        REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(
            REPLACE_ALL(txt, 'D$', 'T'), 'IJ', 'Y'
        ), 'EI', 'Y'), 'EY', 'Y'),
        'I', 'Y'), 'PH', 'F'), 'V', 'F'), 'SCH', 'SG'), 'CK', 'K'), 'C', 'K'
    ),
    'Q', 'K'), 'DT', 'T'), 'TH', 'T'), 'OUW', 'OU'), 'AUW', 'OU'), 'AU', 'OU'),
    'Z', 'S')
);

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

-- The last nine digits; service numbers and made-up rows of digits are nobody's.
CREATE OR REPLACE MACRO TELLING_DIGITS(TXT) AS
CASE
    WHEN
        LENGTH(txt) BETWEEN 9 AND 15
        AND NOT LOOKS_LIKE(
            txt,
            '^(0|31|0031)?(800|900|906|909)[0-9]{4,7}$|0{7}|1{7}|9{7}|12345678'
        )
        THEN WHOLE_NUMBER(SUBSTR(txt, LENGTH(txt) - 8))
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

-- Two names that differ in at most one letter in four, or one of which is cut off.
CREATE OR REPLACE MACRO NEAR_NAMES(ONE, OTHER) AS
COALESCE(
    EDIT_DISTANCE(one, other) * 4 <= GREATEST(LENGTH(one), LENGTH(other))
    OR (
        LEAST(LENGTH(one), LENGTH(other)) >= 4
        AND (STARTS_WITH(one, other) OR STARTS_WITH(other, one))
    ),
    FALSE
);

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
    WHEN is_one_certain AND is_other_certain AND one = other_swapped THEN 5
    WHEN is_one_certain AND is_other_certain AND NEAR_NUMBERS(one, other) THEN 3
    WHEN is_one_certain AND is_other_certain THEN 1
    -- From here on at least one is weak or partly unknown.
    WHEN one % 100 > 0 AND other % 100 > 0 THEN 2
    WHEN one - one % 10000 <> other - other % 10000 THEN 2
    WHEN one % 10000 = 0 OR other % 10000 = 0 THEN 4
    WHEN one - one % 100 = other - other % 100 THEN 4
    ELSE 2
END;

-- How two surnames compare; levels.Surname.
CREATE OR REPLACE MACRO SURNAME_LEVEL(
    ONE, TWO, OTHER_ONE, OTHER_TWO, SOUND, SOUND_TWO, OTHER_SOUND, OTHER_SOUND_TWO,
    EQUAL_LEVEL
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
    WHEN
        NEAR_NAMES(one, other_one) OR NEAR_NAMES(two, other_one)
        OR NEAR_NAMES(one, other_two)
        THEN 2
    ELSE 1
END;

-- How two first names or, in their absence, initials compare; levels.Name.
CREATE OR REPLACE MACRO NAME_LEVEL(
    INITIALS, OTHER_INITIALS_KEY, GIVEN, OTHER_GIVEN, FORMAL, OTHER_FORMAL, ALSO,
    OTHER_ALSO, INITIAL, OTHER_INITIAL, EQUAL_LEVEL
) AS
CASE
    WHEN initials IS NULL OR other_initials_key IS NULL THEN 0
    WHEN given = other_given THEN 8
    WHEN formal = other_formal THEN 7
    WHEN given IS NOT NULL AND other_given IS NOT NULL
        THEN CASE
            WHEN NEAR_NAMES(given, other_given) THEN 7
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
