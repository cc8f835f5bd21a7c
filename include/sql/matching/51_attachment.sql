-- matching.attachment: an undated signal and its single best dated group.
--
-- Grain:   one row per attached signal (record_number).
-- Reads:   attachment_option
-- Params:  none
-- Report:  Bij twee even goede kandidaten (vader en zoon) wordt niet gekoppeld.

WITH ordered AS (
    SELECT
        record_number,
        dated_number,
        weight,
        ROW_NUMBER() OVER (
            PARTITION BY record_number
            -- The group is unique within a signal.
            ORDER BY weight DESC, group_number ASC
        ) AS option_order
    FROM attachment_option
)

SELECT
    best.record_number,
    best.dated_number,
    best.weight
FROM ordered AS best
LEFT JOIN ordered AS runner_up
    ON
        best.record_number = runner_up.record_number
        AND runner_up.option_order = 2
WHERE
    best.option_order = 1
    AND (
        runner_up.record_number IS NULL
        OR best.weight - runner_up.weight >= 1000
    )
