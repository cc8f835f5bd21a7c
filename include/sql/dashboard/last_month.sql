-- dashboard.last_month: the newest month of which anything was delivered or drafted.
--
-- Grain:   one row; the month is empty where nothing came yet.
-- Reads:   intake.delivery, casework.draft
-- Params:  municipality_code
-- Report:  De laatste maand waarvan iets bekend is.

SELECT
    GREATEST(
        (
            SELECT MAX(delivery.month)
            FROM intake.delivery AS delivery
            WHERE delivery.municipality_code = :municipality_code
        ),
        (
            SELECT MAX(draft.month)
            FROM casework.draft AS draft
            WHERE draft.municipality_code = :municipality_code
        )
    ) AS last_month
