"""What the register remembers of inbox files and deliveries, one state at a time.

    fetched -> decoded -> validated -> accepted | empty -> superseded
       │           │          ├──────> applied (a withdrawal)
       └───────────┴──────────┴──────> refused -> fetched (again, or released)

A delivery is locked while it moves; a step that finds it further on has nothing to do.
Errors of the database are named without their text, which may hold a value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from vroegsein.errors import InvariantError, OperatorError, VroegseinError
from vroegsein.intake.findings import Finding, Level, in_order
from vroegsein.intake.places import made_id
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.register.inbox_tables import inbox_file
from vroegsein.register.intake_tables import delivery as delivery_table
from vroegsein.register.intake_tables import delivery_release, line_verdict
from vroegsein.register.intake_tables import finding as finding_table
from vroegsein.register.purged import refuse_purged
from vroegsein.settings import settings

Answer = TypeVar("Answer")
_DONE = ("accepted", "empty", "applied", "superseded", "refused")


@dataclass(frozen=True)
class InboxFile:
    """One file as seen in a partner's inbox; columns of `intake.inbox_file`."""

    inbox_file_id: str
    municipality_code: str
    month: str
    partner_code: str
    remote_name: str
    byte_count: int
    modified_seconds: int
    received_at: datetime
    last_seen_at: datetime | None = None
    delivery_id: str | None = None
    left_as: str | None = None
    answer_digest: str | None = None


@dataclass(frozen=True)
class Delivery:
    """One delivered file; the columns of `intake.delivery` that steps decide on."""

    delivery_id: str
    municipality_code: str
    month: str
    partner_code: str
    inbox_file_id: str
    digest: str
    byte_count: int
    received_at: datetime
    state: str
    refusal_code: str | None
    legal_basis_code: str
    passport_digest: str
    suite_digest: str | None
    line_count: int | None
    accepted_count: int | None
    rejected_count: int | None
    duplicate_count: int | None
    no_ground_count: int | None
    objection_count: int | None
    accepted_cents: int | None
    other_cents: int | None
    kind: str = "full"
    sequence: int | None = None
    stated_digest: str | None = None
    timing: str = "on_time"
    superseded_by: str | None = None
    withdrawal_count: int | None = None
    new_count: int | None = None
    changed_count: int | None = None
    gone_count: int | None = None
    unchanged_count: int | None = None

    @property
    def mark(self) -> str:
        """What names its answers: its bytes, and its number too if they came twice."""
        month = (self.municipality_code, self.partner_code, self.month)
        again = made_id("d", *month, self.digest, self.kind, self.sequence)
        is_again = self.delivery_id == again
        return f"{self.digest[:8]}-{self.sequence}" if is_again else self.digest[:8]

    @property
    def is_done(self) -> bool:
        """Whether nothing can change any more."""
        return self.state in _DONE


def transaction(work: Callable[[Connection], Answer]) -> Answer:
    """Do work in one transaction.

    Raises:
        InvariantError: The register refused what was written.
        OperatorError: The register cannot be reached or broke off.
    """
    failure: VroegseinError
    try:
        with engine().begin() as connection:
            return work(connection)
    except (SQLAlchemyError, psycopg.Error) as error:
        failure = _named(error)
    raise failure from None


def _named(error: SQLAlchemyError | psycopg.Error) -> VroegseinError:
    """Name a database error by its SQLSTATE alone; its text may hold a value."""
    origin = getattr(error, "orig", None) or error
    state = getattr(origin, "sqlstate", None) or "none"
    ours = (IntegrityError, DataError, psycopg.IntegrityError, psycopg.DataError)
    if isinstance(error, ours):
        return InvariantError(f"The register refused what was written ({state}).")
    return OperatorError(
        f"The register could not do what was asked ({state}). Is it running, and "
        "is it at the present version?"
    )


