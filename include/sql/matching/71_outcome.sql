-- matching.outcome: what became of each pair a rule, guard or verdict speaks about.
--
-- Grain:   one row per pair (left_number, right_number), right may be a resident.
-- Reads:   signal_pair, resident_choice, weighed_pair, label
-- Params:  none
-- Report:  Gekoppeld, mogelijk, uiteengehouden door een regel, of beoordeeld.

WITH spoken_of AS (
    SELECT
        left_number,
        right_number,
        'signal' AS kind,
        CASE
            WHEN grade = 'guarded' THEN 'guarded'
            -- Firm links that were let go are kept apart by a guard.
            WHEN is_dated AND grade IN ('certain', 'probable') THEN 'guarded'
            ELSE 'possible'
        END AS apart_outcome
    FROM signal_pair
    WHERE grade <> 'none'
    UNION ALL
    SELECT
        signal_number AS left_number,
        resident_number AS right_number,
        'resident' AS kind,
        CASE WHEN is_chosen THEN 'guarded' ELSE 'possible' END AS apart_outcome
    FROM resident_choice
    WHERE option_rank > 0
),

judged AS (
    SELECT
        left_number,
        right_number,
        CASE WHEN is_signal_pair THEN 'signal' ELSE 'resident' END AS kind
    FROM weighed_pair
    WHERE verdict IS NOT NULL
),

-- Records without a label are on their own: their number is their group.
settled AS (
    SELECT
        spoken_of.left_number,
        spoken_of.right_number,
        spoken_of.kind,
        CASE
            WHEN
                COALESCE(left_label.group_number, spoken_of.left_number)
                = COALESCE(right_label.group_number, spoken_of.right_number)
                THEN 'linked'
            ELSE spoken_of.apart_outcome
        END AS outcome
    FROM spoken_of
    LEFT JOIN label AS left_label ON spoken_of.left_number = left_label.record_number
    LEFT JOIN label AS right_label
        ON spoken_of.right_number = right_label.record_number
    LEFT JOIN judged
        ON
            spoken_of.left_number = judged.left_number
            AND spoken_of.right_number = judged.right_number
    WHERE judged.left_number IS NULL
)

SELECT
    left_number,
    right_number,
    kind,
    outcome
FROM settled
UNION ALL
SELECT
    left_number,
    right_number,
    kind,
    'verdict' AS outcome
FROM judged
