"""A delivery's accepted rows beside the register, to be compared with it in SQL.

The table is temporary and goes with the transaction. What is compared stays in the
database: memory does not grow with the file, nor with what the partner sent before.
"""

from collections.abc import Iterator, Sequence

from psycopg import sql
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    text,
)

from vroegsein.intake.entering.bulk import copy_rows
from vroegsein.intake.entering.line_maps import Rows, Verdicts
from vroegsein.intake.findings import Verdict
from vroegsein.intake.ledger import Delivery
from vroegsein.intake.places import made_id
from vroegsein.parties.record import FIELDS
from vroegsein.register.intake_tables import signal

NAMES = list(FIELDS)
SOURCE_ID = NAMES.index("source_record_id")
AMOUNT = NAMES.index("arrears_cents")

incoming = Table(
    "incoming",
    MetaData(),
    Column("line_number", Integer, primary_key=True),
    Column("verdict", Text),
    Column("code", Text),  # why it was set apart
    Column("first_id", Text),  # of a record met for the first time in its month
    Column("later_id", Text),  # of one that comes again in another form
    Column("received_at", DateTime(timezone=True)),
    Column("is_kept", Boolean),  # its signal stands as it was
    *(Column(name, signal.c[name].type) for name in NAMES),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)
_COLUMNS = [column.name for column in incoming.columns]


def month_key(delivery: Delivery) -> tuple[str, str, str]:
    """Return whose month a delivery is of."""
    return delivery.municipality_code, delivery.partner_code, delivery.month


def signal_id(delivery: Delivery, source_record_id: str, *more: str) -> str:
    """Return the id of a signal: the same in every delivery of the month."""
    return made_id("s", *month_key(delivery), source_record_id, *more)


def stage_rows(
    connection: Connection, delivery: Delivery, verdicts: Verdicts, rows: Rows
) -> None:
    """Copy the rows that are accepted so far into `incoming`."""
    incoming.create(connection)
    statement = sql.SQL("COPY incoming ({}) FROM STDIN").format(
        sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
    )
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in _staged(delivery, verdicts, rows):
            copy.write_row(row)
    connection.execute(text("CREATE INDEX ON incoming (source_record_id)"))
    connection.execute(text("ANALYZE incoming"))


def _staged(
    delivery: Delivery, verdicts: Verdicts, rows: Rows
) -> Iterator[Sequence[object]]:
    for line, word in verdicts.items():
        if word is Verdict.ACCEPTED:
            row = rows[line]
            record_id = row[SOURCE_ID]
            yield (
                line,
                word,
                None,
                signal_id(delivery, record_id),
                signal_id(delivery, record_id, delivery.delivery_id),
                delivery.received_at,
                False,
                *row,
            )


def write_other_verdicts(
    connection: Connection, delivery: Delivery, verdicts: Verdicts, rows: Rows
) -> None:
    """Write the verdicts of the lines that are not in `incoming`."""
    copy_rows(
        connection,
        "line_verdict",
        ("delivery_id", "line_number", "verdict", "amount_cents"),
        (
            (delivery.delivery_id, line, word, _amount(rows, line))
            for line, word in verdicts.items()
            if word is not Verdict.ACCEPTED
        ),
    )


def _amount(rows: Rows, line: int) -> int | None:
    row = rows.get(line)
    return row[AMOUNT] if row else None


def in_force(delivery: Delivery, month: str) -> ColumnElement[bool]:
    """Return which signals of a month hold for a delivery's partner."""
    return and_(
        signal.c.month == month,
        signal.c.municipality_code == delivery.municipality_code,
        signal.c.partner_code == delivery.partner_code,
        signal.c.ended_by.is_(None),
    )


def same_record() -> ColumnElement[bool]:
    """Return whether a signal and an incoming row are of one record."""
    return signal.c.source_record_id == incoming.c.source_record_id


def same_content() -> ColumnElement[bool]:
    """Return whether a signal and an incoming row say the same, field for field."""
    return and_(
        *(signal.c[name].is_not_distinct_from(incoming.c[name]) for name in NAMES)
    )
