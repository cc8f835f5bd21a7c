-- matching.record_text: every signal and resident as delivered, with a number.
--
-- Grain:   one row per signal or resident (record_number).
-- Reads:   signal, resident
-- Params:  none
-- Report:  Elk signaal en elke inwoner krijgt een volgnummer voor deze vergelijking.

-- Numbers follow the ids, so the smallest number of a group is its smallest id.
WITH numbered_signal AS (
    SELECT
        signal.*,
        ROW_NUMBER() OVER (ORDER BY signal.signal_id) AS record_number
    FROM signal
),

signal_count AS (
    SELECT COUNT(*) AS row_count
    FROM signal
),

numbered_resident AS (
    SELECT
        resident.*,
        signal_count.row_count
        + ROW_NUMBER() OVER (ORDER BY resident.resident_id) AS record_number
    FROM resident
    CROSS JOIN signal_count
)

SELECT
    record_number,
    TRUE AS is_signal,
    signal_id AS record_id,
    partner_code,
    received_at,
    LOWER(COALESCE(debtor_kind, 'natural')) NOT IN (
        'natural', 'np', 'sole_trader', 'eenmanszaak'
    ) AS is_business,
    COALESCE(initials, '') AS initials,
    COALESCE(first_names, '') AS first_names,
    COALESCE(surname_prefix, '') || ' ' || COALESCE(surname, '') AS surname_text,
    birth_date,
    street,
    COALESCE(house_number, '') AS house_number,
    COALESCE(house_letter, '') || ' ' || COALESCE(house_addition, '') AS suffix_text,
    postcode,
    place,
    phone,
    email
FROM numbered_signal
UNION ALL
SELECT
    record_number,
    FALSE AS is_signal,
    resident_id AS record_id,
    CAST(NULL AS VARCHAR) AS partner_code,
    CAST(NULL AS VARCHAR) AS received_at,
    FALSE AS is_business,
    COALESCE(initials, '') AS initials,
    COALESCE(first_names, '') AS first_names,
    COALESCE(surname_prefix, '') || ' ' || COALESCE(surname, '')
    || CASE
        WHEN partner_surname IS NULL THEN ''
        ELSE ' - ' || COALESCE(partner_surname_prefix, '') || ' ' || partner_surname
    END AS surname_text,
    birth_date,
    street,
    COALESCE(house_number, '') AS house_number,
    COALESCE(house_letter, '') || ' ' || COALESCE(house_addition, '') AS suffix_text,
    postcode,
    place,
    CAST(NULL AS VARCHAR) AS phone,
    CAST(NULL AS VARCHAR) AS email
FROM numbered_resident
