"""The SFTP client with servers that are old, full, crowded, sparing or wrong."""

import errno
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import paramiko
import pytest
from support.network_faults import proxy_to
from support.odd_servers import (
    Crowded,
    Dozing,
    Endless,
    Full,
    Nasty,
    Sparing,
    odd_server,
    server_before_strict_key_exchange,
)
from support.sftp_server import HURRIED

from vroegsein.errors import TransferError
from vroegsein.exchange import sftp
from vroegsein.exchange.sftp import Client, Fault, FileTooLargeError, SftpError

WEAK = {
    "cipher": {"encryption_algs": ["aes128-cbc", "3des-cbc"]},
    "mac": {"encryption_algs": ["aes128-ctr"], "mac_algs": ["hmac-sha1"]},
    "key exchange": {"kex_algs": ["diffie-hellman-group14-sha256"]},
}


def told_by(client: Client, folder: str = "inbox") -> Fault:
    """Why a listing does not succeed."""
    with client, pytest.raises(SftpError) as told:
        client.list_folder(folder)
    return told.value.code


def test_a_hundred_thousand_names_are_capped_while_listing(tmp_path: Path):
    """FLT-11: what is read of the listing is bounded, and the connection stays good."""
    with odd_server(tmp_path, Crowded) as odd, proxy_to(odd.server.port) as proxy:
        server = replace(odd.server, port=proxy.port)
        begin = time.monotonic()
        with Client(server) as client:
            assert len(client.list_folder("inbox")) == HURRIED.listed
            assert time.monotonic() - begin < 5
            assert len(client.list_folder("inbox")) == HURRIED.listed
        assert proxy.connections == 1
        assert Crowded.told < 4 * HURRIED.listed


def test_a_name_is_never_a_path(tmp_path: Path):
    """NAM: a server's name with a slash is listed as it is, and never followed."""
    with odd_server(tmp_path, Nasty) as odd, Client(odd.server) as client:
        names = {entry.name for entry in client.list_folder("inbox")}
        assert names == {"../../etc/passwd", "/etc/passwd", "\udcff\udcfe.csv"}
        for name in ("../../etc/passwd", "/etc/passwd", "..", ".", ""):
            with pytest.raises(SftpError) as told:
                client.download("inbox", name, tmp_path / "b")
            assert told.value.code is Fault.NAME
            assert "passwd" not in str(told.value)
    assert not (tmp_path / "b").exists()


def test_a_name_that_is_no_utf_8_holds_up_no_other(tmp_path: Path):
    """NAM: it is listed, and can be looked at by the name it was listed with."""
    with odd_server(tmp_path) as odd, Client(odd.server) as client:
        for name in (b"a.csv", b"\xe9t\xe9.csv"):
            Path(os.fsdecode(os.fsencode(odd.root / "inbox") + b"/" + name)).touch()
        names = [entry.name for entry in client.list_folder("inbox")]
        assert names == ["a.csv", "\udce9t\udce9.csv"]
        assert all(client.stat("inbox", name) is not None for name in names)


def test_a_full_disk_over_there_replaces_nothing(tmp_path: Path):
    """What stood there stays, until a whole file takes its place."""
    with odd_server(tmp_path, Full) as odd, Client(odd.server) as client:
        client.put(b"earlier", "outbox/a")
        with pytest.raises(SftpError) as told:
            client.put(os.urandom(3_000_000), "outbox/a")
        assert told.value.code is Fault.REFUSED
        assert (odd.root / "outbox" / "a").read_bytes() == b"earlier"
        client.put(b"later", "outbox/a")
        assert [path.name for path in (odd.root / "outbox").iterdir()] == ["a"]


