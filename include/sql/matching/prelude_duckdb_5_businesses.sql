-- prelude.businesses: what a business is, and what is no name, for DuckDB.
--
-- Grain:   one macro per function; the numbered files use no other dialect.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden bedrijven herkend, en namen die er geen zijn.

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
