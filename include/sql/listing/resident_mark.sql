-- listing.resident_mark: what the extract of the register of persons says of a signal.
--
-- Grain:   one row per signal of the month, where the run leaned on an extract.
-- Reads:   matching.run, matching.run_source, matching.membership, intake.signal,
--          casework.resident
-- Params:  run_id
-- Report:  Wat de basisregistratie personen van de inwoner zegt.

WITH extract_row AS (
    SELECT resident.*
    FROM matching.run_source AS origin
    INNER JOIN casework.resident AS resident
        ON origin.office_file_id = resident.office_file_id
    WHERE
        origin.run_id = :run_id
        AND origin.kind = 'residents'
),

living AS (
    SELECT
        extract_row.resident_id,
        extract_row.postcode,
        extract_row.house_number,
        COALESCE(extract_row.house_letter, '') AS house_letter,
        COALESCE(extract_row.house_addition, '') AS house_addition
    FROM extract_row
    WHERE
        extract_row.deceased = 'false'
        AND extract_row.moved_out = 'false'
)

SELECT
    signal.signal_id,
    found.resident_id IS NOT NULL AS is_found,
    COALESCE(found.deceased = 'true', FALSE) AS is_deceased,
    COALESCE(found.moved_out = 'true', FALSE) AS is_moved_out,
    COALESCE(found.address_secret = 'true', FALSE) AS is_hidden,
    -- Additions are spelled in many ways; another door in one building is no move.
    COALESCE(
        found.postcode <> signal.postcode
        OR found.house_number <> signal.house_number,
        FALSE
    ) AS is_elsewhere,
    -- Asked of the deceased alone: an extract has every resident.
    COALESCE(found.deceased = 'true', FALSE)
    AND (
        EXISTS (
            SELECT 1
            FROM living
            WHERE
                living.resident_id <> found.resident_id
                AND living.postcode = found.postcode
                AND living.house_number = found.house_number
                AND living.house_letter = COALESCE(found.house_letter, '')
                AND living.house_addition = COALESCE(found.house_addition, '')
        )
        OR EXISTS (
            SELECT 1
            FROM matching.membership AS other
            WHERE
                other.run_id = run.run_id
                AND other.address_key = membership.address_key
                AND other.person_id <> membership.person_id
        )
    ) AS has_company
FROM matching.run AS run
INNER JOIN matching.run_source AS origin
    ON
        run.run_id = origin.run_id
        AND origin.kind = 'residents'
INNER JOIN matching.membership AS membership
    ON run.run_id = membership.run_id
INNER JOIN intake.signal AS signal
    ON
        membership.signal_id = signal.signal_id
        AND run.municipality_code = signal.municipality_code
        AND run.month = signal.month
LEFT JOIN extract_row AS found
    ON membership.resident_id = found.resident_id
WHERE run.run_id = :run_id
ORDER BY signal.signal_id COLLATE "C"
