"""An approved crisis list goes out: the look of the signal list, sealed, once.

It shows the whole place of each person, so that whoever calls knows all that is known.
Its cases are open from then on: outcomes can be told before the month's list is there.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from vroegsein.casework.crisis_list import CrisisList, list_by_id
from vroegsein.casework.history import Cause, begin_case, live_cases, lock_cases
from vroegsein.errors import DecisionError
from vroegsein.exchange.server import Server
from vroegsein.listing.content import ListContent, read_content
from vroegsein.listing.delivery import deliver
from vroegsein.listing.dutch import day as dutch_date
from vroegsein.listing.explanation import Edition
from vroegsein.listing.workbook import workbook_bytes
from vroegsein.register import engine
from vroegsein.register.case_tables import case_signal
from vroegsein.register.crisis_tables import crisis_list, crisis_list_signal

SENDABLE = frozenset({"approved", "sent"})
logger = logging.getLogger(__name__)


def send_crisis_list(crisis_list_id: str, server: Server) -> str:
    """Bring an approved list to the municipality's outbox; again sends nothing twice.

    Returns:
        The name of the file in the outbox.

    Raises:
        DecisionError: There is no such list, or nobody approved it.
        ConfigurationError: `OUT_NO_KEY`: no reader has a key that holds.
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    with engine().connect() as connection:
        known = list_by_id(connection, crisis_list_id)
        if known.state not in SENDABLE or known.decided_at is None:
            msg = f"Crisis list {crisis_list_id} is not approved; an official decides."
            raise DecisionError(msg)
        if known.state == "sent":
            return f"{_name(known)}.age"
        content = crisis_content(connection, known)
    book = workbook_bytes(content, edition_of(known))
    sent = deliver(
        known.municipality_code, server, {_name(known): book}, known.list_date
    )
    (sealed,) = sent
    with engine().begin() as connection:
        _open_cases(connection, known)
        connection.execute(
            update(crisis_list)
            .where(crisis_list.c.crisis_list_id == crisis_list_id)
            .values(state="sent", digest=sent[sealed])
        )
    logger.info(
        "crisis_list=%s persons=%d sent", crisis_list_id, len(content.list_rows)
    )
    return sealed


def municipality_of_crisis_list(crisis_list_id: str) -> str:
    """Return the municipality a crisis list is of.

    Raises:
        DecisionError: There is no such list.
    """
    with engine().connect() as connection:
        return list_by_id(connection, crisis_list_id).municipality_code


def crisis_content(connection: Connection, known: CrisisList) -> ListContent:
    """Return what a crisis list shows: its persons' places on the draft."""
    content = read_content(connection, known.draft_id)
    cases = {case_id for _, case_id in _listed(connection, known)}
    kept = tuple(row for row in content.list_rows if row.case_id in cases)
    return replace(content, list_rows=kept)


def edition_of(known: CrisisList) -> Edition:
    """Return what is printed of a crisis list.

    Raises:
        DecisionError: Nobody decided on it.
    """
    if known.decided_at is None or known.decided_by is None:
        msg = f"Crisis list {known.crisis_list_id} was not decided on."
        raise DecisionError(msg)
    kind = f"Crisislijst van {dutch_date(known.list_date)},"
    return Edition(known.version, known.decided_at, known.decided_by, kind)


def _name(known: CrisisList) -> str:
    """Return the file's name before encryption."""
    return f"crisislijst_{known.month}_{known.list_date:%Y%m%d}_v{known.version}.xlsx"


def _listed(connection: Connection, known: CrisisList) -> Sequence[tuple[str, str]]:
    """Return signal and case of each signal of a list, by signal."""
    query = (
        select(crisis_list_signal.c.signal_id, crisis_list_signal.c.case_id)
        .filter_by(crisis_list_id=known.crisis_list_id)
        .order_by(crisis_list_signal.c.signal_id)
    )
    return [(row.signal_id, row.case_id) for row in connection.execute(query)]


def _open_cases(connection: Connection, known: CrisisList) -> None:
    """Open the case of every signal on the list that has none."""
    lock_cases(connection, known.municipality_code)
    cause = Cause(known.crisis_list_id, known.list_date)
    live = live_cases(connection, known.municipality_code)
    listed = _listed(connection, known)
    own = [signal_id for signal_id, _ in listed]
    query = select(case_signal.c.signal_id).where(case_signal.c.signal_id.in_(own))
    held = set(connection.scalars(query))
    for signal_id, case_id in listed:
        if signal_id in held:
            continue
        if case_id not in live:
            begin_case(connection, case_id, known.municipality_code, known.month, cause)
            live[case_id] = case_id
        connection.execute(
            insert(case_signal).values(
                signal_id=signal_id,
                case_id=live[case_id],
                month=known.month,
                picked_up_on=known.list_date,
                publication_id=known.crisis_list_id,
            )
        )
