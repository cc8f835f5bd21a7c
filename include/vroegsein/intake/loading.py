"""A validated delivery enters the register: verdicts, findings and signals together.

One transaction: a reader sees all of it or nothing. A signal is known by municipality,
partner, month and the partner's own record id, so that a second file of the month can
never count a signal twice.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow.parquet as pq
from psycopg import sql
from sqlalchemy import Connection, func, select, text

from vroegsein.intake import ledger
from vroegsein.intake.fields import headers_of
from vroegsein.intake.findings import Code, Verdict, line_finding
from vroegsein.intake.judge import counted, verdict_by_line
from vroegsein.intake.ledger import Delivery
from vroegsein.intake.places import Places, made_id
from vroegsein.intake.work_files import Step, read_step
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import FIELDS
from vroegsein.register.intake_tables import signal

_NAMES = list(FIELDS)
_SOURCE_ID = _NAMES.index("source_record_id")
_AMOUNT = _NAMES.index("arrears_cents")
_OWN_COLUMNS = (
    "signal_id",
    "month",
    "municipality_code",
    "partner_code",
    "delivery_id",
    "line_number",
    "received_at",
)
Row = tuple[Any, ...]


def load_delivery(delivery_id: str) -> None:
    """Load one validated delivery; one that is loaded already stays as it is."""
    delivery = ledger.current(delivery_id)
    if delivery.state == "validated":
        places = Places(delivery.municipality_code, delivery.month)
        step = read_step(places.validated(delivery_id))
        rows = _read_rows(places, delivery_id)
        passport = ledger.passport_of(delivery)
        make_partition(delivery.month)
        ledger.transaction(
            lambda connection: _load(connection, delivery_id, passport, step, rows)
        )
    remove_work(ledger.current(delivery_id))


def remove_work(delivery: Delivery) -> None:
    """Remove the work files of a delivery that is done: they hold personal data."""
    folder = Places(delivery.municipality_code, delivery.month).work(
        delivery.delivery_id
    )
    if delivery.is_done and folder.exists():
        shutil.rmtree(folder)


def make_partition(month: str) -> None:
    """Make the partition of a month's signals, once."""
    name = f"signal_{str(ReportingMonth.parse(month)).replace('-', '_')}"

    def work(connection: Connection) -> None:
        key = func.hashtextextended(f"intake.{name}", 0)
        connection.execute(select(func.pg_advisory_xact_lock(key)))
        if connection.scalar(select(func.to_regclass(f"intake.{name}"))) is None:
            connection.execute(
                text(
                    f"CREATE TABLE intake.{name} PARTITION OF intake.signal "
                    f"FOR VALUES IN ('{month}')"
                )
            )

    ledger.transaction(work)


def _read_rows(places: Places, delivery_id: str) -> dict[int, Row]:
    """Return the canonical rows by physical line."""
    with pq.ParquetFile(places.rows(delivery_id)) as file:
        return {
            number: tuple(values)
            for batch in file.iter_batches()
            for number, *values in zip(
                *(column.to_pylist() for column in batch.columns), strict=True
            )
        }


def _load(
    connection: Connection,
    delivery_id: str,
    passport: Passport,
    step: Step,
    rows: dict[int, Row],
) -> None:
    delivery = ledger.delivery_by_id(connection, delivery_id, lock=True)
    if delivery.state != "validated":
        return
    month_key = "|".join(_key(delivery))
    connection.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(month_key, 0)))
    )
    step = _with_earlier_deliveries(connection, delivery, passport, step, rows)
    verdicts = verdict_by_line(step)
    ledger.forget_lines(connection, delivery_id)
    ledger.write_findings(connection, delivery_id, step.findings)
    amounts = {line: row[_AMOUNT] for line, row in rows.items()}
    _copy(
        connection,
        "line_verdict",
        ("delivery_id", "line_number", "verdict", "amount_cents"),
        (
            (delivery_id, line, word, amounts.get(line))
            for line, word in verdicts.items()
        ),
    )
    _copy(
        connection,
        "signal",
        (*_OWN_COLUMNS, *_NAMES),
        _signals(delivery, verdicts, rows),
    )
    state = "accepted" if step.line_count else "empty"
    ledger.move(connection, delivery_id, state, **_totals(step, verdicts, amounts))


def _totals(
    step: Step, verdicts: dict[int, Verdict], amounts: dict[int, int | None]
) -> dict[str, int]:
    """Return the columns of a delivery that say what became of its lines and cents."""
    taken = other = 0
    for line, word in verdicts.items():
        if word is Verdict.ACCEPTED:
            taken += amounts.get(line) or 0
        else:
            other += amounts.get(line) or 0
    counts = {f"{word}_count": n for word, n in counted(verdicts.values()).items()}
    return counts | {
        "line_count": step.line_count,
        "accepted_cents": taken,
        "other_cents": other,
    }


def _key(delivery: Delivery) -> tuple[str, str, str]:
    return delivery.municipality_code, delivery.partner_code, delivery.month


def signal_id(delivery: Delivery, source_record_id: str) -> str:
    """Return the id of a signal: the same in every delivery of the month."""
    return made_id("s", *_key(delivery), source_record_id)


def _signals(
    delivery: Delivery, verdicts: dict[int, Verdict], rows: dict[int, Row]
) -> Iterator[Sequence[object]]:
    """Yield the register's row of each accepted line."""
    for line, word in verdicts.items():
        if word is Verdict.ACCEPTED:
            row = rows[line]
            yield (
                signal_id(delivery, row[_SOURCE_ID]),
                delivery.month,
                delivery.municipality_code,
                delivery.partner_code,
                delivery.delivery_id,
                line,
                delivery.received_at,
                *row,
            )


def _with_earlier_deliveries(
    connection: Connection,
    delivery: Delivery,
    passport: Passport,
    step: Step,
    rows: dict[int, Row],
) -> Step:
    """Mark lines whose signal came in an earlier delivery of the same month."""
    query = select(*(signal.c[name] for name in _NAMES)).where(
        signal.c.municipality_code == delivery.municipality_code,
        signal.c.partner_code == delivery.partner_code,
        signal.c.month == delivery.month,
    )
    earlier = {
        found[_SOURCE_ID]: tuple(map(_as_written, found))
        for found in connection.execute(query)
    }
    column = headers_of(passport)["source_record_id"]
    marks = [
        line_finding(_mark(earlier[row[_SOURCE_ID]], row), line, column)
        for line, row in rows.items()
        if row[_SOURCE_ID] in earlier
    ]
    return Step(step.line_count, [*step.findings, *marks])


def _mark(earlier: Row, row: Row) -> Code:
    return Code.VAL_DUPLICATE if earlier == row else Code.VAL_CONFLICT


def _as_written(value: object) -> object:
    """Return a register's value as a canonical row holds it."""
    return value.isoformat() if isinstance(value, date) else value


def _copy(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Write rows by COPY, within the transaction of the connection."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier("intake", table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
    )
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
