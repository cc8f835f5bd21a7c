"""What a delivery means beside what its partner sent before.

A full delivery adds what is new. A correction replaces the partner's whole month: what
it says alike stays the signal it was, the rest ends. A withdrawal ends the records it
names. An ended signal stays, with what ended it, until the purge.
"""

from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    not_,
    select,
    true,
    update,
)

from vroegsein.errors import DeliveryError
from vroegsein.intake import ledger
from vroegsein.intake.entering.staging import (
    NAMES,
    in_force,
    incoming,
    same_content,
    same_record,
)
from vroegsein.intake.findings import MEANINGS, Code, Level, Verdict
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.intake_tables import delivery as delivery_table
from vroegsein.register.intake_tables import finding, line_verdict, signal

#: More of the file alike than this: last month's was sent again (E-HERLEVERING).
MOST_ALIKE_PERCENT = 80
_TAKEN = ("accepted", "empty", "applied", "superseded")


@dataclass(frozen=True)
class Difference:
    """What a correction changed, in records."""

    new_count: int
    changed_count: int
    gone_count: int
    unchanged_count: int


def refuse_replay(connection: Connection, delivery: Delivery) -> None:
    """Refuse a number that was used, and a file that is almost last month's.

    Raises:
        DeliveryError: `DEL_REPLAY`, unless an official released the delivery.
    """
    if ledger.is_released(connection, delivery.delivery_id, Code.DEL_REPLAY):
        return
    if _is_number_used(connection, delivery) or _is_last_month(connection, delivery):
        raise DeliveryError(Code.DEL_REPLAY)


def _is_number_used(connection: Connection, delivery: Delivery) -> bool:
    """Tell whether this number, or a later one, was taken for the month."""
    if delivery.sequence is None:
        return False
    table = delivery_table.c
    query = select(
        exists().where(
            *_same_month(delivery),
            table.state.in_(_TAKEN),
            table.sequence >= delivery.sequence,
        )
    )
    return bool(connection.scalar(query))


def _is_last_month(connection: Connection, delivery: Delivery) -> bool:
    """Tell whether most rows are, field for field, those of the month before."""
    if delivery.kind == "withdrawal":
        return False
    before = str(ReportingMonth.parse(delivery.month).plus(-1))
    alike = (
        select(func.count())
        .select_from(incoming)
        .join(signal, and_(in_force(delivery, before), same_record(), same_content()))
    )
    most = MOST_ALIKE_PERCENT * _count(connection, true())
    return (connection.scalar(alike) or 0) * 100 > most


def withdraw(connection: Connection, delivery: Delivery) -> None:
    """End the records that a withdrawal names; report the ones that are unknown."""
    if delivery.kind != "withdrawal":
        return
    _set_apart(connection, true(), Code.VAL_UNKNOWN_RECORD)
    earlier = incoming.alias("earlier")
    is_repeat = exists().where(
        earlier.c.source_record_id == incoming.c.source_record_id,
        earlier.c.line_number < incoming.c.line_number,
        earlier.c.code == Code.VAL_UNKNOWN_RECORD,
    )
    _set_apart(connection, is_repeat, Code.VAL_DUPLICATE)
    named = and_(
        in_force(delivery, delivery.month),
        same_record(),
        incoming.c.code == Code.VAL_UNKNOWN_RECORD,
    )
    connection.execute(
        update(incoming).where(named).values(verdict=Verdict.WITHDRAWAL, code=None)
    )
    connection.execute(
        update(signal)
        .where(
            in_force(delivery, delivery.month),
            same_record(),
            incoming.c.verdict == Verdict.WITHDRAWAL,
        )
        .values(ended_by=delivery.delivery_id)
    )


def set_known_apart(connection: Connection, delivery: Delivery) -> None:
    """Mark lines whose record came in an earlier delivery of the same month."""
    known = and_(in_force(delivery, delivery.month), same_record(), _is_accepted())
    _set_apart(connection, and_(known, same_content()), Code.VAL_DUPLICATE)
    _set_apart(connection, known, Code.VAL_CONFLICT)


