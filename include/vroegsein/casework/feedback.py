"""Partners hear what became of their signals: once, by code, in their own outbox.

Each working day's news is written into the register first, then sent. What was written
for a partner's day stays as it is: a rerun puts the same bytes there, and news that
comes later that day is tomorrow's. A file that could not be sent goes with the next.
"""

import hashlib
import logging
from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import Connection, insert, or_, select, update

from vroegsein.casework.feedback_facts import Standing, read_standings
from vroegsein.casework.feedback_files import FeedbackDay, FeedbackRow
from vroegsein.casework.feedback_news import News, Told, due_news
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.exchange.recipients import encrypt_for
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.intake.arriving.inbox import OUTBOX
from vroegsein.intake.arriving.turns import one_at_a_time
from vroegsein.parties.case_codes import FeedbackCode
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport
from vroegsein.register import engine
from vroegsein.register.case_tables import feedback, feedback_file
from vroegsein.register.effects import note_effect
from vroegsein.register.processing_log import Action
from vroegsein.settings import settings

logger = logging.getLogger(__name__)


def write_feedback(municipality: str, moment: datetime | str) -> list[str]:
    """Write down the day's news for all partners of a municipality.

    Args:
        municipality: CBS code.
        moment: When the run was due, with its time zone (as text: ISO 8601).

    Returns:
        Codes of the partners with a file to send: today's, or one that was not sent.

    Raises:
        ConfigurationError: The policy is missing or wrong.
        OperatorError: Another run writes feedback now.
    """
    day = dutch_day(read_moment(moment))
    policy = load_policy(settings().municipalities, municipality).feedback
    with one_at_a_time(f"{municipality}|feedback"), engine().begin() as connection:
        told = last_told(connection, municipality, day)
        closed = _closed_days(connection, municipality, day)
        by_partner: dict[str, list[tuple[Standing, News]]] = defaultdict(list)
        for standing in read_standings(connection, municipality, day):
            news = due_news(standing, policy, told.get(standing.signal_id))
            if news is not None and standing.partner_code not in closed:
                by_partner[standing.partner_code].append((standing, news))
        for partner_code, found in sorted(by_partner.items()):
            _write(connection, (municipality, partner_code, day), found)
        partners = _partners_to_serve(connection, municipality, day)
    count = sum(map(len, by_partner.values()))
    logger.info("municipality=%s day=%s news=%d", municipality, day, count)
    return partners


def send_feedback(
    partner_code: str, municipality: str, server: Server, moment: datetime | str
) -> int:
    """Put a partner's files in its outbox; return how many rows they hold.

    Raises:
        ConfigurationError: The passport is wrong, or a key to encrypt to is missing.
        TransferError: The server cannot be reached, or refuses.
        OperatorError: Another run sends to this partner now.
    """
    day = dutch_day(read_moment(moment))
    place = (municipality, partner_code)
    with one_at_a_time(f"{municipality}|{partner_code}|sending"):
        with engine().connect() as connection:
            found = [
                _read(connection, (*place, due))
                for due in _days_to_send(connection, place, day)
            ]
        with Client(server) as client:
            for told in found:
                for name, content in _kept(told, day).items():
                    client.put(content, f"{OUTBOX}/{name}")
                _mark_sent(told)
    count = sum(len(told.rows) for told in found)
    logger.info("partner=%s files=%d rows=%d sent", partner_code, len(found), count)
    return count


def last_told(connection: Connection, municipality: str, day: date) -> dict[str, Told]:
    """Return what partners were told last of each signal, by a day."""
    query = (
        select(feedback.c.signal_id, feedback.c.code, feedback.c.pause_from)
        .where(
            feedback.c.municipality_code == municipality,
            feedback.c.feedback_date <= day,
        )
        .order_by(feedback.c.feedback_date, feedback.c.feedback_id)
    )
    return {
        row.signal_id: Told(FeedbackCode(row.code), row.pause_from)
        for row in connection.execute(query)
    }


def _closed_days(connection: Connection, municipality: str, day: date) -> set[str]:
    """Return the partners whose news of this day, or of a later one, is written."""
    query = select(feedback_file.c.partner_code).where(
        feedback_file.c.municipality_code == municipality,
        feedback_file.c.feedback_date >= day,
    )
    return set(connection.scalars(query))


