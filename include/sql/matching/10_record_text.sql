-- matching.record_text: every signal and resident as delivered, with a number.
--
-- Grain:   one row per signal or resident (record_number).
-- Reads:   signal, resident
-- Params:  none
-- Report:  Elk signaal en elke inwoner krijgt een volgnummer voor deze vergelijking.

-- Numbers follow the ids, so the smallest number of a group is its smallest id.
WITH named_signal AS (
    SELECT
        signal.*,
        SMALL_LETTERS(COALESCE(debtor_kind, 'natural')) NOT IN (
            'natural', 'np', 'sole_trader', 'eenmanszaak'
        ) AS is_business,
        COALESCE(surname_prefix, '') || ' ' || COALESCE(surname, '') AS full_name
    FROM signal
)

SELECT
    record_number,
    TRUE AS is_signal,
    signal_id AS record_id,
    partner_code,
    received_at,
    is_business,
    COALESCE(initials, '') AS initials,
    COALESCE(first_names, '') AS first_names,
    CASE WHEN NOT is_business THEN full_name END AS surname_text,
    CASE WHEN is_business THEN full_name END AS business_text,
    birth_date,
    COALESCE(street, '') AS street,
    COALESCE(house_number, '') AS house_number,
    COALESCE(house_letter, '') || ' ' || COALESCE(house_addition, '') AS suffix_text,
    postcode,
    COALESCE(place, '') AS place,
    phone,
    email
FROM named_signal
UNION ALL
SELECT
    record_number,
    FALSE AS is_signal,
    resident_id AS record_id,
    CAST(NULL AS VARCHAR(1)) AS partner_code,
    CAST(NULL AS VARCHAR(1)) AS received_at,
    FALSE AS is_business,
    COALESCE(initials, '') AS initials,
    COALESCE(first_names, '') AS first_names,
    COALESCE(surname_prefix, '') || ' ' || COALESCE(surname, '')
    || CASE
        WHEN partner_surname IS NULL THEN ''
        ELSE ' - ' || COALESCE(partner_surname_prefix, '') || ' ' || partner_surname
    END AS surname_text,
    CAST(NULL AS VARCHAR(1)) AS business_text,
    birth_date,
    COALESCE(street, '') AS street,
    COALESCE(house_number, '') AS house_number,
    COALESCE(house_letter, '') || ' ' || COALESCE(house_addition, '') AS suffix_text,
    postcode,
    COALESCE(place, '') AS place,
    CAST(NULL AS VARCHAR(1)) AS phone,
    CAST(NULL AS VARCHAR(1)) AS email
FROM resident
