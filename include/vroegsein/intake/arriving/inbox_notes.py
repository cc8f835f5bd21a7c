"""What the register remembers of an inbox besides deliveries, and tells the partner.

Each thing seen is one row: how often, since when, whether it is still so. What lasts
longer than a partner needs to mend it is written in the outbox, in Dutch; when it is
mended, that is written too. The text follows from the register alone.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert

from vroegsein.exchange.sftp import Client
from vroegsein.intake import ledger
from vroegsein.intake.answering.receipts import dutch_moment
from vroegsein.intake.arriving.desks import Desk
from vroegsein.intake.arriving.inbox import OUTBOX
from vroegsein.intake.arriving.sights import (
    PATIENCE,
    TIMES,
    Sight,
    name_key,
    shown_name,
)
from vroegsein.intake.findings import MEANINGS, Code
from vroegsein.intake.places import made_id
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.inbox_tables import inbox_finding
from vroegsein.settings import settings

_log = logging.getLogger(__name__)

#: Met while a file is fetched: a look at the inbox alone does not end it.
WHILE_FETCHING = frozenset({Code.DEL_UNSTABLE, Code.DEL_ACCESS, Code.DEL_SIZE})
#: What the operator has to look at as well.
ALARMS = frozenset({Code.DEL_ACCESS, Code.DEL_TOO_MANY_FILES, Code.NAM_PII})


def note_listing(
    desk: Desk, sights: Iterable[Sight], names: Iterable[str], moment: datetime
) -> None:
    """Remember what a look at the inbox showed, and end what it shows no more.

    Args:
        desk: Whose inbox.
        sights: What is no file to be taken.
        names: All names in the inbox.
        moment: When the run was due.
    """
    seen, present = list(sights), {name_key(name) for name in names}

    def work(connection: Connection) -> None:
        kept = {_id(desk, sight) for sight in seen}
        for row in _rows(connection, desk):
            lasts = row["code"] in WHILE_FETCHING and row["name_key"] in present
            if row["is_open"] and row["inbox_finding_id"] not in kept and not lasts:
                _end(connection, [row["inbox_finding_id"]])
        for sight in seen:
            _note(connection, desk, sight, moment)

    ledger.transaction(work)
    _tell_log(desk)


def note_fetching(desk: Desk, code: Code, name: str, moment: datetime) -> None:
    """Remember what kept one file from being fetched."""
    ledger.transaction(lambda db: _note(db, desk, Sight(code, name), moment))


def end_fetching(desk: Desk, name: str) -> None:
    """Note that a file was fetched after all."""
    ids = [_id(desk, Sight(code, name)) for code in sorted(WHILE_FETCHING)]
    ledger.transaction(lambda db: _end(db, ids))


def tell_partner(desk: Desk, client: Client) -> None:
    """Write in the outbox what is new, or mended, since the partner was last told."""
    rows = ledger.transaction(lambda db: _rows(db, desk))
    if all(row["is_told"] == (row["is_due"] and row["is_open"]) for row in rows):
        return
    client.put(notes_text(desk, rows).encode(), f"{OUTBOX}/{notes_name(desk)}")
    is_due_now = inbox_finding.c.is_due & inbox_finding.c.is_open
    ledger.transaction(
        lambda db: db.execute(
            update(inbox_finding).where(*_mine(desk)).values(is_told=is_due_now)
        )
    )


def notes_name(desk: Desk) -> str:
    """Return the file name of the notes in the outbox."""
    return f"inboxmeldingen_{desk.municipality}_{desk.month}.txt"


def notes_text(desk: Desk, rows: Iterable[RowMapping]) -> str:
    """Return what the partner reads of its inbox."""
    told = [row for row in rows if row["is_due"] and row["is_open"]]
    lines = [
        "Meldingen over de inbox",
        "",
        f"Partner:   {desk.passport.name} ({desk.passport.code})",
        f"Gemeente:  {desk.municipality}",
        f"Maand:     {ReportingMonth.parse(desk.month).in_dutch()}",
    ]
    for code in sorted({row["code"] for row in told}):
        lines += _told(code, [row for row in told if row["code"] == code])
    if told:
        policy = load_policy(settings().municipalities, desk.municipality)
        days = policy.retention.raw_days
        lines += [
            "",
            f"Wat er na {days} dagen nog staat, verwijderen wij.",
        ]
    else:
        lines += ["", "Er zijn geen open meldingen meer."]
    return "\n".join(lines) + "\n"


def _told(code: str, rows: list[RowMapping]) -> list[str]:
    """Say of one code what was seen, since when, and what to do."""
    meaning = MEANINGS[code]
    named = [
        f"  {row['shown_name']} (sinds {dutch_moment(row['first_seen_at'])})"
        for row in rows
        if row["shown_name"]
    ]
    nameless = sum(1 for row in rows if row["name_key"] and not row["shown_name"])
    if nameless:
        named.append(f"  {nameless} met een naam die wij niet bewaren of herhalen")
    return [
        "",
        f"{code}: {meaning.description}",
        f"Wat nu: {meaning.remedy}",
        *named,
    ]


def _rows(connection: Connection, desk: Desk) -> list[RowMapping]:
    table = inbox_finding.c
    query = (
        select(inbox_finding)
        .where(*_mine(desk))
        .order_by(table.code, table.first_seen_at, table.shown_name, table.name_key)
    )
    return list(connection.execute(query).mappings())


def _mine(desk: Desk) -> list[ColumnElement[bool]]:
    return [inbox_finding.c[name] == value for name, value in desk.keys.items()]


def _id(desk: Desk, sight: Sight) -> str:
    return made_id("i", *desk.keys.values(), sight.code, name_key(sight.name))


def _note(connection: Connection, desk: Desk, sight: Sight, moment: datetime) -> None:
    """Write one thing seen; seen again at the same moment it is the same look."""
    found = connection.execute(
        select(inbox_finding)
        .where(inbox_finding.c.inbox_finding_id == _id(desk, sight))
        .with_for_update()
    )
    before = found.mappings().one_or_none()
    lasts = before is not None and before["is_open"]
    count = before["seen_count"] if before and lasts else 0
    first = before["first_seen_at"] if before and lasts else moment
    if not lasts or (before and moment > before["last_seen_at"]):
        count += 1
    values = {
        "seen_count": count,
        "first_seen_at": first,
        "last_seen_at": max(moment, before["last_seen_at"]) if before else moment,
        "is_due": _is_due(sight.code, count, first, moment),
        "is_open": True,
    }
    row = {
        "inbox_finding_id": _id(desk, sight),
        **desk.keys,
        "code": sight.code,
        "name_key": name_key(sight.name),
        "shown_name": shown_name(sight.name, desk.passport),
        "is_told": False,
        **values,
    }
    connection.execute(
        insert(inbox_finding)
        .values(row)
        .on_conflict_do_update(index_elements=["inbox_finding_id"], set_=values)
    )


def _is_due(code: Code, count: int, first: datetime, moment: datetime) -> bool:
    """Tell whether something lasts long enough to tell the partner."""
    patience = PATIENCE.get(code)
    if patience is not None:
        return moment - first >= patience
    return count >= TIMES.get(code, 1)


def _end(connection: Connection, ids: list[str]) -> None:
    connection.execute(
        update(inbox_finding)
        .where(inbox_finding.c.inbox_finding_id.in_(ids))
        .values(is_open=False)
    )


def _tell_log(desk: Desk) -> None:
    """Log what is told to the partner, by code; names stay out of the log."""
    rows = ledger.transaction(lambda db: _rows(db, desk))
    counted = Counter(row["code"] for row in rows if row["is_due"] and row["is_open"])
    for code, number in sorted(counted.items()):
        level = logging.ERROR if code in ALARMS else logging.WARNING
        _log.log(
            level, "partner=%s code=%s entries=%d", desk.passport.code, code, number
        )