def inbox_file_by_id(connection: Connection, inbox_file_id: str) -> InboxFile:
    """Return one inbox file.

    Raises:
        InvariantError: It is not in the register.
    """
    columns = [inbox_file.c[name] for name in InboxFile.__dataclass_fields__]
    query = select(*columns).where(inbox_file.c.inbox_file_id == inbox_file_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        msg = f"Inbox file {inbox_file_id} is not in the register."
        raise InvariantError(msg)
    return InboxFile(*row)


def find_delivery(
    connection: Connection, delivery_id: str, *, lock: bool = False
) -> Delivery | None:
    """Return a delivery, if there is one; locked until the transaction ends."""
    columns = [delivery_table.c[name] for name in Delivery.__dataclass_fields__]
    query = select(*columns).where(delivery_table.c.delivery_id == delivery_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return Delivery(*row) if row else None


def delivery_by_id(
    connection: Connection, delivery_id: str, *, lock: bool = False
) -> Delivery:
    """Return a delivery.

    Raises:
        InvariantError: It is not in the register.
    """
    found = find_delivery(connection, delivery_id, lock=lock)
    if found is None:
        msg = f"Delivery {delivery_id} is not in the register."
        raise InvariantError(msg)
    return found


def current(delivery_id: str) -> Delivery:
    """Return a delivery as it stands now."""
    return transaction(lambda connection: delivery_by_id(connection, delivery_id))


def begin_delivery(connection: Connection, values: dict[str, Any]) -> None:
    """Write a delivery as fetched; one refused before starts afresh."""
    delivery_id = values["delivery_id"]
    refuse_purged(connection, values["municipality_code"], values["month"])
    fresh = values | {"state": "fetched", "refusal_code": None, "suite_digest": None}
    if find_delivery(connection, delivery_id, lock=True) is None:
        connection.execute(insert(delivery_table).values(fresh))
        return
    forget_lines(connection, delivery_id)
    connection.execute(
        update(delivery_table)
        .where(delivery_table.c.delivery_id == delivery_id)
        .values(fresh | {"line_count": None})
    )


def forget_lines(connection: Connection, delivery_id: str) -> None:
    """Remove a delivery's findings and verdicts, before they are written again."""
    for table in (finding_table, line_verdict):
        connection.execute(delete(table).where(table.c.delivery_id == delivery_id))


def month_of_same_content(connection: Connection, found: Delivery) -> str | None:
    """Return another month in which these very bytes were taken before, if any."""
    table = delivery_table.c
    query = (
        select(table.month)
        .where(
            table.municipality_code == found.municipality_code,
            table.partner_code == found.partner_code,
            table.digest == found.digest,
            table.month != found.month,
            table.state.in_(("accepted", "superseded")),
            table.line_count > 0,
        )
        .order_by(table.month)
        .limit(1)
    )
    return connection.scalar(query)


def is_released(connection: Connection, delivery_id: str, code: str) -> bool:
    """Tell whether an official let a delivery in that a code refused."""
    table = delivery_release.c
    query = select(table.code).where(
        table.delivery_id == delivery_id, table.code == code
    )
    return connection.scalar(query) is not None


def move(
    connection: Connection, delivery_id: str, state: str, **values: object
) -> None:
    """Bring a delivery to a state."""
    connection.execute(
        update(delivery_table)
        .where(delivery_table.c.delivery_id == delivery_id)
        .values(state=state, **values)
    )


def write_findings(
    connection: Connection, delivery_id: str, findings: list[Finding]
) -> None:
    """Write a delivery's findings, in order."""
    rows = [
        {
            "delivery_id": delivery_id,
            "line_number": finding.line,
            "code": finding.code,
            "level": finding.level,
            "column_name": finding.column,
        }
        for finding in in_order(findings)
    ]
    if rows:
        connection.execute(insert(finding_table), rows)


def read_findings(connection: Connection, delivery_id: str) -> list[Finding]:
    """Return a delivery's findings, in order."""
    table = finding_table.c
    query = select(table.code, table.level, table.line_number, table.column_name).where(
        table.delivery_id == delivery_id
    )
    return in_order(
        [
            Finding(code, Level(level), line, column)
            for code, level, line, column in connection.execute(query)
        ]
    )


def passport_of(delivery: Delivery) -> Passport:
    """Return the passport of the partner who delivered."""
    return load_passport(settings().partners, delivery.partner_code)


def refuse(
    delivery_id: str, code: str, findings: list[Finding], line_count: int | None = None
) -> None:
    """Refuse a delivery as a whole; a delivery that is done stays as it is."""

    def work(connection: Connection) -> None:
        found = delivery_by_id(connection, delivery_id, lock=True)
        if found.is_done:
            return
        forget_lines(connection, delivery_id)
        write_findings(connection, delivery_id, findings)
        move(
            connection, delivery_id, "refused", refusal_code=code, line_count=line_count
        )
        place = found.municipality_code
        note_effect(connection, place, "refuse_delivery", delivery_id, code)

    transaction(work)
