-- statistics.feedback: when a partner was told what, and since when it was known.
--
-- Grain:   one row per news of a signal.
-- Reads:   casework.feedback, intake.signal, publication.publication,
--          casework.case_signal, casework.outcome
-- Params:  municipality_code, first_month, last_month
-- Report:  Elke terugkoppeling met de dag waarop zij bekend was en de dag waarop zij
--          ging.

WITH published AS (
    SELECT
        publication.month,
        CAST(
            MIN(publication.published_at) AT TIME ZONE 'Europe/Amsterdam' AS DATE
        ) AS first_day
    FROM publication.publication AS publication
    WHERE publication.municipality_code = :municipality_code
    GROUP BY publication.month
),

last_result AS (
    SELECT
        member.signal_id,
        news.feedback_id,
        MAX(outcome.result_date) AS result_date
    FROM casework.feedback AS news
    INNER JOIN casework.case_signal AS member
        ON news.signal_id = member.signal_id
    INNER JOIN casework.outcome AS outcome
        ON
            member.case_id = outcome.case_id
            AND news.feedback_date >= outcome.result_date
            AND member.picked_up_on <= outcome.result_date
    WHERE
        news.municipality_code = :municipality_code
        AND news.code IN ('TK10', 'TK20', 'TK21', 'TK30')
    GROUP BY member.signal_id, news.feedback_id
)

SELECT
    signal.month,
    news.partner_code,
    news.code,
    COALESCE(last_result.result_date, published.first_day) AS known_on,
    news.feedback_date
FROM casework.feedback AS news
INNER JOIN intake.signal AS signal
    ON
        news.signal_id = signal.signal_id
        AND news.municipality_code = signal.municipality_code
INNER JOIN published
    ON signal.month = published.month
LEFT JOIN last_result
    ON news.feedback_id = last_result.feedback_id
WHERE
    news.municipality_code = :municipality_code
    AND signal.month BETWEEN :first_month AND :last_month
    AND news.code <> 'TK00'
ORDER BY signal.month, news.feedback_id COLLATE "C"
