"""What stays known of a delivery's lines when the lines themselves are gone.

Receipts, notices of crisis signals that were held back, and how complete the lines
were: written in the transaction in which the lines get their verdicts, or just before
the whole file is refused.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert

from vroegsein.intake import ledger
from vroegsein.intake.answering.record_receipts import Values, write_record_receipts
from vroegsein.intake.entering.line_maps import Rows
from vroegsein.intake.findings import Code, Verdict
from vroegsein.intake.judging.held_back import REFUSED, note_held_back
from vroegsein.intake.ledger import Delivery
from vroegsein.intake.reading.unwrap import ERASED
from vroegsein.parties.record import FIELDS
from vroegsein.register.quality_tables import delivery_quality

_NAMES = list(FIELDS)
#: Columns of `intake.delivery_quality` and the field each of them counts.
COUNTED = {
    "phone_count": _NAMES.index("phone"),
    "email_count": _NAMES.index("email"),
    "birth_date_count": _NAMES.index("birth_date"),
}


def remember_lines(
    connection: Connection,
    delivery: Delivery,
    outcomes: Mapping[int, str],
    rows: Mapping[int, Values],
) -> None:
    """Keep what outlives the lines of a delivery that is taken.

    Args:
        connection: The transaction in which the lines get their verdicts.
        delivery: The delivery.
        outcomes: Verdict of each physical line.
        rows: Canonical rows by physical line; a line without one could not be read.
    """
    write_record_receipts(connection, delivery, outcomes, rows)
    note_held_back(connection, delivery, outcomes, rows)
    taken, counts = 0, dict.fromkeys(COUNTED, 0)
    for line, word in outcomes.items():  # one row at a time: a file may be large
        if word == Verdict.ACCEPTED:
            row, taken = rows[line], taken + 1
            for name, place in COUNTED.items():
                counts[name] += row[place] is not None
    _write_quality(connection, delivery.delivery_id, taken, counts)


def _write_quality(
    connection: Connection, delivery_id: str, taken: int, counts: dict[str, int]
) -> None:
    table = delivery_quality
    connection.execute(delete(table).where(table.c.delivery_id == delivery_id))
    values = {"delivery_id": delivery_id, "accepted_count": taken, **counts}
    connection.execute(insert(table).values(values))


def remember_refused(
    delivery: Delivery, code: str, lines: Iterable[int], rows_file: Path
) -> None:
    """Keep what outlives the lines of a file that is about to be refused.

    Args:
        delivery: The delivery.
        code: The finding that refuses it.
        lines: Numbers of its physical lines, as far as they were read.
        rows_file: Its canonical rows, where reading came that far.
    """
    if code == Code.LAW_NO_BASIS:
        return  # not even a digest may be kept
    outcomes = dict.fromkeys(lines, REFUSED)
    is_readable = rows_file.exists() and code not in ERASED
    rows: Mapping[int, Values] = Rows(rows_file) if is_readable else {}

    def work(connection: Connection) -> None:
        write_record_receipts(connection, delivery, outcomes, rows)
        note_held_back(connection, delivery, outcomes, rows, code)

    ledger.transaction(work)
