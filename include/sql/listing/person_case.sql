-- listing.person_case: the cases that persons of a run have from earlier months.
--
-- Grain:   one row per person and case; a merged case counts as the one it went into.
-- Reads:   matching.run, matching.membership, casework.case_signal, casework.case,
--          intake.signal
-- Params:  run_id
-- Report:  Welke meldingen uit eerdere maanden bij een persoon horen.

WITH RECURSIVE followed AS (
    SELECT
        membership.person_id,
        signal.signal_id,
        signal.received_at,
        case_signal.case_id
    FROM matching.run AS run
    INNER JOIN matching.membership AS membership
        ON run.run_id = membership.run_id
    INNER JOIN casework.case_signal AS case_signal
        ON
            membership.signal_id = case_signal.signal_id
            AND run.month > case_signal.month
    INNER JOIN intake.signal AS signal
        ON
            case_signal.signal_id = signal.signal_id
            AND case_signal.month = signal.month
            AND run.municipality_code = signal.municipality_code
    WHERE run.run_id = :run_id
    UNION
    SELECT
        followed.person_id,
        followed.signal_id,
        followed.received_at,
        merged.merged_into AS case_id
    FROM followed
    INNER JOIN casework."case" AS merged
        ON followed.case_id = merged.case_id
    WHERE merged.merged_into IS NOT NULL
)

SELECT
    followed.case_id,
    followed.person_id,
    kept.opened_month,
    MIN(followed.received_at) AS first_received_at,
    (
        ARRAY_AGG(
            followed.signal_id
            ORDER BY followed.received_at, followed.signal_id
        )
    )[1] AS first_signal_id
FROM followed
INNER JOIN casework."case" AS kept
    ON
        followed.case_id = kept.case_id
        AND kept.merged_into IS NULL
GROUP BY followed.case_id, followed.person_id, kept.opened_month
ORDER BY followed.case_id, first_received_at, first_signal_id