def _write(
    connection: Connection,
    place: tuple[str, str, date],
    found: list[tuple[Standing, News]],
) -> None:
    """Write one partner's news of a day, and the file it makes."""
    municipality, partner_code, day = place
    connection.execute(
        insert(feedback),
        [
            {
                "feedback_id": _feedback_id(standing.signal_id, day),
                "municipality_code": municipality,
                "month": standing.month,
                "partner_code": partner_code,
                "signal_id": standing.signal_id,
                "source_record_id": standing.source_record_id,
                "code": news.code.value,
                "feedback_date": day,
                "pause_from": news.pause_from,
                "pause_until": news.pause_until,
            }
            for standing, news in found
        ],
    )
    told = _read(connection, place)
    connection.execute(
        insert(feedback_file).values(
            municipality_code=municipality,
            partner_code=partner_code,
            feedback_date=day,
            name=told.name,
            digest=hashlib.sha256(told.files[told.name]).hexdigest(),
            row_count=len(told.rows),
        )
    )
    note_effect(
        connection,
        municipality,
        "tell_partner",
        told.name,
        f"{len(found)} signals",
        touching=Action.TOLD_BACK,
        signal_ids=[standing.signal_id for standing, _ in found],
    )


def _feedback_id(signal_id: str, day: date) -> str:
    """Return the id of one signal's news of a day."""
    return "T" + hashlib.sha256(f"{signal_id}|{day}".encode()).hexdigest()[:19]


def _read(connection: Connection, place: tuple[str, str, date]) -> FeedbackDay:
    """Return what a partner is told on a day, in a total order."""
    municipality, partner_code, day = place
    columns = ("month", "source_record_id", "code", "pause_from", "pause_until")
    query = select(*(feedback.c[name] for name in columns)).where(
        feedback.c.municipality_code == municipality,
        feedback.c.partner_code == partner_code,
        feedback.c.feedback_date == day,
    )
    found = [
        FeedbackRow(
            row.month,
            row.source_record_id,
            FeedbackCode(row.code),
            row.pause_from,
            row.pause_until,
        )
        for row in connection.execute(query)
    ]
    ordered = sorted(found, key=lambda row: (row.month, row.source_record_id, row.code))
    return FeedbackDay(municipality, partner_code, day, tuple(ordered))


def _partners_to_serve(
    connection: Connection, municipality: str, day: date
) -> list[str]:
    """Return the partners with a file of this day, or an earlier one that waits."""
    table = feedback_file.c
    query = select(table.partner_code).where(
        table.municipality_code == municipality,
        table.feedback_date <= day,
        or_(table.feedback_date == day, ~table.is_sent),
    )
    return sorted(set(connection.scalars(query)))


def _days_to_send(
    connection: Connection, place: tuple[str, str], day: date
) -> list[date]:
    """Return the days whose files go out now, oldest first."""
    table = feedback_file.c
    query = select(table.feedback_date).where(
        table.municipality_code == place[0],
        table.partner_code == place[1],
        table.feedback_date <= day,
        or_(table.feedback_date == day, ~table.is_sent),
    )
    return sorted(connection.scalars(query))


def _kept(told: FeedbackDay, day: date) -> dict[str, bytes]:
    """Return the files as they go out; what was made once is kept and sent again.

    Encryption gives other bytes each time, so a rerun sends the ones of before.
    """
    passport = load_passport(settings().partners, told.partner_code)
    readers = passport.protection.recipients
    folder = private_folder(
        settings().storage / "feedback" / told.municipality / told.partner_code
    )
    files: dict[str, bytes] = {}
    for name, content in told.files.items():
        path = folder / (f"{name}.age" if readers else name)
        if not path.exists():
            sealed = encrypt_for(content, readers, day) if readers else content
            write_whole(path, sealed)
        files[path.name] = path.read_bytes()
    return files


def _mark_sent(told: FeedbackDay) -> None:
    """Remember that a day's files lie in the outbox."""
    table = feedback_file.c
    with engine().begin() as connection:
        connection.execute(
            update(feedback_file)
            .where(
                table.municipality_code == told.municipality,
                table.partner_code == told.partner_code,
                table.feedback_date == told.day,
            )
            .values(is_sent=True)
        )
