-- matching.profile: signals that say exactly the same, taken as one.
--
-- Grain:   one row per record_number; profile_number is the smallest of its likes.
-- Reads:   plain_record, verdict_pair
-- Params:  none
-- Report:  Signalen met precies dezelfde gegevens gaan als één de vergelijking in.

WITH judged AS (
    SELECT left_number AS record_number
    FROM verdict_pair
    UNION
    SELECT right_number AS record_number
    FROM verdict_pair
),

-- Nobody is alike without a name, initials, and a birth date or an address.
likeness AS (
    SELECT
        plain_record.record_number,
        CASE
            WHEN
                plain_record.is_signal
                AND plain_record.name_one IS NOT NULL
                AND plain_record.likeness_key IS NOT NULL
                AND judged.record_number IS NULL
                THEN plain_record.likeness_key
            ELSE -plain_record.record_number
        END AS likeness_key
    FROM plain_record
    LEFT JOIN judged ON plain_record.record_number = judged.record_number
),

first_alike AS (
    SELECT
        likeness_key,
        MIN(record_number) AS profile_number
    FROM likeness
    GROUP BY likeness_key
)

SELECT
    likeness.record_number,
    first_alike.profile_number
FROM likeness
INNER JOIN first_alike ON likeness.likeness_key = first_alike.likeness_key
