"""Crisis signals that were not taken are noted, so that a human is asked at once.

A crisis starts a term of three working days (Wgs art. 4(2)), also when the line that
tells of it is wrong. So no such line is held back in silence: it is noted in the same
transaction in which it is refused. A file of which nothing could be read is noted too,
for nobody knows what is in it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert

from vroegsein.intake.findings import Code, Verdict
from vroegsein.intake.ledger import Delivery
from vroegsein.intake.places import made_id
from vroegsein.parties.record import CRISIS_KINDS, FIELDS
from vroegsein.register.quality_tables import crisis_notice

REFUSED = "refused"  # what became of a line whose whole file was refused
#: A repeat is taken elsewhere, and of whoever objects nothing may be kept.
HELD_BACK = frozenset({REFUSED, Verdict.REJECTED, Verdict.NO_GROUND})
#: Refusals of files that may not be looked at, have nothing in them, or came before.
NOTHING_TO_MISS = frozenset({Code.LAW_NO_BASIS, Code.DEL_EMPTY, Code.DEL_REPLAY})
_KIND = list(FIELDS).index("signal_kind")
Values = Sequence[Any]  # a canonical row, in the order of FIELDS


def crisis_lines(outcomes: Mapping[int, str], rows: Mapping[int, Values]) -> list[int]:
    """Return the lines with a crisis signal that were not taken."""
    return sorted(
        line
        for line, outcome in outcomes.items()
        if outcome in HELD_BACK and line in rows and rows[line][_KIND] in CRISIS_KINDS
    )


def unread_lines(outcomes: Mapping[int, str], rows: Mapping[int, Values]) -> int:
    """Count the lines not taken of which the kind of signal cannot be read."""
    return sum(
        outcome in HELD_BACK and (line not in rows or rows[line][_KIND] is None)
        for line, outcome in outcomes.items()
    )


def note_held_back(
    connection: Connection,
    delivery: Delivery,
    outcomes: Mapping[int, str],
    rows: Mapping[int, Values],
    refusal_code: str | None = None,
) -> None:
    """Note a delivery's crisis signals that were not taken; none: nothing is noted.

    Args:
        connection: The transaction in which the lines get their verdicts.
        delivery: The delivery.
        outcomes: What became of each physical line.
        rows: Canonical rows by physical line; a line without one could not be read.
        refusal_code: The finding that refused the whole file, if one did.
    """
    lines, unread = crisis_lines(outcomes, rows), unread_lines(outcomes, rows)
    is_closed_book = (
        refusal_code is not None
        and refusal_code not in NOTHING_TO_MISS
        and unread == len(outcomes)
    )
    _forget(connection, delivery)
    if lines or is_closed_book:
        _note(connection, delivery, lines, unread, refusal_code)


def _forget(connection: Connection, delivery: Delivery) -> None:
    """Take back a notice nobody was asked about: what is found now counts."""
    table = crisis_notice.c
    connection.execute(
        delete(crisis_notice).where(
            table.delivery_id == delivery.delivery_id, table.asked_in.is_(None)
        )
    )


def _note(
    connection: Connection,
    delivery: Delivery,
    lines: list[int],
    unread: int,
    refusal_code: str | None,
) -> None:
    """Write a notice; the same lines again are the same notice."""
    facts = {
        "line_numbers": lines,
        "unread_count": unread,
        "refusal_code": refusal_code,
    }
    values = facts | {
        "notice_id": made_id("c", delivery.delivery_id, refusal_code, *lines),
        "municipality_code": delivery.municipality_code,
        "month": delivery.month,
        "partner_code": delivery.partner_code,
        "delivery_id": delivery.delivery_id,
    }
    statement = insert(crisis_notice).values(values)
    connection.execute(statement.on_conflict_do_nothing())
