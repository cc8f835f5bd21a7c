"""A real PostgreSQL for tests: one server a session, one database a test."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, TextClause, create_engine, text

from support.ports import free_port
from vroegsein.register import session
from vroegsein.register.schema import upgrade
from vroegsein.settings import settings
from vroegsein.stack import postgres
from vroegsein.stack.postgres import Cluster

PATIENCE = 30.0  # seconds for a server to answer


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """URL of a running server of its own, without a database name at its end."""
    port = free_port()
    cluster = Cluster(folder / "cluster", port, "tests", folder / "log")
    postgres.create(cluster)
    everyone = "host all all 127.0.0.1/32 trust\n"
    (cluster.folder / "pg_hba.conf").write_text(everyone, "ascii")
    with (cluster.folder / "postgresql.conf").open("a", encoding="ascii") as options:
        options.write("fsync = off\n")  # a test's database need not survive a crash
    server = postgres.start(cluster)
    deadline = time.monotonic() + PATIENCE
    while not postgres.answers(cluster):
        assert time.monotonic() < deadline, cluster.log.read_text("utf-8")
        time.sleep(0.05)
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
    finally:
        postgres.stop(server, cluster)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the session's server."""
    with running_postgres(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(scope="session")
def register_template(postgres_url: str) -> str:
    """Name of a database that holds the migrated, empty register."""
    server = create_engine(f"{postgres_url}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE register_template"))
    server.dispose()
    upgrade(f"{postgres_url}/register_template")
    return "register_template"


def copy_of(template: str, name: str) -> TextClause:
    """Return what makes a database as another is.

    Files are copied: half the work of the default, which writes all of it to the log
    first, and that log would lie there for every test that looks for bytes.
    """
    return text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty storage folder that the settings point at."""
    folder = tmp_path / "storage"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("VROEGSEIN_STORAGE", str(folder))
    settings.cache_clear()
    yield folder
    settings.cache_clear()


@pytest.fixture
def register(
    postgres_url: str, register_template: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """A fresh register of its own; the settings point at it."""
    name = f"register_{secrets.token_hex(4)}"
    server = create_engine(f"{postgres_url}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(copy_of(register_template, name))
    monkeypatch.setenv("VROEGSEIN_REGISTER_URL", f"{postgres_url}/{name}")
    settings.cache_clear()
    session.engine.cache_clear()
    yield session.engine()
    session.engine().dispose()
    session.engine.cache_clear()
    settings.cache_clear()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()
