"""OpenSSH's own server, where it is installed, as whoever runs the tests."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from support.ports import free_port
from support.sftp_server import HURRIED
from vroegsein.exchange.server import Server
from vroegsein.stack.sftp_server import create_key, public_key

SSHD = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin")
CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/collector.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100
Subsystem sftp internal-sftp -d {root}
{more}
"""


@dataclass(frozen=True)
class OpenSsh:
    """A server that listens on the loopback address."""

    folder: Path
    root: Path
    port: int

    def server(self, **changes: object) -> Server:
        """How the collector reaches it."""
        known = Server(
            host="127.0.0.1",
            port=self.port,
            account=getpass.getuser(),
            key_file=self.folder / "collector",
            host_key=public_key(self.folder / "host_key"),
            limits=HURRIED,
        )
        return replace(known, **changes)


@contextmanager
def open_ssh(folder: Path, more: str = "") -> Iterator[OpenSsh]:
    """Run OpenSSH's server for as long as the block lasts."""
    assert SSHD is not None
    root = folder / "root"
    for name in ("inbox", "outbox", "archive"):
        (root / name).mkdir(parents=True)
    create_key(folder / "host_key", "host")
    create_key(folder / "collector", "collector")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd wants it when it is root
    port = free_port()
    config = folder / "sshd_config"
    config.write_text(CONFIG.format(port=port, folder=folder, root=root, more=more))
    command = [SSHD, "-D", "-e", "-f", str(config)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        _wait_for(port)
        yield OpenSsh(folder, root, port)
        running.terminate()


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    msg = "OpenSSH's server does not listen"
    raise AssertionError(msg)
