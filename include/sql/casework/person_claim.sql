-- casework.person_claim: cases whose signals belong to a person of a published list.
--
-- Grain:   one row per person on the list and case; a case's oldest signal first.
-- Reads:   publication.publication, casework.draft, casework.list_entry,
--          matching.membership, casework.case_signal, intake.signal
-- Params:  publication_id
-- Report:  Bestaande meldingen van de mensen op een gepubliceerde lijst.

SELECT
    entry.person_id,
    member.case_id,
    MIN(signal.received_at) AS first_received_at
FROM publication.publication AS publication
INNER JOIN casework.draft AS draft
    ON publication.draft_id = draft.draft_id
INNER JOIN casework.list_entry AS entry
    ON draft.draft_id = entry.draft_id
INNER JOIN matching.membership AS membership
    ON
        draft.run_id = membership.run_id
        AND entry.person_id = membership.person_id
INNER JOIN casework.case_signal AS member
    ON membership.signal_id = member.signal_id
INNER JOIN intake.signal AS signal
    ON
        member.signal_id = signal.signal_id
        AND member.month = signal.month
WHERE publication.publication_id = :publication_id
GROUP BY entry.person_id, member.case_id
ORDER BY member.case_id, first_received_at, entry.person_id
