"""The partners' side of the demonstration: accounts, keys and drop-offs."""

import stat
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from support.sftp_server import RunningServer, running_server

from vroegsein.demo.partners import FOLDERS, drop_off, open_account
from vroegsein.errors import TransferError
from vroegsein.stack.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(root=tmp_path, var=tmp_path / "var")


@pytest.fixture(scope="module")
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("sftp")) as sftp:
        yield sftp


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_account_is_three_closed_folders_and_a_key(layout: Layout):
    key_file = open_account(layout, "merenwonen")
    root = layout.exchange / "merenwonen"
    assert sorted(path.name for path in root.iterdir()) == sorted(FOLDERS)
    assert {mode(path) for path in root.iterdir()} == {0o700}
    assert mode(key_file) == 0o600
    assert mode(key_file.parent) == 0o700


def test_the_key_is_an_ed25519_pair_of_which_the_public_half_is_authorised(
    layout: Layout,
):
    key_file = open_account(layout, "merenwonen")
    private = paramiko.PKey.from_path(key_file)
    authorised = layout.accounts / "merenwonen" / "authorized_keys"
    kind, encoded = authorised.read_text("utf-8").split()
    assert (kind, encoded) == ("ssh-ed25519", private.get_base64())
    assert "PRIVATE" not in authorised.read_text("utf-8")


def test_opening_an_account_again_keeps_its_key_and_files(layout: Layout):
    key_file = open_account(layout, "merenwonen")
    before = key_file.read_bytes()
    kept = layout.exchange / "merenwonen" / "inbox" / "kept.csv"
    kept.write_text("kept", "utf-8")
    assert open_account(layout, "merenwonen") == key_file
    assert key_file.read_bytes() == before
    assert kept.read_text("utf-8") == "kept"


def test_an_authorisation_that_was_taken_away_comes_back(layout: Layout):
    open_account(layout, "merenwonen")
    authorised = layout.accounts / "merenwonen" / "authorized_keys"
    before = authorised.read_bytes()
    authorised.write_text("", "utf-8")
    open_account(layout, "merenwonen")
    assert authorised.read_bytes() == before


def test_two_partners_have_two_keys(layout: Layout):
    first, second = (open_account(layout, code) for code in ("merenwonen", "wadvonk"))
    assert first != second
    assert first.read_bytes() != second.read_bytes()


def test_files_are_dropped_off_whole_under_their_own_names(
    sftp: RunningServer, tmp_path: Path
):
    root = sftp.account("merenwonen")
    folder = tmp_path / "made"
    (folder / "folder").mkdir(parents=True)
    (folder / "b.csv").write_bytes(b"b" * 70_000)
    (folder / "a.csv").write_bytes(b"")
    key_file = sftp.server("merenwonen").key_file
    assert drop_off(sftp.server("merenwonen"), key_file, folder) == 2
    inbox = root / "inbox"
    assert sorted(path.name for path in inbox.iterdir()) == ["a.csv", "b.csv"]
    assert (inbox / "b.csv").read_bytes() == b"b" * 70_000


def test_a_key_that_is_not_authorised_drops_off_nothing(
    sftp: RunningServer, layout: Layout, tmp_path: Path
):
    sftp.account("wadvonk")
    (tmp_path / "a.csv").write_bytes(b"a")
    stranger = open_account(layout, "stranger")
    with pytest.raises(TransferError, match="refuses our key or account"):
        drop_off(sftp.server("wadvonk"), stranger, tmp_path)