def replace_month(connection: Connection, delivery: Delivery) -> Difference:
    """Put a correction in the place of all its partner delivered for the month."""
    before = in_force(delivery, delivery.month)
    old = select(func.count()).select_from(signal).where(before)
    old_count = connection.scalar(old) or 0
    alike = and_(before, same_record(), _is_accepted())
    kept = connection.execute(
        update(signal)
        .where(alike, same_content())
        .values(delivery_id=delivery.delivery_id, line_number=incoming.c.line_number)
    ).rowcount
    mine = signal.c.delivery_id == delivery.delivery_id
    connection.execute(update(incoming).where(alike, mine).values(is_kept=True))
    # A record that changed keeps the day it was first received: the clocks run on.
    changed = connection.execute(
        update(incoming)
        .where(alike, not_(mine))
        .values(received_at=signal.c.received_at)
    ).rowcount
    connection.execute(
        update(signal).where(before, not_(mine)).values(ended_by=delivery.delivery_id)
    )
    _supersede(connection, delivery)
    return Difference(
        new_count=_count(connection, _is_accepted()) - kept - changed,
        changed_count=changed,
        gone_count=old_count - kept - changed,
        unchanged_count=kept,
    )


def _supersede(connection: Connection, delivery: Delivery) -> None:
    connection.execute(
        update(delivery_table)
        .where(
            *_same_month(delivery),
            delivery_table.c.delivery_id != delivery.delivery_id,
            delivery_table.c.state.in_(("accepted", "empty")),
        )
        .values(state="superseded", superseded_by=delivery.delivery_id)
    )


def write_findings(connection: Connection, delivery: Delivery, column: str) -> None:
    """Write why incoming rows were set apart, under the partner's name of the id."""
    connection.execute(
        insert(finding).from_select(
            ["delivery_id", "line_number", "code", "level", "column_name"],
            select(
                literal(delivery.delivery_id),
                incoming.c.line_number,
                incoming.c.code,
                literal(Level.LINE.value),
                literal(column),
            )
            .where(incoming.c.code.is_not(None))
            .order_by(incoming.c.line_number),
        )
    )


def write_verdicts(connection: Connection, delivery: Delivery) -> None:
    """Write the verdicts of the incoming rows."""
    connection.execute(
        insert(line_verdict).from_select(
            ["delivery_id", "line_number", "verdict", "amount_cents"],
            select(
                literal(delivery.delivery_id),
                incoming.c.line_number,
                incoming.c.verdict,
                incoming.c.arrears_cents,
            ),
        )
    )


def write_signals(connection: Connection, delivery: Delivery) -> None:
    """Write the signals of the incoming rows that are accepted."""
    earlier = signal.alias("earlier")
    is_used = exists().where(
        earlier.c.month == delivery.month, earlier.c.signal_id == incoming.c.first_id
    )
    connection.execute(
        insert(signal).from_select(
            [
                "signal_id",
                "month",
                "municipality_code",
                "partner_code",
                "delivery_id",
                "line_number",
                "received_at",
                *NAMES,
            ],
            select(
                case((is_used, incoming.c.later_id), else_=incoming.c.first_id),
                literal(delivery.month),
                literal(delivery.municipality_code),
                literal(delivery.partner_code),
                literal(delivery.delivery_id),
                incoming.c.line_number,
                incoming.c.received_at,
                *(incoming.c[name] for name in NAMES),
            ).where(_is_accepted(), incoming.c.is_kept == false()),
        )
    )


def changed_verdicts(connection: Connection) -> list[tuple[int, str]]:
    """Return the lines that were set apart here, with their verdicts."""
    query = (
        select(incoming.c.line_number, incoming.c.verdict)
        .where(not_(_is_accepted()))
        .order_by(incoming.c.line_number)
    )
    return [(line, word) for line, word in connection.execute(query)]


def _set_apart(connection: Connection, where: ColumnElement[bool], code: Code) -> None:
    """Give the incoming rows that fit a code, and the verdict it brings."""
    connection.execute(
        update(incoming).where(where).values(verdict=MEANINGS[code].verdict, code=code)
    )


def _is_accepted() -> ColumnElement[bool]:
    return incoming.c.verdict == Verdict.ACCEPTED


def _same_month(delivery: Delivery) -> list[ColumnElement[bool]]:
    table = delivery_table.c
    return [
        table.municipality_code == delivery.municipality_code,
        table.partner_code == delivery.partner_code,
        table.month == delivery.month,
    ]


def _count(connection: Connection, where: ColumnElement[bool]) -> int:
    """Count the incoming rows that fit."""
    query = select(func.count()).select_from(incoming).where(where)
    return connection.scalar(query) or 0
