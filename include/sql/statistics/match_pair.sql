-- statistics.match_pair: how pairs of signals were decided on, and how surely.
--
-- Grain:   one row per month with a published list.
-- Reads:   publication.publication, casework.draft, matching.evidence,
--          matching.review, matching.review_pair, matching.verdict
-- Params:  municipality_code, first_month, last_month
-- Report:  Paren die vanzelf zijn gekoppeld, die aan mensen zijn gevraagd, en wat zij
--          ervan vonden.

WITH last_version AS (
    SELECT DISTINCT ON (publication.month)
        publication.month,
        draft.run_id
    FROM publication.publication AS publication
    INNER JOIN casework.draft AS draft
        ON publication.draft_id = draft.draft_id
    WHERE
        publication.municipality_code = :municipality_code
        AND publication.month BETWEEN :first_month AND :last_month
    ORDER BY publication.month ASC, publication.version DESC
),

linked AS (
    SELECT
        last_version.month,
        COUNT(evidence.left_id) AS linked_count,
        -- Weights are log-odds in thousandths: the logistic gives the chance.
        SUM(1 / (1 + EXP(-evidence.weight / 1000.0))) AS likely_sum
    FROM last_version
    LEFT JOIN matching.evidence AS evidence
        ON
            last_version.run_id = evidence.run_id
            AND evidence.kind = 'signal'
            AND evidence.outcome = 'linked'
    GROUP BY last_version.month
),

asked AS (
    SELECT
        review.month,
        COUNT(*) AS asked_count,
        COUNT(*) FILTER (WHERE verdict.verdict = 'same') AS same_count,
        COUNT(*) FILTER (WHERE verdict.verdict = 'different') AS different_count
    FROM matching.review AS review
    INNER JOIN matching.review_pair AS pair
        ON review.review_id = pair.review_id
    LEFT JOIN LATERAL (
        SELECT decided.verdict
        FROM matching.verdict AS decided
        WHERE
            review.review_id = decided.review_id
            AND pair.left_id = decided.left_id
            AND pair.right_id = decided.right_id
        ORDER BY decided.recorded_at DESC, decided.verdict_id DESC
        LIMIT 1
    ) AS verdict ON TRUE
    WHERE
        review.municipality_code = :municipality_code
        AND pair.kind = 'signal'
    GROUP BY review.month
)

SELECT
    linked.month,
    linked.linked_count,
    CAST(
        COALESCE(ROUND(CAST(linked.likely_sum AS NUMERIC) * 1000), 0) AS BIGINT
    ) AS likely_thousandths,
    COALESCE(asked.asked_count, 0) AS asked_count,
    COALESCE(asked.same_count, 0) AS same_count,
    COALESCE(asked.different_count, 0) AS different_count
FROM linked
LEFT JOIN asked
    ON linked.month = asked.month
ORDER BY linked.month
