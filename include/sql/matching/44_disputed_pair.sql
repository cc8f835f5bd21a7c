-- matching.disputed_pair: two records of one group that must stay apart.
--
-- Grain:   one row per unordered pair (left_number < right_number).
-- Reads:   weighed_pair, label, conflict, record, parameter
-- Params:  classes
-- Report:  Twee zekere geboortedata, twee inwoners of een oordeel "verschillend".

-- 0 gives way to a telling link, 1 to the register, 2 to a human; 3 to nobody.
WITH member AS (
    SELECT
        label.group_number,
        record.record_number,
        record.is_signal,
        record.birth_number,
        CASE
            WHEN record.is_birth_certain AND parameter.classes = 3
                THEN LEAST(
                    record.birth_number,
                    COALESCE(record.swapped_number, record.birth_number)
                )
        END AS day_number
    FROM conflict
    INNER JOIN label ON conflict.group_number = label.group_number
    INNER JOIN record ON label.record_number = record.record_number
    CROSS JOIN parameter
    UNION ALL
    SELECT
        conflict.group_number,
        record.record_number,
        record.is_signal,
        record.birth_number,
        CASE
            WHEN record.is_birth_certain AND parameter.classes = 3
                THEN LEAST(
                    record.birth_number,
                    COALESCE(record.swapped_number, record.birth_number)
                )
        END AS day_number
    FROM conflict
    INNER JOIN record ON conflict.group_number = record.record_number
    CROSS JOIN parameter
),

opposed AS (
    SELECT
        earlier.record_number AS left_number,
        later.record_number AS right_number,
        CASE
            WHEN NOT earlier.is_signal AND NOT later.is_signal THEN 3
            WHEN NEAR_NUMBERS(earlier.birth_number, later.birth_number) THEN 1
            ELSE 2
        END AS firmness
    FROM member AS earlier
    INNER JOIN member AS later
        ON
            earlier.group_number = later.group_number
            AND earlier.record_number < later.record_number
    WHERE
        earlier.day_number <> later.day_number
        OR (NOT earlier.is_signal AND NOT later.is_signal)
    UNION ALL
    SELECT
        weighed_pair.left_number,
        weighed_pair.right_number,
        CASE
            WHEN weighed_pair.verdict = 'different' THEN 3
            ELSE weighed_pair.firmness
        END AS firmness
    FROM weighed_pair
    INNER JOIN member AS earlier
        ON weighed_pair.left_number = earlier.record_number
    INNER JOIN member AS later
        ON
            weighed_pair.right_number = later.record_number
            AND earlier.group_number = later.group_number
    WHERE weighed_pair.pull = -1000000
)

SELECT
    left_number,
    right_number,
    MAX(firmness) AS firmness
FROM opposed
GROUP BY
    left_number,
    right_number
