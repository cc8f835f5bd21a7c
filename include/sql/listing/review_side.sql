-- listing.review_side: both signals of each pair on a review sheet, and the evidence.
--
-- Grain:   one row per pair and side.
-- Reads:   matching.review, matching.review_pair, matching.evidence, intake.signal
-- Params:  review_id
-- Report:  De te beoordelen paren, met de gegevens van beide kanten.

SELECT
    pair.pair_code,
    evidence.reason,
    evidence.weight,
    signal.signal_id = pair.left_id AS is_left,
    signal.partner_code,
    signal.month,
    signal.initials,
    signal.first_names,
    signal.surname_prefix,
    signal.surname,
    signal.birth_date,
    signal.street,
    signal.house_number,
    signal.house_letter,
    signal.house_addition,
    signal.postcode,
    signal.place,
    signal.phone,
    signal.email
FROM matching.review AS review
INNER JOIN matching.review_pair AS pair
    ON review.review_id = pair.review_id
INNER JOIN matching.evidence AS evidence
    ON
        review.run_id = evidence.run_id
        AND pair.left_id = evidence.left_id
        AND pair.right_id = evidence.right_id
INNER JOIN intake.signal AS signal
    ON
        review.municipality_code = signal.municipality_code
        AND signal.signal_id IN (pair.left_id, pair.right_id)
WHERE review.review_id = :review_id
ORDER BY pair.pair_code ASC, is_left DESC
