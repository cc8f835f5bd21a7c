"""The SFTP service as docker-compose.yml starts it, after the first run, without Docker."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from support.compose import ROOT, compose

from vroegsein.errors import TransferError
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.stack import production, sftp_server

PARTNERS = ROOT / "include" / "partners"


@pytest.fixture
def site(tmp_path: Path) -> production.Site:
    for name in ("host-key", "collector-key", "accounts", "exchange", "partner-keys"):
        (tmp_path / name).mkdir(mode=0o700)
    variables = {
        "VROEGSEIN_STATE": str(tmp_path),
        "VROEGSEIN_PARTNER_KEYS": str(tmp_path / "partner-keys"),
        "VROEGSEIN_ADMIN_PASSWORD_FILE": str(tmp_path / "admin_password"),
    }
    made = production.compose_site(variables)
    sftp_server.create_key(tmp_path / "merenwonen", "merenwonen")
    (tmp_path / "merenwonen.pub").rename(made.partner_keys / "merenwonen.pub")
    production.prepare_exchange(made, PARTNERS, PARTNERS.parent / "municipalities")
    return made


@pytest.fixture
def server(site: production.Site, unused_port: int) -> Iterator[int]:
    places = {
        "/var/lib/vroegsein": str(site.accounts.parent),
        "0.0.0.0": "127.0.0.1",
        "2222": str(unused_port),
    }
    command = list(compose()["services"]["sftp"]["command"])
    for inside, here in places.items():
        command = [word.replace(inside, here) for word in command]
    command[0] = str(Path(sys.executable).parent / command[0])
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as running:
        _wait_for(unused_port, running.pid)
        yield unused_port
        running.terminate()


def _wait_for(port: int, pid: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
                assert probe.recv(4) == b"SSH-"
                return
        except ConnectionRefusedError:
            assert psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
            psutil.Process(pid).cpu_percent(interval=0.1)
    pytest.fail("the SFTP service does not listen")


def _account(site: production.Site, port: int, account: str, key: Path) -> Server:
    pinned = sftp_server.public_key(site.host_key)
    return Server("127.0.0.1", port, account, key, pinned)


def test_the_collector_and_the_partner_with_a_key_come_in_and_nobody_else(
    site: production.Site, server: int, tmp_path: Path
) -> None:
    partners_key = tmp_path / "merenwonen"
    for account, key in (
        ("merenwonen", site.collector_key),
        ("terpzorg", site.collector_key),
        ("merenwonen", partners_key),
    ):
        with Client(_account(site, server, account, key)) as client:
            assert client.list_folder("inbox") == []
    stranger = Client(_account(site, server, "terpzorg", partners_key))
    with stranger, pytest.raises(TransferError):
        stranger.list_folder("inbox")
