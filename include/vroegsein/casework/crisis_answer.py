"""The decision on a crisis list (AVG art. 22): only whom the policy names takes it."""

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, update

from vroegsein.casework.crisis_list import REJECT, SEND, CrisisList, list_by_id
from vroegsein.errors import DecisionError
from vroegsein.parties.moments import read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.register import engine
from vroegsein.register.crisis_tables import crisis_list
from vroegsein.settings import settings

STATE_BY_OPTION = {SEND: "approved", REJECT: "rejected"}
logger = logging.getLogger(__name__)


def crisis_list_approvers(crisis_list_id: str) -> list[str]:
    """Return who may decide on a crisis list; none named: whom Airflow lets answer.

    They are those who decide on the month's list.

    Raises:
        DecisionError: There is no such list.
    """
    with engine().connect() as connection:
        return _named(list_by_id(connection, crisis_list_id))


def record_crisis_list_answer(crisis_list_id: str, answer: Mapping[str, Any]) -> bool:
    """Keep who decided what; the same answer twice is one.

    Args:
        crisis_list_id: The list that was shown.
        answer: `chosen_options`, `responded_by_user` and `responded_at`, as the
            human-in-the-loop operator hands them on.

    Returns:
        Whether the list may go out.

    Raises:
        DecisionError: Nobody decided, the policy does not name who did, it was decided
            otherwise, or a newer list asks.
    """
    options, user = answer.get("chosen_options"), answer.get("responded_by_user")
    chosen = options[0] if isinstance(options, list | tuple) and options else None
    state, decided_at = STATE_BY_OPTION.get(str(chosen)), answer.get("responded_at")
    if state is None or decided_at is None or not isinstance(user, Mapping):
        msg = f"Crisis list {crisis_list_id}: an official answers {SEND} or {REJECT}."
        raise DecisionError(msg)
    with engine().begin() as connection:
        known = list_by_id(connection, crisis_list_id, lock=True)
        _require_right(known, str(user.get("id") or ""))
        if known.state == "open":
            _change(
                connection,
                crisis_list_id,
                state=state,
                decided_by=str(user.get("name") or user.get("id")),
                decided_at=read_moment(decided_at),
            )
        elif not _is_same(known.state, state):
            msg = f"Crisis list {crisis_list_id} is {known.state}; a newer one asks."
            raise DecisionError(msg)
    logger.info("crisis_list=%s decision=%s", crisis_list_id, state)
    return state == "approved"


def _named(known: CrisisList) -> list[str]:
    policy = load_policy(settings().municipalities, known.municipality_code)
    return list(policy.approvers)


def _require_right(known: CrisisList, user: str) -> None:
    """Refuse an answer by somebody the policy does not name."""
    named = _named(known)
    if named and user not in named:
        msg = (
            "NO_RIGHT: the policy does not let this user decide on crisis list"
            f" {known.crisis_list_id}; clear ask_people and let one of"
            f" {', '.join(named)} answer."
        )
        raise DecisionError(msg)


def _is_same(known: str, decided: str) -> bool:
    """Tell whether a list was decided so before; what went out was approved."""
    return known == decided or (known == "sent" and decided == "approved")


def _change(connection: Connection, crisis_list_id: str, **values: object) -> None:
    connection.execute(
        update(crisis_list)
        .where(crisis_list.c.crisis_list_id == crisis_list_id)
        .values(**values)
    )
