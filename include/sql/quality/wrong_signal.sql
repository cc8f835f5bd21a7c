-- quality.wrong_signal: how many signals of a partner were not justified (KPI K19).
--
-- Grain:   one row per partner and month that has a published list.
-- Reads:   publication.publication, casework.signal_decision, intake.signal
-- Params:  municipality_code, first_month, last_month, wrong_status
-- Report:  Onterechte signalen per partner in de laatste lijst van elke maand.

WITH last_version AS (
    SELECT DISTINCT ON (publication.month)
        publication.month,
        publication.draft_id
    FROM publication.publication AS publication
    WHERE
        publication.municipality_code = :municipality_code
        AND publication.month BETWEEN :first_month AND :last_month
    ORDER BY publication.month ASC, publication.version DESC
)

SELECT
    signal.partner_code,
    last_version.month,
    COUNT(*) AS signal_count,
    COUNT(*) FILTER (WHERE decision.status = :wrong_status) AS wrong_count
FROM last_version
INNER JOIN casework.signal_decision AS decision
    ON last_version.draft_id = decision.draft_id
INNER JOIN intake.signal AS signal
    ON
        decision.signal_id = signal.signal_id
        AND last_version.month = signal.month
GROUP BY signal.partner_code, last_version.month
ORDER BY last_version.month, signal.partner_code COLLATE "C"
