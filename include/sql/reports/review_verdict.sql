-- reports.review_verdict: what officials said of doubtful pairs before the draft.
--
-- Grain:   one row per review, verdict and official.
-- Reads:   casework.draft, matching.review, matching.verdict
-- Params:  draft_id
-- Report:  Oordelen over twijfelgevallen die het concept kende, zonder namen van
--          inwoners.

SELECT
    review.review_id,
    review.month,
    review.pair_count AS asked_count,
    verdict.verdict,
    verdict.decided_by,
    COUNT(*) AS pair_count,
    CAST(MAX(verdict.recorded_at) AT TIME ZONE 'Europe/Amsterdam' AS DATE)
        AS decided_on
FROM casework.draft AS draft
INNER JOIN matching.review AS review
    ON
        draft.municipality_code = review.municipality_code
        AND draft.month >= review.month
INNER JOIN matching.verdict AS verdict
    ON
        review.review_id = verdict.review_id
        -- What was said later did not count for this draft.
        AND draft.recorded_at >= verdict.recorded_at
WHERE draft.draft_id = :draft_id
GROUP BY
    review.review_id,
    review.month,
    review.pair_count,
    verdict.verdict,
    verdict.decided_by
ORDER BY
    review.month,
    review.review_id COLLATE "C",
    verdict.verdict COLLATE "C",
    verdict.decided_by COLLATE "C"
