-- dashboard.chain: how far the chain of events reaches, and whether it is unbroken.
--
-- Grain:   one row.
-- Reads:   audit.event, audit.checkpoint, audit.checkpoint_copy
-- Params:  municipality_code, account
-- Report:  Stand van de gebeurtenissenketen en van het laatste ondertekende punt.

WITH linked AS (
    SELECT
        link.seq,
        link.occurred_at,
        link.previous_hash,
        LAG(link.hash) OVER (ORDER BY link.seq) AS hash_before,
        LAG(link.seq, 1, CAST(0 AS BIGINT)) OVER (ORDER BY link.seq) AS seq_before
    FROM audit.event AS link
    WHERE link.municipality_code = :municipality_code
),

last_signed AS (
    SELECT
        MAX(signed.seq) AS seq,
        MAX(signed.signed_at) AS signed_at
    FROM audit.checkpoint AS signed
    WHERE signed.municipality_code = :municipality_code
),

last_outside AS (
    SELECT
        MAX(outside.seq) AS seq,
        MAX(outside.sent_at) AS sent_at
    FROM audit.checkpoint_copy AS outside
    WHERE
        outside.municipality_code = :municipality_code
        AND outside.account = :account
)

SELECT
    COUNT(linked.seq) AS event_count,
    MAX(linked.occurred_at) AS last_at,
    COUNT(*) FILTER (
        WHERE
        linked.seq <> linked.seq_before + 1
        OR linked.previous_hash <> COALESCE(linked.hash_before, linked.previous_hash)
    ) AS broken_count,
    (SELECT last_signed.seq FROM last_signed) AS signed_seq,
    (SELECT last_signed.signed_at FROM last_signed) AS signed_at,
    (SELECT last_outside.seq FROM last_outside) AS outside_seq,
    (SELECT last_outside.sent_at FROM last_outside) AS outside_at
FROM linked
