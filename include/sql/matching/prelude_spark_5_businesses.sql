-- prelude.businesses: what a business is, and what is no name, for Spark.
--
-- Grain:   one temporary function per function of the files for DuckDB.
-- Reads:   nothing
-- Params:  none
-- Report:  Zo worden bedrijven herkend, en namen die er geen zijn.

-- The legal form in a business name, wherever it stands.
CREATE OR REPLACE TEMPORARY FUNCTION BUSINESS_FORM(TXT STRING)
RETURNS STRING
RETURN CASE
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])B[.]? ?V[.]?([^A-Z.]|$)') THEN 'BV'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])N[.]? ?V[.]?([^A-Z.]|$)') THEN 'NV'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])V[.]? ?O[.]? ?F[.]?([^A-Z.]|$)') THEN 'VOF'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])C[.]? ?V[.]?([^A-Z.]|$)') THEN 'CV'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])STICHTING([^A-Z]|$)') THEN 'STICHTING'
    WHEN LOOKS_LIKE(txt, '(^|[^A-Z])MAATSCHAP([^A-Z]|$)') THEN 'MAATSCHAP'
END;

CREATE OR REPLACE TEMPORARY FUNCTION BUSINESS_CORE(TXT STRING)
RETURNS STRING
RETURN REPLACE_ALL(
    txt,
    '(^|[^A-Z])(B[.]? ?V|N[.]? ?V|V[.]? ?O[.]? ?F|C[.]? ?V|STICHTING|MAATSCHAP)'
    || '([^A-Z]|$)', ' '
);

CREATE OR REPLACE TEMPORARY FUNCTION IS_PLACEHOLDER_NAME(TXT STRING)
RETURNS BOOLEAN
RETURN txt IN (
    'ONBEKEND', 'NAAMONBEKEND', 'ONBEKENDE', 'UNKNOWN', 'BEWONER', 'BEWONERS',
    'DEBEWONER', 'AANDEBEWONER', 'AANDEBEWONERS', 'HUIDIGEBEWONER', 'NVT', 'TEST',
    'X', 'XX', 'XXX', 'LEEG'
);
