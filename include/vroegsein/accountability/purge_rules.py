"""Which rows of the register a purge destroys: of cases, of signals, of months, of age.

Each rule is a statement of its own; together they stand in an order the foreign keys
allow. How no byte of the rows stays behind is the matter of `purge_rows`.
"""

from typing import Any

from sqlalchemy import (
    Delete,
    Select,
    Table,
    and_,
    delete,
    func,
    or_,
    select,
)

from vroegsein.accountability.purge_scope import Scope, gone_table
from vroegsein.register.audit_tables import processing_line
from vroegsein.register.case_tables import (
    case,
    case_signal,
    case_step,
    contact_attempt,
    exclusion,
    feedback,
    handover,
    measure_used,
    office_file,
    outcome,
    resident,
)
from vroegsein.register.crisis_tables import crisis_list_signal
from vroegsein.register.exclusion_tables import exclusion_match
from vroegsein.register.list_tables import (
    draft,
    list_entry,
    list_entry_signal,
    signal_decision,
)
from vroegsein.register.matching_tables import address_case, evidence, membership, run
from vroegsein.register.quality_tables import record_receipt
from vroegsein.register.review_tables import review_pair, verdict

#: Every table a purge takes rows of; a test holds the register's tables to it.
PURGED: tuple[Table, ...] = (
    address_case,
    case,
    case_signal,
    case_step,
    contact_attempt,
    crisis_list_signal,
    evidence,
    exclusion,
    exclusion_match,
    feedback,
    handover,
    list_entry,
    list_entry_signal,
    measure_used,
    membership,
    outcome,
    processing_line,
    record_receipt,
    resident,
    review_pair,
    signal_decision,
    verdict,
)


def statements(scope: Scope, months: list[str], cases: list[str]) -> list[Delete]:
    """Return every statement of a purge, in an order the foreign keys allow."""
    return [
        *_of_cases(cases),
        *_of_signals(),
        *_of_months(scope, months),
        *_of_age(scope),
    ]


def _gone() -> Select[Any]:
    """Select the ids of the signals that go."""
    return select(gone_table().c.signal_id)


def _of_cases(cases: list[str]) -> list[Delete]:
    """Delete cases with all that was done in them."""
    results = select(outcome.c.outcome_id).where(outcome.c.case_id.in_(cases))
    return [
        delete(measure_used).where(measure_used.c.outcome_id.in_(results)),
        *(
            delete(table).where(table.c.case_id.in_(cases))
            for table in (
                outcome,
                contact_attempt,
                case_step,
                case_signal,
                crisis_list_signal,
                case,
            )
        ),
    ]


def _of_signals() -> list[Delete]:
    """Delete what hangs on a signal that goes."""
    gone = _gone()
    return [
        *(
            delete(table).where(table.c.signal_id.in_(gone))
            for table in (
                list_entry_signal,
                crisis_list_signal,
                exclusion_match,
                membership,
                feedback,
                handover,
            )
        ),
        *(
            delete(table).where(
                or_(table.c.left_id.in_(gone), table.c.right_id.in_(gone))
            )
            for table in (evidence, review_pair, verdict)
        ),
    ]


def _of_months(scope: Scope, months: list[str]) -> list[Delete]:
    """Delete lists and runs of due months, and their addresses in later runs."""
    drafts = select(draft.c.draft_id).where(
        draft.c.municipality_code == scope.municipality, draft.c.month.in_(months)
    )
    ours = select(run.c.run_id).where(run.c.municipality_code == scope.municipality)
    runs = ours.where(run.c.month.in_(months))
    return [
        *(
            delete(table).where(table.c.draft_id.in_(drafts))
            for table in (list_entry_signal, list_entry, signal_decision)
        ),
        *(
            delete(table).where(table.c.run_id.in_(runs))
            for table in (exclusion_match, membership, evidence, address_case)
        ),
        delete(address_case).where(
            address_case.c.run_id.in_(ours), address_case.c.month.in_(months)
        ),
    ]


def _of_age(scope: Scope) -> list[Delete]:
    """Delete what has a term of its own: lists replaced, proofs, lines of the log."""
    terms, ours = scope.terms, scope.municipality
    replaced = _replaced_files(scope)
    log_ends = scope.months_ago(12 * terms.audit_years)
    return [
        delete(exclusion).where(
            exclusion.c.municipality_code == ours,
            or_(
                exclusion.c.office_file_id.in_(replaced),
                exclusion.c.until_date < scope.months_ago(terms.signal_months),
            ),
        ),
        delete(resident).where(
            resident.c.municipality_code == ours,
            resident.c.office_file_id.in_(replaced),
        ),
        delete(record_receipt).where(
            record_receipt.c.municipality_code == ours,
            record_receipt.c.keep_until < scope.day,
        ),
        delete(processing_line).where(
            processing_line.c.municipality_code == ours,
            func.date(processing_line.c.end_time) < log_ends,
        ),
    ]


def _replaced_files(scope: Scope) -> Select[Any]:
    """Select files of the municipality that a newer one of their kind replaced."""
    newer = office_file.alias("newer")
    old_kinds = select(exclusion.c.kind).where(
        exclusion.c.office_file_id == office_file.c.office_file_id
    )
    same_list = select(exclusion.c.exclusion_id).where(
        exclusion.c.office_file_id == newer.c.office_file_id,
        exclusion.c.kind.in_(old_kinds),
    )
    return select(office_file.c.office_file_id).where(
        office_file.c.municipality_code == scope.municipality,
        office_file.c.kind.in_(("exclusions", "residents")),
        select(newer.c.office_file_id)
        .where(
            newer.c.municipality_code == office_file.c.municipality_code,
            newer.c.kind == office_file.c.kind,
            newer.c.state == "accepted",
            newer.c.recorded_at > office_file.c.recorded_at,
            newer.c.received_on <= scope.days_ago(scope.terms.list_days),
            or_(office_file.c.kind == "residents", same_list.exists()),
        )
        .exists(),
        and_(office_file.c.state == "accepted"),
    )
