-- matching.attachment_option: the dated groups an undated signal may belong to.
--
-- Grain:   one row per (record_number, group_number), the best pair of that group.
-- Reads:   signal_pair, record, firm_label, resident_choice
-- Params:  none
-- Report:  Een signaal zonder geboortedatum zoekt één persoon met geboortedatum.

WITH directed AS (
    SELECT
        left_number AS record_number,
        right_number AS dated_number,
        weight
    FROM signal_pair
    WHERE rule_code = 'T2'
    UNION ALL
    SELECT
        right_number AS record_number,
        left_number AS dated_number,
        weight
    FROM signal_pair
    WHERE rule_code = 'T2'
),

refused AS (
    SELECT
        signal_pair.left_number AS record_number,
        COALESCE(firm_label.group_number, signal_pair.right_number) AS group_number
    FROM signal_pair
    LEFT JOIN firm_label ON signal_pair.right_number = firm_label.record_number
    WHERE signal_pair.rule_code = 'verdict_different'
    UNION
    SELECT
        signal_pair.right_number AS record_number,
        COALESCE(firm_label.group_number, signal_pair.left_number) AS group_number
    FROM signal_pair
    LEFT JOIN firm_label ON signal_pair.left_number = firm_label.record_number
    WHERE signal_pair.rule_code = 'verdict_different'
),

option_row AS (
    SELECT
        directed.record_number,
        directed.dated_number,
        directed.weight,
        COALESCE(firm_label.group_number, directed.dated_number) AS group_number,
        ROW_NUMBER() OVER (
            PARTITION BY
                directed.record_number,
                COALESCE(firm_label.group_number, directed.dated_number)
            -- The record number is unique: of equal pairs the smallest id.
            ORDER BY directed.weight DESC, directed.dated_number ASC
        ) AS pair_order
    FROM directed
    INNER JOIN record AS undated ON directed.record_number = undated.record_number
    INNER JOIN record AS dated ON directed.dated_number = dated.record_number
    LEFT JOIN firm_label ON directed.dated_number = firm_label.record_number
    WHERE
        undated.birth_key IS NULL
        AND dated.birth_key IS NOT NULL
),

registered AS (SELECT DISTINCT signal_number FROM resident_choice)

SELECT
    option_row.record_number,
    option_row.group_number,
    option_row.dated_number,
    option_row.weight
FROM option_row
LEFT JOIN refused
    ON
        option_row.record_number = refused.record_number
        AND option_row.group_number = refused.group_number
-- Whom the register points at, once or twice, is not sought here.
LEFT JOIN registered
    ON option_row.record_number = registered.signal_number
WHERE
    option_row.pair_order = 1
    AND refused.group_number IS NULL
    AND registered.signal_number IS NULL
