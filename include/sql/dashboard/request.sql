-- dashboard.request: requests of people about their own records, counted.
--
-- Grain:   one row per kind of request with one in the months shown.
-- Reads:   audit.person_request
-- Params:  municipality_code, first_day
-- Report:  Verzoeken om inzage, bezwaar en rectificatie, en of de termijn is gehaald.

SELECT
    request.kind,
    COUNT(*) AS request_count,
    COUNT(*) FILTER (
        WHERE
        CAST(request.answered_at AT TIME ZONE 'Europe/Amsterdam' AS DATE)
        > request.due_on
    ) AS late_count,
    MAX(request.answered_at) AS last_at
FROM audit.person_request AS request
WHERE
    request.municipality_code = :municipality_code
    AND request.received_on >= :first_day
GROUP BY request.kind
ORDER BY request.kind COLLATE "C"
