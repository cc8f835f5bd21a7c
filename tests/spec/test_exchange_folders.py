"""What lies on the exchange server goes when its term is over, and only then."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select
from support.chain import keys_folder
from support.listing_month import MUNICIPALITY
from support.purging import JUNE_NIGHT
from support.sftp_server import RunningServer, running_server

from vroegsein import accountability
from vroegsein.errors import TransferError
from vroegsein.intake.arriving.sights import name_key
from vroegsein.register.audit_tables import event
from vroegsein.register.inbox_tables import inbox_finding
from vroegsein.stack.sftp_server import create_key, public_key

__all__ = ["keys_folder"]
ACCOUNT = "merenwonen"
NOTHING = {"archive": 0, "outbox": 0, "inbox": 0}
pytestmark = pytest.mark.usefixtures("keys_folder", "register")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("exchange")) as running:
        yield running


@pytest.fixture
def account(server: RunningServer) -> Iterator[Path]:
    """The folders of a partner, empty again afterwards."""
    folder = server.account(ACCOUNT)
    yield folder
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()


def put(account: Path, folder: str, days: int) -> Path:
    """A file that was written so many days before the night."""
    path = account / folder / f"{folder}_{days}.csv"
    path.write_text("Jansma;0612345678")
    written = (JUNE_NIGHT - timedelta(days=days)).timestamp()
    os.utime(path, (written, written))
    return path


def clear(server: RunningServer) -> dict[str, int]:
    return accountability.clear_account(
        MUNICIPALITY, server.server(ACCOUNT), JUNE_NIGHT
    )


def left(account: Path) -> list[str]:
    return sorted(path.name for path in account.rglob("*") if path.is_file())


def test_delivered_files_go_after_thirty_days_and_answers_with_the_signals(
    server: RunningServer, account: Path
):
    """I8: the copy in archive/ has the term of landing/, the outbox that of signals."""
    for days in (29, 30, 400):
        put(account, "archive", days)
    for days in (30, 180, 185):  # from 15 December on is less than six months
        put(account, "outbox", days)
    assert clear(server) == {"archive": 2, "outbox": 1, "inbox": 0}
    assert left(account) == ["archive_29.csv", "outbox_180.csv", "outbox_30.csv"]


def tell(register: Engine, name: str, days: int, **changes: object) -> None:
    """Note that the partner was told of a file so many days before the night."""
    row = {
        "inbox_finding_id": f"i-{name}-{days}",
        "municipality_code": MUNICIPALITY,
        "month": "2026-05",
        "partner_code": ACCOUNT,
        "code": "NAM_UNSAFE",
        "name_key": name_key(name),
        "seen_count": 3,
        "first_seen_at": JUNE_NIGHT - timedelta(days=days),
        "last_seen_at": JUNE_NIGHT,
        "is_due": True,
        "is_open": True,
        "is_told": True,
    }
    with register.begin() as connection:
        connection.execute(insert(inbox_finding).values(row | changes))


def test_what_was_not_taken_goes_thirty_days_after_its_owner_was_told(
    server: RunningServer, account: Path, register: Engine
):
    """I8: red while a file with a wrong name lay on our server for ever."""
    for days in (31, 45, 60, 90):
        put(account, "inbox", days)
    tell(register, "inbox_31.csv", 30)
    tell(register, "inbox_45.csv", 29)
    tell(register, "inbox_60.csv", 60, is_told=False)
    tell(register, "inbox_90.csv", 90, partner_code="zevenzorg")
    assert clear(server) == NOTHING | {"inbox": 1}
    assert left(account) == ["inbox_45.csv", "inbox_60.csv", "inbox_90.csv"]


def test_a_file_that_was_put_there_again_has_its_term_anew(
    server: RunningServer, account: Path, register: Engine
):
    tell(register, "inbox_3.csv", 200)
    put(account, "inbox", 3)
    assert clear(server) == NOTHING
    assert left(account) == ["inbox_3.csv"]


def test_what_nobody_was_told_of_stays_in_the_inbox(
    server: RunningServer, account: Path
):
    put(account, "inbox", 400)
    assert clear(server) == NOTHING
    assert left(account) == ["inbox_400.csv"]


def test_what_was_cleared_stands_in_the_chain_and_nothing_is_told_of_nothing(
    server: RunningServer, account: Path, register: Engine
):
    put(account, "archive", 40)
    clear(server)
    clear(server)
    with register.connect() as connection:
        told = connection.execute(
            select(event.c.action, event.c.object, event.c.result)
        ).all()
    assert told == [("clear_account", ACCOUNT, "1 files")]


def test_an_account_without_such_folders_has_nothing_to_clear(
    server: RunningServer, account: Path
):
    for name in ("archive", "outbox"):
        (account / name).rmdir()
    assert clear(server) == NOTHING
    for name in ("archive", "outbox"):
        (account / name).mkdir()


def test_a_server_that_is_not_the_agreed_one_is_left_alone(
    server: RunningServer, account: Path, tmp_path: Path
):
    put(account, "archive", 40)
    create_key(tmp_path / "other", "other")
    other = server.server(ACCOUNT, host_key=public_key(tmp_path / "other"))
    with pytest.raises(TransferError):
        accountability.clear_account(MUNICIPALITY, other, JUNE_NIGHT)
    assert left(account) == ["archive_40.csv"]


def test_every_partner_of_the_municipality_is_asked():
    found = accountability.list_accounts(MUNICIPALITY)
    assert ACCOUNT in found
    assert len(found) == 16
