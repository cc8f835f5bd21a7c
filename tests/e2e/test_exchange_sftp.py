"""The SFTP client against a real server, and against one that misbehaves."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.sftp_server import HURRIED, RunningServer, Stall, running_server

from vroegsein.errors import ConfigurationError, TransferError
from vroegsein.exchange.sftp import (
    Client,
    FileTooLargeError,
    MissingFileError,
    PassingError,
)
from vroegsein.stack.sftp_server import create_key, public_key

SECRET = "Jansen_999990019.csv"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("sftp")) as sftp:
        yield sftp


@pytest.fixture
def root(running: RunningServer, request: pytest.FixtureRequest) -> Path:
    return running.account(account_of(request))


@pytest.fixture
def client(
    running: RunningServer, root: Path, request: pytest.FixtureRequest
) -> Iterator[Client]:
    assert root.exists()
    with Client(running.server(account_of(request))) as client:
        yield client


def account_of(request: pytest.FixtureRequest) -> str:
    """An account per test, so that they do not meet."""
    return f"p{abs(hash(request.node.name)) % 10**9}"


@pytest.mark.parametrize("size", [0, 1, 32_768, 4 * 1024 * 1024 + 1])
def test_a_file_arrives_whole_and_closed(
    client: Client, root: Path, tmp_path: Path, size: int
):
    content = os.urandom(size)
    (root / "inbox" / "a").write_bytes(content)
    client.download("inbox", "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == content
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["b"]


def test_a_file_is_put_whole_and_replaces(client: Client, root: Path):
    client.put(b"first", "outbox/a.txt")
    client.put(b"second", "outbox/a.txt")
    assert [path.name for path in (root / "outbox").iterdir()] == ["a.txt"]
    assert (root / "outbox" / "a.txt").read_bytes() == b"second"


def test_links_and_folders_are_seen_for_what_they_are(client: Client, root: Path):
    (root / "inbox" / "a").write_bytes(b"x")
    (root / "inbox" / "link").symlink_to(root / "inbox" / "a")
    (root / "inbox" / "folder").mkdir()
    os.mkfifo(root / "inbox" / "pipe")
    found = {entry.name: entry.is_regular for entry in client.list_folder("inbox")}
    assert found == {"a": True, "link": False, "folder": False, "pipe": False}


def test_a_clock_set_to_another_age_does_not_overflow(client: Client, root: Path):
    (root / "inbox" / "a").write_bytes(b"x")
    os.utime(root / "inbox" / "a", (4_070_908_800, 4_070_908_800))  # in 2099
    (entry,) = client.list_folder("inbox")
    assert entry.modified_seconds == 2**31 - 1


def test_a_listing_stops_at_its_limit_and_the_client_goes_on(
    running: RunningServer, root: Path, request: pytest.FixtureRequest
):
    for number in range(50):
        (root / "inbox" / f"{number:02d}").write_bytes(b"x")
    limits = replace(HURRIED, listed=10)
    with Client(running.server(account_of(request), limits=limits)) as client:
        assert len(client.list_folder("inbox")) == 10
        assert client.stat("inbox", "00") is not None


def test_a_file_over_the_limit_is_refused_before_a_byte(
    running: RunningServer, root: Path, request: pytest.FixtureRequest, tmp_path: Path
):
    (root / "inbox" / SECRET).write_bytes(b"x" * 101)
    limits = replace(HURRIED, byte_count=100)
    server = running.server(account_of(request), limits=limits)
    with Client(server) as client, pytest.raises(FileTooLargeError) as refused:
        client.download("inbox", SECRET, tmp_path / "b")
    assert SECRET not in str(refused.value)
    assert not list(tmp_path.glob("b*"))


def test_a_file_that_is_gone_is_named_by_account_only(client: Client, tmp_path: Path):
    with pytest.raises(MissingFileError) as missing:
        client.download("inbox", SECRET, tmp_path / "b")
    assert SECRET not in str(missing.value)


def test_moving_twice_is_moving_once(client: Client, root: Path):
    (root / "inbox" / "a").write_bytes(b"x")
    for _ in range(2):
        client.move("inbox/a", "archive/a")
    assert (root / "archive" / "a").read_bytes() == b"x"
    with pytest.raises(MissingFileError):
        client.move("inbox/other", "archive/other")


def test_without_an_agreed_host_key_there_is_no_connection(running: RunningServer):
    for key in ("", "ssh-ed25519", "ssh-ed25519 AAAA", "nonsense"):
        server = running.server("p", host_key=key)
        with (
            Client(server) as client,
            pytest.raises(ConfigurationError, match="host key"),
        ):
            client.list_folder("inbox")


def test_another_host_key_is_refused_at_once(running: RunningServer, tmp_path: Path):
    running.account("p1")
    create_key(tmp_path / "other", "other")
    stall = Stall(running.port)
    server = running.server(
        "p1", host_key=public_key(tmp_path / "other"), port=stall.port
    )
    with (
        Client(server) as client,
        pytest.raises(TransferError, match="another host key") as e,
    ):
        client.list_folder("inbox")
    assert not isinstance(e.value, PassingError)
    assert stall.connections == 1
    stall.close()


def test_a_refused_login_is_not_tried_again(running: RunningServer, tmp_path: Path):
    running.account("p2")
    create_key(tmp_path / "other", "other")
    stall = Stall(running.port)
    server = running.server("p2", key_file=tmp_path / "other", port=stall.port)
    with (
        Client(server) as client,
        pytest.raises(TransferError, match="refuses our key"),
    ):
        client.list_folder("inbox")
    assert stall.connections == 1
    stall.close()


def test_a_key_that_is_none_is_a_matter_of_configuration(
    running: RunningServer, tmp_path: Path
):
    (tmp_path / "key").write_text("no key")
    for path in (tmp_path / "key", tmp_path / "absent"):
        server = running.server("p", key_file=path)
        with (
            Client(server) as client,
            pytest.raises(ConfigurationError, match=path.name),
        ):
            client.list_folder("inbox")


def test_a_refused_connection_is_tried_again_and_then_reported(
    running: RunningServer, unused_port: int
):
    server = running.server("p", port=unused_port)
    with Client(server) as client, pytest.raises(PassingError, match="could not list"):
        client.list_folder("inbox")


@pytest.mark.parametrize("silent_after", [0, 2_000, 3_000_000])
def test_a_server_that_falls_silent_is_given_up_in_time(
    running: RunningServer,
    root: Path,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    silent_after: int,
):
    (root / "inbox" / SECRET).write_bytes(os.urandom(8_000_000))
    stall = Stall(running.port, silent_after)
    limits = replace(HURRIED, connect_seconds=1, stall_seconds=1)
    server = running.server(account_of(request), port=stall.port, limits=limits)
    begin = time.monotonic()
    with Client(server) as client, pytest.raises(PassingError) as silent:
        client.download("inbox", SECRET, tmp_path / "b")
    assert time.monotonic() - begin < 10
    assert stall.connections == limits.attempts
    assert SECRET not in str(silent.value)
    assert not list(tmp_path.glob("b*"))
    stall.close()


def test_a_connection_that_was_cut_is_made_again(
    running: RunningServer, root: Path, request: pytest.FixtureRequest
):
    (root / "inbox" / "a").write_bytes(b"x")
    stall = Stall(running.port)
    with Client(running.server(account_of(request), port=stall.port)) as client:
        assert client.list_folder("inbox")
        stall.cut()
        assert client.list_folder("inbox")
    assert stall.connections == 2
    stall.close()
