-- dashboard.version: marks that change whenever a figure of the pages may change.
--
-- Grain:   one row.
-- Reads:   intake.delivery, intake.crisis_notice, intake.crisis_answer,
--          matching.review, casework.draft, casework.contact_attempt,
--          casework.outcome, publication.audit, publication.approval,
--          publication.publication, casework.crisis_list, audit.purge,
--          audit.purge_certificate
-- Params:  municipality_code
-- Report:  Kenmerken van de stand waarop de pagina berust.

SELECT
    (
        SELECT STRING_AGG(found.state, ',' ORDER BY found.delivery_id COLLATE "C")
        FROM intake.delivery AS found
        WHERE found.municipality_code = :municipality_code
    ) AS deliveries,
    (
        SELECT STRING_AGG(found.state, ',' ORDER BY found.review_id COLLATE "C")
        FROM matching.review AS found
        WHERE found.municipality_code = :municipality_code
    ) AS reviews,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.recorded_at))
        FROM intake.crisis_notice AS found
    ) AS notices,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.recorded_at))
        FROM intake.crisis_answer AS found
    ) AS answers,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.recorded_at))
        FROM casework.draft AS found
    ) AS drafts,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.recorded_at))
        FROM casework.contact_attempt AS found
    ) AS attempts,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.recorded_at))
        FROM casework.outcome AS found
    ) AS outcomes,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.recorded_at))
        FROM publication.audit AS found
    ) AS audits,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.recorded_at))
        FROM publication.approval AS found
    ) AS approvals,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.recorded_at))
        FROM publication.publication AS found
    ) AS publications,
    (
        SELECT STRING_AGG(found.state, ',' ORDER BY found.crisis_list_id COLLATE "C")
        FROM casework.crisis_list AS found
        WHERE found.municipality_code = :municipality_code
    ) AS crisis_lists,
    (
        SELECT CONCAT(COUNT(*), ' ', MAX(found.as_of), ' ', COUNT(proof.digest))
        FROM audit.purge AS found
        LEFT JOIN audit.purge_certificate AS proof
            ON found.purge_id = proof.purge_id
    ) AS purges
