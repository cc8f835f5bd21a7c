-- matching.resident_choice: the residents of a signal's best rank; one is a link.
--
-- Grain:   one row per (signal_number, resident_number) of the best rank.
-- Reads:   resident_option
-- Params:  none
-- Report:  Alleen als precies één inwoner past, wordt het signaal gekoppeld.

WITH best AS (
    SELECT
        signal_number,
        MIN(option_rank) AS option_rank
    FROM resident_option
    GROUP BY signal_number
),

counted AS (
    SELECT
        best.signal_number,
        best.option_rank,
        COUNT(*) AS option_count
    FROM best
    INNER JOIN resident_option
        ON
            best.signal_number = resident_option.signal_number
            AND best.option_rank = resident_option.option_rank
    GROUP BY
        best.signal_number,
        best.option_rank
)

SELECT
    resident_option.signal_number,
    resident_option.resident_number,
    resident_option.option_rank,
    resident_option.grade,
    -- Human verdicts all count, even on two residents; the conflict is then shown.
    counted.option_count = 1 OR counted.option_rank = 0 AS is_chosen
FROM counted
INNER JOIN resident_option
    ON
        counted.signal_number = resident_option.signal_number
        AND counted.option_rank = resident_option.option_rank
