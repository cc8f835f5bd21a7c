"""How a case moves from one state to the next: allowed steps only, each remembered.

The present state stands in `casework.case`, the way to it in `casework.case_step`;
both are written here and nowhere else. The database forbids other steps too.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, insert, select, text, update

from vroegsein.errors import InvariantError
from vroegsein.parties.case_codes import CASE_TRANSITIONS, CaseState
from vroegsein.register.case_tables import case, case_step


@dataclass(frozen=True)
class Cause:
    """Why a case moves.

    Attributes:
        cause_id: Publication, file of the municipality, or command.
        day: Dutch day on which it became known to us.
    """

    cause_id: str
    day: date


def lock_cases(connection: Connection, municipality: str) -> None:
    """Let nobody else move this municipality's cases until the transaction ends."""
    scope = {"scope": f"cases|{municipality}"}
    query = "SELECT pg_advisory_xact_lock(hashtextextended(:scope, 0))"
    connection.execute(text(query), scope)


def state_of(connection: Connection, case_id: str) -> CaseState:
    """Return where a case is; nobody else moves it until the transaction ends.

    Raises:
        InvariantError: There is no such case.
    """
    query = select(case.c.state).filter_by(case_id=case_id).with_for_update()
    state = connection.execute(query).scalar_one_or_none()
    if state is None:
        msg = f"There is no case {case_id}; cases are made of published lists."
        raise InvariantError(msg)
    return CaseState(state)


def live_cases(connection: Connection, municipality: str) -> dict[str, str]:
    """Return the case that every case of a municipality counts as, by its id.

    A merged case counts as the one it went into, however long the chain.
    """
    query = select(case.c.case_id, case.c.merged_into).filter_by(
        municipality_code=municipality
    )
    into = {row.case_id: row.merged_into for row in connection.execute(query)}
    return {case_id: _end_of(case_id, into) for case_id in into}


def begin_case(
    connection: Connection, case_id: str, municipality: str, month: str, cause: Cause
) -> None:
    """Open a case that was not there."""
    connection.execute(
        insert(case).values(
            case_id=case_id,
            municipality_code=municipality,
            opened_month=month,
            state=CaseState.OPEN,
        )
    )
    _remember(connection, case_id, None, CaseState.OPEN, cause)


def move_case(
    connection: Connection,
    case_id: str,
    to_state: CaseState,
    cause: Cause,
    merged_into: str | None = None,
) -> None:
    """Take a case to another state; to the state it has is no step.

    Args:
        connection: The transaction the cause is written in.
        case_id: The case.
        to_state: Where it goes.
        cause: Why.
        merged_into: The case it goes into, where it is merged.

    Raises:
        InvariantError: There is no such case, or no such step.
    """
    from_state = state_of(connection, case_id)
    if from_state is to_state:
        return
    if to_state not in CASE_TRANSITIONS[from_state]:
        msg = f"Case {case_id} cannot go from {from_state} to {to_state}."
        raise InvariantError(msg)
    changed = update(case).where(case.c.case_id == case_id)
    connection.execute(changed.values(state=to_state, merged_into=merged_into))
    _remember(connection, case_id, from_state, to_state, cause)


def _remember(
    connection: Connection,
    case_id: str,
    from_state: CaseState | None,
    to_state: CaseState,
    cause: Cause,
) -> None:
    """Write the step after the last one."""
    query = select(func.coalesce(func.max(case_step.c.step_number), 0))
    last = connection.execute(query.filter_by(case_id=case_id)).scalar_one()
    connection.execute(
        insert(case_step).values(
            case_id=case_id,
            step_number=last + 1,
            from_state=from_state,
            to_state=to_state,
            step_date=cause.day,
            cause_id=cause.cause_id,
        )
    )


def _end_of(case_id: str, into: dict[str, str | None]) -> str:
    """Follow a chain of merged cases to its end."""
    while (target := into[case_id]) is not None:
        case_id = target
    return case_id
