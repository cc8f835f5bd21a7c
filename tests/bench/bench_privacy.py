"""What a purge and a request for access cost when a register is large."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from pyrage import x25519
from sqlalchemy import Connection, Engine, Table, insert, literal, select, text
from sqlalchemy.sql import column, func
from sqlalchemy.sql.elements import ColumnElement
from support.listing_month import MUNICIPALITY, OCTOBER, Register
from support.postgres import running_postgres
from support.purging import JUNE_NIGHT, filled, marked

from bench.figures import Figure, measured
from vroegsein.accountability import purge, requests
from vroegsein.accountability.person_search import PersonDetails
from vroegsein.accountability.requests import Request
from vroegsein.parties.period import ReportingMonth
from vroegsein.register import session
from vroegsein.register.audit_tables import processing_line
from vroegsein.register.intake_tables import line_verdict, signal
from vroegsein.register.list_tables import (
    list_entry,
    list_entry_signal,
    signal_decision,
)
from vroegsein.register.matching_tables import address_case, membership
from vroegsein.register.schema import upgrade
from vroegsein.settings import settings

PERSONS = 1_000_000
YEARS = 2
LAST = ReportingMonth.parse(OCTOBER)
ASKER = {
    "surname": "Zandstra", "birth_date": "1971-03-17", "email": "zandstra@post.example",
}  # fmt: skip
#: Tables with a row for every signal or person of a month.
PER_PERSON = (
    signal, line_verdict, membership, address_case, signal_decision, list_entry,
    list_entry_signal, processing_line,
)  # fmt: skip
NUMBER: ColumnElement[int] = column("number")


def bench_purge(folder: Path) -> list[Figure]:
    """Purge a month of 1,000,000 persons, and prove that nothing is left."""
    with large_register(folder) as register:
        filled(register, OCTOBER, persons=1)
        multiply(register, PERSONS)
        with measured() as cost:
            done = purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    note = f"{done['rows']:,} rows, {done['bytes_searched'] / 2**20:,.0f} MiB searched"
    return [
        Figure("purge 1,000,000 persons", cost.wall_seconds, "s", 300, note=note),
        Figure("purge: processor without the server", cost.cpu_seconds, "s CPU"),
    ]


def bench_access(folder: Path) -> list[Figure]:
    """Answer a person from 24 months with 1,000,000 signals."""
    months = [str(LAST.plus(-back)) for back in range(12 * YEARS)]
    with large_register(folder) as register:
        for month in months:
            Register(register).deliver([marked(1, month, **ASKER)])
        multiply(register, PERSONS // len(months))
        handler = _handler()
        with measured() as cost:
            answer = requests.give_access(_request(), (handler,))
    note = f"{answer.signals} signals of the person among 1,000,000"
    return [Figure("inzage over 24 months", cost.wall_seconds, "s", 10, note=note)]


@contextmanager
def large_register(folder: Path) -> Iterator[Engine]:
    """Give a migrated register on a server of its own; the settings point at it."""
    for name in ("keys", "storage", "elsewhere"):
        (folder / name).mkdir(mode=0o700)
        os.environ[f"VROEGSEIN_{name.upper()}"] = str(folder / name)
    with running_postgres(folder) as server:
        os.environ["VROEGSEIN_REGISTER_URL"] = f"{server}/postgres"
        settings.cache_clear()
        upgrade(settings().register_url)
        yield session.engine()
        session.engine().dispose()


def multiply(register: Engine, times: int) -> None:
    """Put so many made-up persons beside each one that is there."""
    with register.begin() as connection:
        # Rows of one month at once: the rules of the register have tests of their own.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in PER_PERSON:
            _multiply(connection, table, times)
    with register.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("VACUUM ANALYZE"))


def _multiply(connection: Connection, table: Table, times: int) -> None:
    """Copy each row of a table, with keys and personal values of its own."""
    numbers = func.generate_series(1, times).table_valued("number").render_derived()
    written = [each for each in table.columns if each.identity is None]
    copied = select(
        *(_other(each.name).get(each.name, each).label(each.name) for each in written)
    ).select_from(table.join(numbers, literal(True)))
    names = [each.name for each in written]
    connection.execute(insert(table).from_select(names, copied))


def _other(name: str) -> dict[str, ColumnElement[object]]:
    """Return what a copy holds in a column that tells persons apart."""
    own = func.concat(column(name), "-", NUMBER)
    return {
        "signal_id": own,
        "person_id": own,
        "address_key": own,
        "source_record_id": own,
        "customer_number": func.concat("KLANTNUMMER", NUMBER),
        "claim_id": own,
        "case_id": own,
        "entry_number": NUMBER + 100,
        "line_number": NUMBER + 100,
        "span_id": func.left(func.md5(func.concat(NUMBER)), 16),
        "birth_date": func.concat(1940 + NUMBER % 60, "-05-", 10 + NUMBER % 20),
        "surname": func.concat("Vv", func.md5(func.concat(NUMBER))),
        "email": func.concat("iemand", NUMBER, "@voorbeeld.example"),
        "phone": func.concat("+319", func.lpad(func.concat(NUMBER), 8, "0")),
    }


def _request() -> Request:
    """Return the request of the one person who is in every month."""
    asks = PersonDetails.model_validate(ASKER)
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return Request(MUNICIPALITY, asks, "m.edewerker", date(2026, 11, 23), moment)


def _handler() -> str:
    """Make the key of the official who handles the request; return its name."""
    folder = settings().keys / "recipients"
    folder.mkdir(mode=0o700)
    public = x25519.Identity.generate().to_public()
    (folder / "behandelaar.pub").write_text(f"{public}\n")
    return "behandelaar"
