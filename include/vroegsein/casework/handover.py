"""Signals of people who live elsewhere: handed over by form, sent, confirmed.

The form goes to the officials, who send it on by secure mail or phone (domain rule
X-GEENINW); we never write to another municipality, and a partner never hears where
somebody lives. Every step is somebody's: `open`, then `sent`, then `confirmed`.
"""

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from vroegsein.errors import DecisionError
from vroegsein.parties.case_codes import HandoverState, Result
from vroegsein.register import engine
from vroegsein.register.case_tables import case_signal, handover, outcome

#: From which state a hand-over comes to each, and the column of its day.
_STEPS = {
    HandoverState.SENT: (HandoverState.OPEN, handover.c.sent_on),
    HandoverState.CONFIRMED: (HandoverState.SENT, handover.c.confirmed_on),
}

#: Name of a municipality, such as 's-Gravenhage or Bergen (NH.).
_PLACE = re.compile(r"['\u2019]?[^\W\d_](?:[^\W\d_]|[ .()'\u2019-]){1,59}")


def handover_id(signal_id: str) -> str:
    """Return the id of a signal's hand-over; there is one at most."""
    return f"H-{signal_id}"


def open_handovers(
    connection: Connection, case_ids: Sequence[str], municipality: str, day: date
) -> int:
    """Open the hand-overs of cases whose result is that nobody of that name lives here.

    Returns:
        How many were opened; a signal that has one keeps it.
    """
    query = (
        select(case_signal.c.signal_id)
        .join(outcome, outcome.c.case_id == case_signal.c.case_id)
        .where(
            case_signal.c.case_id.in_(case_ids),
            case_signal.c.picked_up_on <= outcome.c.result_date,
            outcome.c.result == Result.NO_RESIDENT,
        )
        .distinct()
        .order_by(case_signal.c.signal_id)
    )
    rows = [
        {
            "handover_id": handover_id(signal_id),
            "municipality_code": municipality,
            "signal_id": signal_id,
            "state": HandoverState.OPEN,
            "opened_on": day,
        }
        for signal_id in connection.execute(query).scalars()
    ]
    if not rows:
        return 0
    written = insert(handover).on_conflict_do_nothing().returning(handover.c.signal_id)
    return len(connection.execute(written, rows).all())


def handovers(municipality: str, state: HandoverState) -> list[str]:
    """Return the ids of a municipality's hand-overs in a state, oldest first."""
    query = (
        select(handover.c.handover_id)
        .filter_by(municipality_code=municipality, state=state)
        .order_by(handover.c.opened_on, handover.c.handover_id)
    )
    with engine().connect() as connection:
        return list(connection.execute(query).scalars())


def address_handover(found_id: str, place: str) -> None:
    """Note in which municipality somebody lives; the next forms are made by it.

    Args:
        found_id: The hand-over; nothing has been sent of it yet.
        place: Name of the municipality that receives it.

    Raises:
        DecisionError: It is no such name, there is no such hand-over, or it went out.
    """
    if not _PLACE.fullmatch(place):
        msg = "That is no name of a municipality; give it as in `Bergen (NH.)`."
        raise DecisionError(msg)
    with engine().begin() as connection:
        noted = (
            update(handover)
            .filter_by(handover_id=found_id, state=HandoverState.OPEN)
            .values(to_municipality=place)
            .returning(handover.c.handover_id)
        )
        if connection.execute(noted).scalar_one_or_none() is None:
            msg = f"Hand-over {found_id} is not open; see `vroegsein handover list`."
            raise DecisionError(msg)


def step_handover(found_id: str, state: HandoverState, day: date) -> None:
    """Note that a form was sent on, or that the other municipality confirmed.

    Args:
        found_id: The hand-over.
        state: `sent` or `confirmed`; a state it has is no step.
        day: The Dutch day it happened.

    Raises:
        DecisionError: There is no such hand-over, or it is not its turn.
    """
    before, noted = _STEPS[state]
    with engine().begin() as connection:
        query = select(handover.c.state).filter_by(handover_id=found_id)
        present = connection.execute(query.with_for_update()).scalar_one_or_none()
        if present == state:
            return
        if present != before:
            has = present or "not known"
            msg = f"Hand-over {found_id} is {has}; only {before} becomes {state}."
            raise DecisionError(msg)
        connection.execute(
            update(handover)
            .where(handover.c.handover_id == found_id)
            .values({handover.c.state: state, noted: day})
        )
