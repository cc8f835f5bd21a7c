-- dashboard.purge: the purges of personal data, the last first.
--
-- Grain:   one row per purge; without a certificate it was not completed.
-- Reads:   audit.purge, audit.purge_certificate, audit.purged_month
-- Params:  municipality_code
-- Report:  Vernietigingen met hun certificaat.

SELECT
    purged.purge_id,
    purged.as_of,
    certificate.completed_at,
    certificate.digest,
    COALESCE(JSONB_ARRAY_LENGTH(certificate.destroyed_keys), 0) AS key_count,
    (
        SELECT STRING_AGG(gone.month, ', ' ORDER BY gone.month)
        FROM audit.purged_month AS gone
        WHERE gone.purge_id = purged.purge_id
    ) AS months
FROM audit.purge AS purged
LEFT JOIN audit.purge_certificate AS certificate
    ON purged.purge_id = certificate.purge_id
WHERE purged.municipality_code = :municipality_code
ORDER BY purged.as_of DESC, purged.purge_id DESC
LIMIT 12
