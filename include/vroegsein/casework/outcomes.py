"""What came of cases: attempts, results and measures, and where the case goes by them.

A result belongs to a case and a day, an attempt to a case, a day, a kind and a part of
the day; the same again, in this file or another, adds nothing. Accepted help takes a
case to `helped`, any other result closes it, an attempt alone makes contact. A result
from before the newest signal was picked up is kept, and moves nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, ScalarSelect, func, select, update
from sqlalchemy.dialects.postgresql import insert

from vroegsein.casework.handover import open_handovers
from vroegsein.casework.history import Cause, live_cases, move_case, state_of
from vroegsein.casework.office_days import read_day
from vroegsein.casework.outcome_rows import (
    Cases,
    ListedCase,
    attempt_rows,
    measure_codes,
    result_rows,
)
from vroegsein.parties.case_codes import ACCEPTED_RESULTS, CaseState, Result
from vroegsein.register.case_tables import (
    case,
    case_signal,
    contact_attempt,
    measure_used,
    outcome,
)


@dataclass(frozen=True)
class Source:
    """Where outcomes come from.

    Attributes:
        office_file_id: The file.
        municipality: Of which municipality.
        received_on: Dutch day of receipt.
    """

    office_file_id: str
    municipality: str
    received_on: date


def has_list(connection: Connection, municipality: str, month: str) -> bool:
    """Tell whether a month has a list: cases come of it, of a crisis list too."""
    query = (
        select(case_signal.c.signal_id)
        .join(case)
        .where(case.c.municipality_code == municipality, case_signal.c.month == month)
        .limit(1)
    )
    return connection.execute(query).first() is not None


def known_cases(connection: Connection, municipality: str, month: str) -> Cases:
    """Return what is known of a municipality's cases, by every id it ever gave out."""
    live = live_cases(connection, municipality)
    query = (
        select(case_signal.c.case_id, func.min(case_signal.c.picked_up_on))
        .join(case)
        .where(case.c.municipality_code == municipality, case_signal.c.month == month)
        .group_by(case_signal.c.case_id)
    )
    listed = dict(map(tuple, connection.execute(query)))
    results: dict[str, dict[date, str]] = {}
    said = (
        select(outcome.c.case_id, outcome.c.result_date, outcome.c.result)
        .join(case)
        .where(case.c.municipality_code == municipality)
    )
    for row in connection.execute(said):
        results.setdefault(row.case_id, {})[row.result_date] = row.result
    return {
        given: ListedCase(case_id, listed.get(case_id), results.get(case_id, {}))
        for given, case_id in live.items()
    }


def write_outcomes(
    connection: Connection, table: pd.DataFrame, cases: Cases, source: Source
) -> None:
    """Write the rows that were found right, and move their cases.

    Args:
        connection: The transaction the file is registered in.
        table: Rows without findings.
        cases: As they were judged with.
        source: Where they come from.
    """
    touched: dict[str, None] = {}
    for given, *line in attempt_rows(table).to_numpy().tolist():
        case_id = cases[given].case_id
        _write_attempt(connection, case_id, line, source)
        touched[case_id] = None
    added: set[str] = set()
    for given, *line in result_rows(table).to_numpy().tolist():
        case_id = cases[given].case_id
        if line[0] and _write_result(connection, case_id, line, source):
            added.add(case_id)
        touched[case_id] = None
    cause = Cause(source.office_file_id, source.received_on)
    for case_id in sorted(touched):
        _move(connection, case_id, cause, has_result=case_id in added)
    open_handovers(connection, sorted(added), source.municipality, source.received_on)


def _write_attempt(
    connection: Connection,
    case_id: str,
    line: list[str],
    source: Source,
) -> None:
    """Write an attempt; of one that is known only that somebody was reached."""
    kind, text, part, reached = line
    day, is_reached = read_day(text), reached.upper() == "J"
    same = (
        (contact_attempt.c.case_id == case_id)
        & (contact_attempt.c.attempt_date == day)
        & (contact_attempt.c.kind == kind)
        & contact_attempt.c.part_of_day.is_not_distinct_from(part or None)
    )
    changed = update(contact_attempt).where(same)
    better = contact_attempt.c.reached | is_reached
    if connection.execute(changed.values(reached=better)).rowcount:
        return
    connection.execute(
        insert(contact_attempt).values(
            attempt_id=_made_of("T", case_id, day, kind, part),
            case_id=case_id,
            office_file_id=source.office_file_id,
            kind=kind,
            reached=is_reached,
            attempt_date=day,
            part_of_day=part or None,
        )
    )


def _write_result(
    connection: Connection,
    case_id: str,
    line: list[str],
    source: Source,
) -> bool:
    """Write a result and its measures; tell whether it was not known yet."""
    result, text, measures = line
    day = read_day(text)
    query = select(outcome.c.outcome_id).filter_by(
        case_id=case_id, result=result, result_date=day
    )
    known = connection.execute(query).scalars().first()
    outcome_id = known or _made_of("U", case_id, day, result)
    if known is None:
        connection.execute(
            insert(outcome).values(
                outcome_id=outcome_id,
                case_id=case_id,
                office_file_id=source.office_file_id,
                result=result,
                result_date=day,
            )
        )
    used = [
        {"outcome_id": outcome_id, "measure": measure}
        for measure in measure_codes(measures)
    ]
    if used:
        connection.execute(insert(measure_used).on_conflict_do_nothing(), used)
    return known is None


def _move(
    connection: Connection, case_id: str, cause: Cause, *, has_result: bool
) -> None:
    """Take a case where its newest result or its attempts bring it."""
    state = state_of(connection, case_id)
    newest = _newest_result(connection, case_id) if has_result else None
    if newest is None:
        if state is CaseState.OPEN and _was_tried(connection, case_id):
            move_case(connection, case_id, CaseState.IN_CONTACT, cause)
        return
    goal = CaseState.HELPED if newest in ACCEPTED_RESULTS else CaseState.CLOSED
    if state is CaseState.CLOSED and goal is CaseState.HELPED:
        move_case(connection, case_id, CaseState.OPEN, cause)  # a late reaction
    move_case(connection, case_id, goal, cause)


def _newest_result(connection: Connection, case_id: str) -> Result | None:
    """Return the result that holds, unless newer signals ask for work."""
    query = (
        select(outcome.c.result)
        .where(
            outcome.c.case_id == case_id,
            outcome.c.result_date >= _picked_up(case_id),
        )
        .order_by(outcome.c.result_date.desc(), outcome.c.outcome_id)
    )
    found = connection.execute(query).scalars().first()
    return None if found is None else Result(found)


def _was_tried(connection: Connection, case_id: str) -> bool:
    """Tell whether somebody was tried since the newest signal was picked up."""
    query = select(func.count()).where(
        contact_attempt.c.case_id == case_id,
        contact_attempt.c.attempt_date >= _picked_up(case_id),
    )
    return connection.execute(query).scalar_one() > 0


def _picked_up(case_id: str) -> ScalarSelect[date]:
    query = select(func.max(case_signal.c.picked_up_on))
    return query.where(case_signal.c.case_id == case_id).scalar_subquery()


def _made_of(letter: str, *parts: object) -> str:
    """Return an id that is the same for the same fact."""
    text = "|".join(str(part or "") for part in parts)
    return f"{letter}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
