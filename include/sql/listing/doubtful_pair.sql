-- listing.doubtful_pair: pairs of persons that may be one, to be asked of people.
--
-- Grain:   one row per two persons with a possible pair that nobody judged yet.
-- Reads:   matching.evidence, matching.membership, matching.verdict, matching.review,
--          matching.review_pair, matching.run
-- Params:  run_id, day
-- Report:  Paren die misschien dezelfde persoon zijn en nog niet zijn beoordeeld.

WITH member AS NOT MATERIALIZED (
    SELECT
        membership.signal_id,
        membership.person_id
    FROM matching.membership AS membership
    WHERE membership.run_id = :run_id
),

last_verdict AS (
    SELECT DISTINCT ON (verdict.left_id, verdict.right_id)
        verdict.left_id,
        verdict.right_id,
        verdict.verdict
    FROM matching.run AS run
    INNER JOIN matching.verdict AS verdict
        ON run.municipality_code = verdict.municipality_code
    WHERE run.run_id = :run_id
    ORDER BY
        verdict.left_id ASC,
        verdict.right_id ASC,
        verdict.recorded_at DESC,
        verdict.verdict_id ASC
),

answered AS (
    SELECT
        left_id,
        right_id
    FROM last_verdict
    WHERE verdict <> 'withdrawn'
    UNION ALL
    SELECT
        review_pair.left_id,
        review_pair.right_id
    FROM matching.review AS review
    INNER JOIN matching.review_pair AS review_pair
        ON review.review_id = review_pair.review_id
    WHERE review.state = 'sent' AND review.due_on >= :day
),

settled AS (
    -- Of any two of their signals is of the two persons.
    SELECT DISTINCT
        LEAST(left_member.person_id, right_member.person_id) AS one_person,
        GREATEST(left_member.person_id, right_member.person_id) AS other_person
    FROM answered
    INNER JOIN member AS left_member
        ON answered.left_id = left_member.signal_id
    INNER JOIN member AS right_member
        ON answered.right_id = right_member.signal_id
),

possible AS (
    SELECT
        evidence.left_id,
        evidence.right_id,
        evidence.kind,
        evidence.weight,
        LEAST(left_member.person_id, right_member.person_id) AS one_person,
        GREATEST(left_member.person_id, right_member.person_id) AS other_person
    FROM matching.evidence AS evidence
    INNER JOIN member AS left_member
        ON evidence.left_id = left_member.signal_id
    INNER JOIN member AS right_member
        ON evidence.right_id = right_member.signal_id
    WHERE
        evidence.run_id = :run_id
        AND evidence.outcome = 'possible'
        AND left_member.person_id <> right_member.person_id
)

SELECT DISTINCT ON (possible.one_person, possible.other_person)
    possible.left_id,
    possible.right_id,
    possible.kind,
    possible.weight
FROM possible
LEFT JOIN settled
    ON
        possible.one_person = settled.one_person
        AND possible.other_person = settled.other_person
WHERE settled.one_person IS NULL
ORDER BY
    possible.one_person ASC,
    possible.other_person ASC,
    possible.weight DESC,
    possible.left_id ASC,
    possible.right_id ASC