def test_a_sparing_server_gives_the_whole_file(tmp_path: Path):
    content = os.urandom(700_000)
    with odd_server(tmp_path, Sparing) as odd, Client(odd.server) as client:
        (odd.root / "inbox" / "a").write_bytes(content)
        client.download("inbox", "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == content


def test_a_file_that_does_not_end_is_refused_at_the_limit(tmp_path: Path):
    limits = replace(HURRIED, byte_count=1_000_000)
    with odd_server(tmp_path, Endless, limits) as odd, Client(odd.server) as client:
        (odd.root / "inbox" / "a").write_bytes(b"x" * 10)
        with pytest.raises(FileTooLargeError):
            client.download("inbox", "a", tmp_path / "b")
        assert not list(tmp_path.glob("b*"))
        assert client.stat("inbox", "a") is not None


def test_a_call_may_name_a_limit_of_its_own(tmp_path: Path):
    """One partner's file may be larger, a manifest never is."""
    with odd_server(tmp_path) as odd, Client(odd.server) as client:
        (odd.root / "inbox" / "a").write_bytes(b"x" * 1_000)
        with pytest.raises(FileTooLargeError):
            client.download("inbox", "a", tmp_path / "b", largest=999)
        client.download("inbox", "a", tmp_path / "b", largest=1_000)
        small = replace(odd.server, limits=replace(HURRIED, byte_count=999))
        with Client(small) as other:
            other.download("inbox", "a", tmp_path / "c", largest=1_000)
    assert (tmp_path / "b").stat().st_size == (tmp_path / "c").stat().st_size == 1_000


def test_removing_twice_is_removing_once(tmp_path: Path):
    """And what may not be removed is told, and stays."""
    with odd_server(tmp_path) as odd, Client(odd.server) as client:
        (odd.root / "inbox" / "a").write_bytes(b"x")
        for _ in range(2):
            client.remove("inbox/a")
        assert not (odd.root / "inbox" / "a").exists()
        with pytest.raises(TransferError):
            client.remove("inbox")
        assert (odd.root / "inbox").is_dir()


@pytest.mark.parametrize("options", WEAK.values(), ids=WEAK)
def test_a_server_with_old_algorithms_only_is_refused_at_once(
    tmp_path: Path, options: dict[str, list[str]]
):
    """GS5: nothing weaker is offered, so nobody can talk us down to it."""
    with odd_server(tmp_path, **options) as odd:
        assert told_by(Client(odd.server)) is Fault.ALGORITHMS
        assert len(odd.made) == 1


def test_a_key_exchange_that_could_be_cut_into_is_refused(tmp_path: Path):
    """GS5: without strict key exchange (Terrapin, CVE-2023-48795) nothing is sent."""
    with server_before_strict_key_exchange(tmp_path) as server:
        assert told_by(Client(server)) is Fault.ALGORITHMS


def test_our_servers_agree_on_strict_key_exchange_and_a_strong_cipher(tmp_path: Path):
    """GS5: what is agreed on with a present-day server."""
    with odd_server(tmp_path) as odd, Client(odd.server) as client:
        client.list_folder("inbox")
        transport = client._line.client.get_transport()
        assert transport.agreed_on_strict_kex
        assert transport.remote_cipher == "aes128-gcm@openssh.com"
        assert transport.remote_compression == "none"


@pytest.mark.parametrize("asks", ["server", "client"])
def test_keys_are_renewed_in_the_middle_of_a_file(
    tmp_path: Path, asks: str, monkeypatch: pytest.MonkeyPatch
):
    """GS5: a large file outlives its keys; a server asks by what it sends itself."""
    content = os.urandom(6_000_000)
    options = {"rekey_bytes": 1_000_000} if asks == "server" else {}
    if asks == "client":
        monkeypatch.setattr(paramiko.packet.Packetizer, "REKEY_BYTES", 1_000_000)
    with odd_server(tmp_path, **options) as odd, Client(odd.server) as client:
        renewed = keys_seen(client, monkeypatch)
        client.put(content, "inbox/a")
        while_sending = len(renewed)
        client.download("inbox", "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == content
    assert while_sending < len(renewed)
    assert while_sending or asks == "server"


def keys_seen(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note each change of keys from now on."""
    seen: list[bool] = []
    inward = paramiko.packet.Packetizer.set_inbound_cipher

    def noted(self: object, *args: object, **options: object) -> None:
        seen.append(True)
        inward(self, *args, **options)

    client.list_folder("inbox")
    monkeypatch.setattr(paramiko.packet.Packetizer, "set_inbound_cipher", noted)
    return seen


def test_a_login_that_breaks_off_is_tried_twice_and_no_more(tmp_path: Path):
    """FLT-03: it may be the network, or a server's way to refuse us."""
    with odd_server(tmp_path, hangs_up=True) as odd:
        patient = replace(odd.server, limits=replace(HURRIED, attempts=5))
        assert told_by(Client(patient)) is Fault.LOGIN_LOST
        assert len(odd.made) == 2


def test_silence_at_the_start_of_sftp_is_noticed(tmp_path: Path):
    """FLT-05: the library waits for this answer without end."""
    limits = replace(HURRIED, stall_seconds=0.4, attempts=1)
    with odd_server(tmp_path, Dozing, limits) as odd:
        begin = time.monotonic()
        assert told_by(Client(odd.server)) is Fault.STALLED
        assert time.monotonic() - begin < 1.5


def test_a_host_without_an_address_is_tried_again_and_then_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """FLT-01: the resolver may have a bad moment too."""
    with odd_server(tmp_path) as odd:
        limits = replace(HURRIED, attempts=3)
        nowhere = replace(odd.server, host="nowhere.invalid", limits=limits)
        with caplog.at_level(logging.INFO, sftp.__name__):
            assert told_by(Client(nowhere)) is Fault.UNREACHABLE
    assert len([text for text in caplog.messages if "SFTP_UNREACHABLE" in text]) == 2


def test_a_connection_edited_to_another_host_fetches_nothing(tmp_path: Path):
    """AIR-07, FLT-02: the key agreed with the one is not the key of the other."""
    for name in ("agreed", "other"):
        (tmp_path / name).mkdir()
    with (
        odd_server(tmp_path / "agreed") as agreed,
        odd_server(tmp_path / "other") as other,
        Client(replace(agreed.server, port=other.server.port)) as client,
    ):
        (other.root / "inbox" / "a").write_bytes(b"x")
        with pytest.raises(TransferError, match=r"^SFTP_HOSTKEY: "):
            client.download("inbox", "a", tmp_path / "b")
        assert len(other.made) == 1
    assert not list(tmp_path.glob("b*"))


def test_a_full_disk_on_this_side_is_not_blamed_on_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """FLT-26: nothing half is left, and the message says where to look."""

    @contextmanager
    def full(path: Path) -> Iterator[BinaryIO]:
        del path
        raise OSError(errno.ENOSPC, "No space left on device", "Jansen.csv")
        yield

    with odd_server(tmp_path) as odd, Client(odd.server) as client:
        (odd.root / "inbox" / "a").write_bytes(b"x")
        monkeypatch.setattr(sftp, "whole_file", full)
        with pytest.raises(SftpError) as told:
            client.download("inbox", "a", tmp_path / "b")
        assert told.value.code is Fault.STORAGE
        assert "Jansen" not in str(told.value)
        assert len(odd.made) == 1
