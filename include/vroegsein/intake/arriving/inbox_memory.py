"""What the register remembers of the files in an inbox: first and last look, what came.

A file is known by name, size and time. Seen again after it had left, it is a new file.
Without a manifest or a total line only time tells that a file is complete: it has to
lie unchanged at two looks (`completeness: stable`).
"""

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from vroegsein.exchange.sftp import RemoteFile
from vroegsein.intake import ledger
from vroegsein.intake.arriving.desks import Desk
from vroegsein.intake.arriving.envelope import is_collected, month_in_name
from vroegsein.intake.ledger import InboxFile
from vroegsein.intake.places import made_id
from vroegsein.register.inbox_tables import inbox_file
from vroegsein.register.intake_tables import delivery

#: Between two looks at a file that is taken when it lies still.
STILL_FOR = timedelta(seconds=60)
_UNDER_WAY = ("fetched", "decoded", "validated")
_EMPTIED = ("archived", "deleted")


def remember_inbox_files(
    desk: Desk, entries: Iterable[RemoteFile], moment: datetime
) -> list[str]:
    """Write what was seen; a known file keeps its first moment and what it was.

    Returns:
        The ids of these files, in order of name.
    """
    files = [_seen(desk, entry, moment) for entry in entries]
    ledger.transaction(lambda db: _write(db, files))
    ordered = sorted(files, key=lambda file: (file.remote_name, file.inbox_file_id))
    return [file.inbox_file_id for file in ordered]


def _seen(desk: Desk, entry: RemoteFile, moment: datetime) -> InboxFile:
    """Return an inbox file; its id is the same whenever it is listed unchanged."""
    facts = (entry.name, entry.byte_count, entry.modified_seconds)
    named = month_in_name(desk.passport, entry.name)
    is_ours = named is not None and is_collected(named, desk.month)
    return InboxFile(
        inbox_file_id=made_id("f", *desk.place, *facts),
        municipality_code=desk.municipality,
        month=named if named and is_ours else desk.month,
        partner_code=desk.passport.code,
        remote_name=entry.name,
        byte_count=entry.byte_count,
        modified_seconds=entry.modified_seconds,
        received_at=moment,
        last_seen_at=moment,
    )


def _write(connection: Connection, files: Iterable[InboxFile]) -> None:
    ordered = sorted(files, key=lambda file: file.inbox_file_id)
    seen = insert(inbox_file)
    new = seen.excluded
    came_back = inbox_file.c.left_as.in_(_EMPTIED)
    changes: dict[str, object] = {
        name: case((came_back, new[name]), else_=inbox_file.c[name])
        for name in ("received_at", "month", "delivery_id", "answer_digest")
    }
    latest = func.greatest(inbox_file.c.last_seen_at, new.last_seen_at)
    changes |= {
        "last_seen_at": case((came_back, new.last_seen_at), else_=latest),
        "left_as": null(),
    }
    statement = seen.on_conflict_do_update(
        index_elements=["inbox_file_id"], set_=changes
    )
    for file in ordered:
        connection.execute(statement, vars(file))


def files_to_take(desk: Desk) -> list[str]:
    """Return the files that a run has work with, in order of name.

    Those of its month, those that still lie in the inbox, and those of any month whose
    delivery is under way. Where stillness is all there is to go by, a file is not taken
    before it lay unchanged at two looks.
    """
    file = inbox_file.c
    under_way = select(delivery.c.delivery_id).where(delivery.c.state.in_(_UNDER_WAY))
    query = (
        select(file.inbox_file_id)
        .where(
            file.municipality_code == desk.municipality,
            file.partner_code == desk.passport.code,
            or_(
                file.month == desk.month,
                file.left_as.is_(None),
                file.delivery_id.in_(under_way),
            ),
        )
        .order_by(file.remote_name, file.inbox_file_id)
    )
    if desk.passport.delivery.completeness == "stable":
        lay_still = file.last_seen_at - file.received_at >= STILL_FOR
        query = query.where(or_(file.delivery_id.is_not(None), lay_still))
    return ledger.transaction(lambda db: list(db.scalars(query)))


def change_inbox_file(
    connection: Connection, inbox_file_id: str, **values: object
) -> None:
    """Write what became of one file: delivery, answer, or how it left."""
    connection.execute(
        update(inbox_file)
        .where(inbox_file.c.inbox_file_id == inbox_file_id)
        .values(**values)
    )


def files_of_delivery(connection: Connection, delivery_id: str) -> list[InboxFile]:
    """Return every file, of any month, that turned out to be one delivery."""
    columns = [inbox_file.c[field.name] for field in fields(InboxFile)]
    query = (
        select(*columns)
        .where(inbox_file.c.delivery_id == delivery_id)
        .order_by(inbox_file.c.inbox_file_id)
    )
    return [InboxFile(*row) for row in connection.execute(query)]


def mark_imported(inbox_file_ids: Collection[str]) -> None:
    """Note that files came from a folder here, which nobody empties or answers."""
    query = (
        update(inbox_file)
        .where(inbox_file.c.inbox_file_id.in_(inbox_file_ids))
        .values(left_as="imported")
    )
    ledger.transaction(lambda db: db.execute(query))
