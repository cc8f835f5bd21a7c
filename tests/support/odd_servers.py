"""SFTP servers that a partner might run, and ours does not: old, full, crowded, odd."""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import paramiko

from support.sftp_server import HURRIED, _close
from vroegsein.exchange.server import Limits, Server
from vroegsein.stack.sftp_server import create_key, public_key

CROWD = 100_000


class Crowded(asyncssh.SFTPServer):
    """Lists very many names, and counts how many were asked for."""

    told = 0

    async def scandir(self, _path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        for number in range(CROWD):
            Crowded.told += 1
            attrs = asyncssh.SFTPAttrs(size=1, permissions=0o100600, mtime=0, atime=0)
            yield asyncssh.SFTPName(b"%06d" % number, attrs=attrs)


class Nasty(asyncssh.SFTPServer):
    """Lists names that lead elsewhere, and bytes that are no text."""

    async def scandir(self, _path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        for name in (b"../../etc/passwd", b"/etc/passwd", b"\xff\xfe.csv", b"."):
            attrs = asyncssh.SFTPAttrs(size=1, permissions=0o100600)
            yield asyncssh.SFTPName(name, attrs=attrs)


class Full(asyncssh.SFTPServer):
    """Takes the beginning of a file; then its disk is full."""

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        if offset:
            msg = "no space left on device"
            raise asyncssh.SFTPFailure(msg)
        return super().write(file_obj, offset, data)


class Sparing(asyncssh.SFTPServer):
    """Answers with fewer bytes than were asked for."""

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        return super().read(file_obj, offset, min(size, 10_007))


class Endless(asyncssh.SFTPServer):
    """Has files that do not end."""

    def read(self, _file: object, _offset: int, size: int) -> bytes:
        return bytes(size)


class Dozing(asyncssh.SFTPServer):
    """Falls silent when SFTP has to start."""

    def __init__(self, chan: asyncssh.SSHServerChannel) -> None:
        time.sleep(2)
        super().__init__(chan)


@dataclass
class Gate(asyncssh.SSHServer):
    """Lets everyone in who has a key, or hangs up at that moment."""

    hangs_up: bool
    made: list[object]

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._conn = conn
        self.made.append(conn)

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, _username: str, _key: asyncssh.SSHKey) -> bool:
        if self.hangs_up:
            self._conn.abort()
        return True


@dataclass
class OddServer:
    """A server that listens; `made` has an entry for each connection."""

    server: Server
    root: Path
    made: list[object]


@contextmanager
def odd_server(
    folder: Path,
    sftp: type[asyncssh.SFTPServer] = asyncssh.SFTPServer,
    limits: Limits = HURRIED,
    *,
    hangs_up: bool = False,
    **options: object,
) -> Iterator[OddServer]:
    """Run a server for as long as the block lasts."""
    made: list[object] = []
    root = folder / "root"
    for name in ("inbox", "outbox"):
        (root / name).mkdir(parents=True)
    loop = asyncio.new_event_loop()
    listening = asyncssh.create_server(
        lambda: Gate(hangs_up, made),
        "127.0.0.1",
        0,
        server_host_keys=[str(_key(folder, "host"))],
        sftp_factory=lambda chan: _rooted(sftp, chan, root),
        **options,
    )
    acceptor = loop.run_until_complete(listening)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield OddServer(_server(folder, acceptor.get_port(), limits), root, made)
    asyncio.run_coroutine_threadsafe(_close(acceptor), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def _rooted(
    sftp: type[asyncssh.SFTPServer], chan: asyncssh.SSHServerChannel, root: Path
) -> asyncssh.SFTPServer:
    made = sftp(chan)
    made._chroot = str(root).encode()
    return made


def _key(folder: Path, name: str) -> Path:
    create_key(folder / name, name)
    return folder / name


def _server(folder: Path, port: int, limits: Limits) -> Server:
    own, host = _key(folder, "collector"), public_key(_key(folder, "host"))
    return Server("127.0.0.1", port, "partner", own, host, limits)


class _Everyone(paramiko.ServerInterface):
    def get_allowed_auths(self, _username: str) -> str:
        return "publickey"

    def check_auth_publickey(self, _username: str, _key: paramiko.PKey) -> int:
        return paramiko.AUTH_SUCCESSFUL


@contextmanager
def server_before_strict_key_exchange(folder: Path) -> Iterator[Server]:
    """Run a server from before the countermeasure to Terrapin (December 2023)."""
    listener = socket.create_server(("127.0.0.1", 0))
    key = paramiko.PKey.from_path(_key(folder, "host"))
    transports: list[paramiko.Transport] = []

    def serve() -> None:
        line, _ = listener.accept()
        transport = paramiko.Transport(line, strict_kex=False)
        transport.add_server_key(key)
        transports.append(transport)
        transport.start_server(threading.Event(), _Everyone())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield _server(folder, listener.getsockname()[1], HURRIED)
    thread.join(10)
    for transport in transports:
        transport.close()
        transport.join(10)
        transport.sock.close()
    listener.close()
