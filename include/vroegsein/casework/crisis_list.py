"""Which crisis signals become a list of their own, the same day, and who decides on it.

The law gives a threatening situation three working days (Wgs art. 4(2)); the list of
the month comes too late for it. Signals on no list yet are matched and triaged with
their month, so that exclusions and reasons hold, and an official is asked the same day
(AVG art. 22). Nothing goes out by itself: a question nobody answered is asked again.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from vroegsein.errors import DecisionError
from vroegsein.intake.arriving.turns import one_at_a_time
from vroegsein.intake.judging.crisis_review import due_moment
from vroegsein.listing.content import draft_row
from vroegsein.listing.dutch import day as dutch_date
from vroegsein.listing.dutch import moment_text, plural
from vroegsein.listing.statements import rows
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.workdays import add_working_days
from vroegsein.register import engine
from vroegsein.register.crisis_tables import crisis_list, crisis_list_signal

SEND, REJECT = "Versturen", "Afwijzen"
CRISIS_WORKING_DAYS = 3  # K-3WD
LEGAL_TERM = timedelta(days=28)  # K-28; what is older is on the month's list
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CrisisList:
    """One crisis list; the columns of the register that steps decide on."""

    crisis_list_id: str
    municipality_code: str
    month: str
    list_date: date
    version: int
    draft_id: str
    state: str
    due_at: datetime
    decided_by: str | None
    decided_at: datetime | None


def waiting_crisis_signals(municipality: str, moment: datetime | str) -> list[str]:
    """Return the crisis signals that are on no list and in no open question, by id.

    Args:
        municipality: CBS code.
        moment: When the run was due, with its time zone (as text: ISO 8601).
    """
    found = _waiting(municipality, read_moment(moment))
    if found:
        logger.warning(
            "municipality=%s crisis signals wait=%d", municipality, len(found)
        )
    return [row["signal_id"] for row in found]


def new_crisis_signals(municipality: str, moment: datetime | str) -> list[str]:
    """Return the crisis signals received today that are on no list, by id."""
    asked_at = read_moment(moment)
    found = _waiting(municipality, asked_at)
    today = dutch_day(asked_at)
    return [row["signal_id"] for row in found if row["received_on"] == today]


def crisis_months(municipality: str, moment: datetime | str) -> list[str]:
    """Return the reporting months with crisis signals that wait, oldest first."""
    found = _waiting(municipality, read_moment(moment))
    return sorted({row["month"] for row in found})


def open_crisis_list(draft_id: str, run_id: str, moment: datetime | str) -> str:
    """Make the crisis list of a draft of the month; a rerun finds its own again.

    Two runs never ask about the same people.

    Args:
        draft_id: The draft: its decisions and places hold.
        run_id: The run that asks.
        moment: When the run was due, with its time zone (as text: ISO 8601).

    Returns:
        The list's id; empty where the draft picks none of the waiting signals up.

    Raises:
        DecisionError: There is no such draft.
        OperatorError: Another run makes a list of this municipality now.
    """
    asked_at = read_moment(moment)
    with engine().connect() as connection:
        found = draft_row(connection, draft_id)
    municipality = found["municipality_code"]
    with one_at_a_time(f"{municipality}|crisis"), engine().begin() as connection:
        waiting = {
            row["signal_id"]: row["received_on"]
            for row in _waiting_rows(connection, municipality, asked_at)
        }
        placed = {
            signal_id: (case_id, waiting[signal_id])
            for signal_id, case_id in _places(connection, draft_id)
            if signal_id in waiting
        }
        if placed:
            return _write(connection, (found, run_id), placed, asked_at)
        return _open_of(connection, draft_id, run_id)


def crisis_list_text(crisis_list_id: str) -> str:
    """Return what an official is shown: counts and the last day, Dutch Markdown.

    Raises:
        DecisionError: There is no such list.
    """
    with engine().connect() as connection:
        found = list_by_id(connection, crisis_list_id)
        listed = _signals(connection, crisis_list_id)
    last = min(row.due_date for row in listed)
    persons = len({row.case_id for row in listed})
    return "\n\n".join(
        [
            (
                f"**{plural(persons, 'persoon', 'personen')}** met"
                f" {plural(len(listed), 'crisissignaal', 'crisissignalen')}, gemeente"
                f" {found.municipality_code}, {found.month}; nog op geen lijst."
            ),
            (
                f"Het eerste gesprek moet uiterlijk {dutch_date(last)} zijn gevoerd of"
                " geprobeerd (Wgs art. 4 lid 2). Wie overleden is, elders woont, op de"
                " uitsluitingslijst staat of bezwaar maakte, staat er niet op."
            ),
            (
                f"Besluit voor {moment_text(found.due_at)}. Na *{SEND}* ligt de lijst"
                " versleuteld in de outbox van de gemeente."
            ),
        ]
    )


def list_by_id(
    connection: Connection, crisis_list_id: str, *, lock: bool = False
) -> CrisisList:
    """Return a crisis list; locked until the transaction ends where that is asked.

    Raises:
        DecisionError: There is no such list.
    """
    columns = [crisis_list.c[name] for name in CrisisList.__dataclass_fields__]
    query = select(*columns).where(crisis_list.c.crisis_list_id == crisis_list_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        msg = f"There is no crisis list {crisis_list_id} in the register."
        raise DecisionError(msg)
    return CrisisList(*row)


def _waiting(municipality: str, moment: datetime) -> Sequence[RowMapping]:
    with engine().connect() as connection:
        return _waiting_rows(connection, municipality, moment)


def _waiting_rows(
    connection: Connection, municipality: str, moment: datetime
) -> list[RowMapping]:
    """Return the crisis signals that are on no list, in their order.

    Only of the legal term before: history that was imported is no news.
    """
    day = dutch_day(moment)
    return rows(
        connection,
        "casework",
        "waiting_crisis",
        municipality_code=municipality,
        first_day=day - LEGAL_TERM,
        day=day,
        moment=moment,
    )


def _open_of(connection: Connection, draft_id: str, run_id: str) -> str:
    """Return the list of a draft that this run asks about, or nothing."""
    query = select(crisis_list.c.crisis_list_id).where(
        crisis_list.c.draft_id == draft_id,
        crisis_list.c.asked_in == run_id,
        crisis_list.c.state == "open",
    )
    return connection.scalars(query).one_or_none() or ""


def _places(connection: Connection, draft_id: str) -> list[tuple[str, str]]:
    """Return each signal on a draft's places with its case, in their order."""
    found = rows(connection, "casework", "draft_place", draft_id=draft_id)
    return [(row["signal_id"], row["case_id"]) for row in found]


