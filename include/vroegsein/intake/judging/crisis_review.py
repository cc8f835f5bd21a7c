"""A human is asked about crisis signals that were not taken, and the answer is kept.

Each notice is one question, due the same working day. A question that nobody answered
in time is asked again. Shown are counts, line numbers and codes, never a value.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.elements import ColumnElement

from vroegsein.errors import DecisionError
from vroegsein.intake import ledger
from vroegsein.intake.answering.receipts import dutch_moment
from vroegsein.intake.findings import MEANINGS
from vroegsein.parties.moments import AMSTERDAM, read_moment
from vroegsein.parties.partner import load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.workdays import add_working_days, is_working_day
from vroegsein.register.intake_tables import delivery
from vroegsein.register.quality_tables import crisis_answer, crisis_notice
from vroegsein.settings import settings

LAST_CALL, END_OF_DAY, MORNING = time(17), time(17, 30), time(10)
CRISIS_WORKING_DAYS = 3  # Wgs art. 4(2)
MOST_SHOWN = 50  # line numbers in a question
#: What people can answer, and how the register keeps it.
ANSWERS = {
    "Partner gebeld, levert opnieuw": "calls_partner",
    "Zelf opgepakt": "taken_up",
    "Terecht niet overgenomen": "rightly_refused",
}
_log = logging.getLogger(__name__)


def due_moment(asked_at: datetime) -> datetime:
    """Return by when an answer is due: the same working day, or the next morning."""
    local = asked_at.astimezone(AMSTERDAM)
    day = local.date()
    if is_working_day(day) and local.time() < LAST_CALL:
        return datetime.combine(day, END_OF_DAY, AMSTERDAM)
    return datetime.combine(add_working_days(day, 1), MORNING, AMSTERDAM)


def open_crisis_notices(delivery_ids: list[str], moment: datetime | str) -> list[str]:
    """Return which notices of these deliveries people have to be asked about (again).

    Args:
        delivery_ids: Deliveries that were just judged.
        moment: When the run was due, with its time zone (as text: ISO 8601).
    """
    table = crisis_notice.c
    query = select(table.notice_id).where(
        table.delivery_id.in_(delivery_ids), _is_to_be_asked(read_moment(moment))
    )
    found = ledger.transaction(
        lambda db: list(db.scalars(query.order_by(table.notice_id)))
    )
    if found:
        _log.warning("crisis notices to ask about: %s", ", ".join(found))
    return found


def claim_crisis_notices(run_id: str, moment: datetime | str) -> list[str]:
    """Take the notices nobody is asked about yet for one run; return all of the run.

    Two runs never ask the same question; a run that begins again asks its own again.
    """
    asked_at = read_moment(moment)
    table = crisis_notice.c
    mine = select(table.notice_id).where(table.asked_in == run_id)

    def work(connection: Connection) -> list[str]:
        connection.execute(
            update(crisis_notice)
            .where(_is_to_be_asked(asked_at))
            .values(asked_in=run_id, due_at=due_moment(asked_at))
        )
        return list(connection.scalars(mine.order_by(table.notice_id)))

    return ledger.transaction(work)


def _is_to_be_asked(moment: datetime) -> ColumnElement[bool]:
    """Select notices without an answer that nobody is asked about, or too long ago."""
    table = crisis_notice.c
    answered = exists().where(crisis_answer.c.notice_id == table.notice_id)
    return and_(~answered, or_(table.asked_in.is_(None), table.due_at < moment))


def crisis_question(notice_id: str) -> str:
    """Return what people are shown: which lines, of whom, by when; Dutch Markdown.

    Raises:
        DecisionError: There is no such notice.
    """
    found = ledger.transaction(lambda db: _notice(db, notice_id))
    passport = load_passport(settings().partners, found["partner_code"])
    month = ReportingMonth.parse(found["month"]).in_dutch()
    received = found["received_at"].astimezone(AMSTERDAM)
    last_day = add_working_days(received.date(), CRISIS_WORKING_DAYS)
    origin = (
        f"**{passport.name}** ({passport.code}), gemeente"
        f" {found['municipality_code']}, {month}; ontvangen {dutch_moment(received)},"
        f" levering {found['delivery_id']}."
    )
    what_now = (
        "Voor een crisissignaal loopt een termijn van drie werkdagen na ontvangst"
        f" (Wgs art. 4 lid 2): uiterlijk {last_day:%d-%m-%Y}. Bel de partner met de"
        " regelnummers; hier staat bewust geen naam of adres."
    )
    parts = [origin, _what_was_held_back(found), what_now]
    if found["due_at"]:
        parts.append(f"Antwoord voor {dutch_moment(found['due_at'])}.")
    return "\n\n".join(parts)


def _what_was_held_back(found: RowMapping) -> str:
    """Say which lines were not taken, and why if their whole file was refused."""
    code, lines = found["refusal_code"], found["line_numbers"]
    opening = ""
    if code:
        opening = f"Het hele bestand is geweigerd ({code}): "
        opening += MEANINGS[code].description
    if not lines:
        return (
            f"{opening} **De regels zijn niet te lezen: of er crisissignalen in staan,"
            " is onbekend.**"
        )
    shown = ", ".join(str(line) for line in lines[:MOST_SHOWN])
    more = len(lines) - MOST_SHOWN
    shown += f" en nog {more}" if more > 0 else ""
    told = f"**Niet overgenomen crisissignalen: {len(lines)}** (regel {shown})."
    if found["unread_count"]:
        told += (
            f" Van {found['unread_count']} andere regels is de soort signaal niet te"
            " lezen."
        )
    return f"{opening} {told}".strip()


def _notice(connection: Connection, notice_id: str) -> RowMapping:
    query = (
        select(crisis_notice, delivery.c.received_at)
        .join(delivery, delivery.c.delivery_id == crisis_notice.c.delivery_id)
        .where(crisis_notice.c.notice_id == notice_id)
    )
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        msg = f"There is no crisis notice {notice_id} in the register."
        raise DecisionError(msg)
    return found


def record_crisis_answer(notice_id: str, answer: Mapping[str, Any]) -> str:
    """Keep who answered what; the same answer twice is one. Returns what was answered.

    Args:
        notice_id: The notice that was shown.
        answer: `chosen_options`, `responded_by_user` and `responded_at`, as the
            human-in-the-loop operator hands them on.

    Raises:
        DecisionError: Nobody answered, or the answer is none of those offered.
    """
    options, user = answer.get("chosen_options"), answer.get("responded_by_user")
    chosen = options[0] if isinstance(options, list | tuple) and options else None
    kept, moment = ANSWERS.get(str(chosen)), answer.get("responded_at")
    if kept is None or moment is None or not isinstance(user, Mapping):
        msg = f"Crisis notice {notice_id}: an official has to choose an answer."
        raise DecisionError(msg)
    row = {
        "notice_id": notice_id,
        "answered_at": read_moment(moment),
        "answer": kept,
        "answered_by": str(user.get("name") or user.get("id")),
    }
    statement = insert(crisis_answer).values(row).on_conflict_do_nothing()
    ledger.transaction(lambda db: db.execute(statement))
    _log.info("notice=%s answer=%s", notice_id, kept)
    return kept
