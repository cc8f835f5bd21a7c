"""The register comes to its present version from nothing, again, and by two at once."""

import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from alembic import command
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, insert, inspect, text
from sqlalchemy.exc import IntegrityError

from vroegsein.errors import ConfigurationError, InvariantError
from vroegsein.intake import ledger
from vroegsein.intake.entering.loading import make_partition
from vroegsein.register import engine, schema
from vroegsein.register.columns import SCHEMAS
from vroegsein.register.inbox_tables import inbox_file
from vroegsein.settings import settings

SECRET = "Jansen-merkteken"


@pytest.fixture
def empty_url(postgres_url: str) -> Iterator[str]:
    """URL of a database in which nothing was ever made."""
    name = f"empty_{secrets.token_hex(4)}"
    server = create_engine(f"{postgres_url}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{postgres_url}/{name}"
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def both_at_once(work: Callable[[], object]) -> None:
    """Do the same work in two threads that start together; raise what either raises."""
    start = Barrier(2)

    def one(_: int) -> None:
        start.wait(10)
        work()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))


def tables_of(url: str) -> dict[str, list[str]]:
    """Names of all tables and views, by schema."""
    server = create_engine(url)
    found = inspect(server)
    tables = {
        name: sorted([*found.get_table_names(name), *found.get_view_names(name)])
        for name in SCHEMAS
        if name in found.get_schema_names()
    }
    server.dispose()
    return tables


def version_of(url: str) -> str:
    server = create_engine(url)
    with server.connect() as connection:
        found = connection.scalar(text("SELECT version_num FROM audit.alembic_version"))
    server.dispose()
    return str(found)


def partitions(register: Engine) -> list[str]:
    query = text(
        "SELECT relation.relname FROM pg_inherits AS part"
        " JOIN pg_class AS relation ON relation.oid = part.inhrelid"
        " WHERE part.inhparent = 'intake.signal'::regclass ORDER BY 1"
    )
    with register.connect() as connection:
        return list(connection.scalars(query))


def test_an_empty_database_becomes_a_register(empty_url: str):
    assert tables_of(empty_url) == {}
    schema.upgrade(empty_url)
    made = tables_of(empty_url)
    named = {f"{owner}.{name}" for owner, names in made.items() for name in names}
    assert set(schema.metadata().tables) <= named


def test_a_register_up_to_date_is_left_as_it_is(empty_url: str):
    schema.upgrade(empty_url)
    before = tables_of(empty_url), version_of(empty_url)
    schema.upgrade(empty_url)
    assert (tables_of(empty_url), version_of(empty_url)) == before


def test_two_upgrades_at_once_both_succeed(empty_url: str):
    """As two starts of the stack would: Alembic's own state is one per process."""
    code = f"from vroegsein.register.schema import upgrade; upgrade({empty_url!r})"
    starts = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [start.wait(60) for start in starts] == [0, 0]
    assert set(tables_of(empty_url)) == set(SCHEMAS)


def test_going_down_and_up_again_gives_the_same_register(empty_url: str):
    schema.upgrade(empty_url)
    before = tables_of(empty_url)
    command.downgrade(schema.config(empty_url), "base")
    left = tables_of(empty_url)
    assert {name for names in left.values() for name in names} <= {"alembic_version"}
    schema.upgrade(empty_url)
    assert tables_of(empty_url) == before


def test_the_migrations_make_what_the_tables_say(empty_url: str):
    schema.upgrade(empty_url)
    command.check(schema.config(empty_url))


def test_a_column_that_no_migration_made_would_be_seen(empty_url: str):
    """The guard goes red: a table that differs is found."""
    schema.upgrade(empty_url)
    server = create_engine(empty_url)
    with server.begin() as connection:
        connection.execute(text("ALTER TABLE intake.delivery DROP COLUMN byte_count"))
    server.dispose()
    with pytest.raises(CommandError, match="New upgrade operations"):
        command.check(schema.config(empty_url))


def test_a_months_partition_is_no_difference(register: Engine):
    make_partition("2026-10")
    url = register.url.render_as_string(hide_password=False)
    command.check(schema.config(url))


def test_a_percent_sign_in_a_password_is_kept():
    url = "postgresql+psycopg://register:a%40b@127.0.0.1/register"
    assert schema.config(url).get_main_option("sqlalchemy.url") == url


def test_a_partition_is_made_once(register: Engine):
    for _ in range(3):
        make_partition("2026-10")
    make_partition("2026-11")
    assert partitions(register) == ["signal_2026_10", "signal_2026_11"]


def test_two_partners_make_the_same_months_partition_at_once(register: Engine):
    for month in ("2026-10", "2026-11", "2026-12", "2027-01", "2027-02"):
        both_at_once(lambda month=month: make_partition(month))
    assert len(partitions(register)) == 5


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-10'); DROP TABLE intake.signal; --", "", "signal"]
)
def test_what_is_no_month_never_reaches_the_database(register: Engine, month: str):
    with pytest.raises(ConfigurationError, match="yyyy-mm"):
        make_partition(month)
    assert partitions(register) == []


def test_an_error_of_the_database_hides_its_parameters(register: Engine):
    values = {
        "inbox_file_id": "f1", "municipality_code": "1940", "month": "2026-10",
        "partner_code": "p", "remote_name": SECRET, "byte_count": None,
        "modified_seconds": 1, "received_at": "2026-10-07T06:00:00Z",
    }  # fmt: skip
    with pytest.raises(IntegrityError) as refused, register.begin() as connection:
        connection.execute(insert(inbox_file).values(values))
    assert "parameters hidden" in str(refused.value)
    shown = str(refused.value).partition("DETAIL")[0]
    assert SECRET not in shown


def test_the_servers_own_detail_is_why_the_ledger_drops_the_text(register: Engine):
    """The guard is needed: what the server says of a row holds its values."""
    query = text(
        "INSERT INTO intake.inbox_file (inbox_file_id, remote_name) VALUES (:a, :b)"
    )
    with pytest.raises(IntegrityError, match=SECRET), register.begin() as connection:
        connection.execute(query, {"a": "f1", "b": SECRET})
    with pytest.raises(InvariantError) as named:
        ledger.transaction(lambda db: db.execute(query, {"a": "f1", "b": SECRET}))
    assert str(named.value) == "The register refused what was written (23502)."
    assert named.value.__context__ is None


def test_the_engine_names_itself_and_is_made_once(register: Engine):
    assert engine() is register
    assert engine.cache_info().currsize == 1
    with register.connect() as connection:
        assert connection.scalar(text("SHOW application_name")) == "vroegsein"
    assert settings().register_url.startswith("postgresql+psycopg://")