def _write(
    connection: Connection,
    asked: tuple[RowMapping, str],
    placed: Mapping[str, tuple[str, date]],
    asked_at: datetime,
) -> str:
    """Write a list and its signals; questions that nobody answered expire."""
    found, run_id = asked
    municipality, month = found["municipality_code"], found["month"]
    day = dutch_day(asked_at)
    version = _next_version(connection, municipality, month, day)
    list_id = f"crisis-{municipality}-{month}-{day}-v{version}"
    connection.execute(
        update(crisis_list)
        .where(
            crisis_list.c.municipality_code == municipality,
            crisis_list.c.month == month,
            crisis_list.c.state == "open",
            crisis_list.c.due_at < asked_at,
        )
        .values(state="expired")
    )
    connection.execute(
        insert(crisis_list).values(
            crisis_list_id=list_id,
            municipality_code=municipality,
            month=month,
            list_date=day,
            version=version,
            draft_id=found["draft_id"],
            state="open",
            asked_in=run_id,
            due_at=due_moment(asked_at),
        )
    )
    connection.execute(
        insert(crisis_list_signal),
        [
            {
                "crisis_list_id": list_id,
                "signal_id": signal_id,
                "case_id": case_id,
                "due_date": add_working_days(received_on, CRISIS_WORKING_DAYS),
            }
            for signal_id, (case_id, received_on) in sorted(placed.items())
        ],
    )
    logger.info("crisis_list=%s signals=%d", list_id, len(placed))
    return list_id


def _next_version(
    connection: Connection, municipality: str, month: str, day: date
) -> int:
    """Return the number of the next list of a month on a day."""
    query = select(func.coalesce(func.max(crisis_list.c.version), 0)).where(
        crisis_list.c.municipality_code == municipality,
        crisis_list.c.month == month,
        crisis_list.c.list_date == day,
    )
    return int(connection.execute(query).scalar_one()) + 1


def _signals(connection: Connection, crisis_list_id: str) -> Sequence[Any]:
    """Return the signals of a list."""
    query = select(crisis_list_signal.c.case_id, crisis_list_signal.c.due_date)
    return connection.execute(query.filter_by(crisis_list_id=crisis_list_id)).all()
