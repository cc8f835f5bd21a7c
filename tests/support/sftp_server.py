"""A real SFTP server for tests, in a thread: key-only, one folder per account.

It is the server of the embedded stack. `Stall` stands between client and server and
stops passing bytes on when told.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import asyncssh

from vroegsein.exchange.server import Limits, Server
from vroegsein.stack.sftp_server import (
    Exchange,
    add_account,
    create_key,
    listen,
    public_key,
)

HURRIED = Limits(connect_seconds=5, stall_seconds=5, attempts=2, backoff_seconds=0.05)


@dataclass
class RunningServer:
    """A server that listens on the loopback address."""

    exchange: Exchange
    port: int

    def account(self, name: str) -> Path:
        """Give an account its folders; return what lies under its root."""
        return add_account(self.exchange, name)

    def server(self, account: str, **changes: object) -> Server:
        """How Vroegsein's collector reaches an account."""
        known = Server(
            host="127.0.0.1",
            port=self.port,
            account=account,
            key_file=self.exchange.collector_key.with_suffix(""),
            host_key=public_key(self.exchange.host_key),
            limits=HURRIED,
        )
        return replace(known, **changes)


@contextmanager
def running_server(folder: Path) -> Iterator[RunningServer]:
    """Run a server for as long as the block lasts."""
    exchange = Exchange(
        accounts=folder / "accounts",
        folders=folder / "exchange",
        host_key=folder / "host_key",
        collector_key=folder / "collector.pub",
    )
    for path in (exchange.accounts, exchange.folders):
        path.mkdir(parents=True)
    create_key(exchange.host_key, "host")
    create_key(folder / "collector", "collector")
    loop = asyncio.new_event_loop()
    asyncssh.set_log_level("WARNING")
    acceptor = loop.run_until_complete(listen(exchange, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield RunningServer(exchange, acceptor.get_port())
    asyncio.run_coroutine_threadsafe(_close(acceptor), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


async def _close(acceptor: asyncssh.SSHAcceptor) -> None:
    acceptor.close()
    await acceptor.wait_closed()
    loop = asyncio.get_running_loop()
    for transport in list(loop._transports.values()):
        transport.abort()  # a client may just have hung up without the server's notice
    await asyncio.sleep(0.05)
    others = [
        task for task in asyncio.all_tasks() if task is not asyncio.current_task()
    ]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class Stall:
    """Passes bytes between a client and a server, and can fall silent."""

    def __init__(self, port: int, silent_after: int | None = None) -> None:
        self._target = port
        self._left = silent_after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self.port = self._listener.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Hang up on everyone."""
        for one in (self._listener, *self._sockets):
            _hang_up(one)

    def cut(self) -> None:
        """Cut the connections there are; new ones are taken."""
        for one in self._sockets:
            _hang_up(one)
        self._sockets = []

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            far = socket.create_connection(("127.0.0.1", self._target))
            self._sockets += [near, far]
            threading.Thread(
                target=self._pass, args=(near, far, False), daemon=True
            ).start()
            threading.Thread(
                target=self._pass, args=(far, near, True), daemon=True
            ).start()

    def _pass(
        self, source: socket.socket, target: socket.socket, counted: bool
    ) -> None:
        """Pass bytes on; those from the server are counted, and withheld at the end."""
        passed = 0
        try:
            while block := source.recv(65_536):
                passed += len(block)
                if counted and self._left is not None and passed > self._left:
                    continue
                target.sendall(block)
        except OSError:
            return


def _hang_up(one: socket.socket) -> None:
    """Close a socket that another thread may be reading."""
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
