"""A line between client and server that is slow, cut, silent or garbled when told.

`Proxy` passes bytes on. Armed with a `Toxic` (the words are those of toxiproxy, and a
flipped bit) it spoils what passes from that moment: the connections there are, and the
next ones, until the fault has struck so many times.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

STRIKING = ("limit_data", "reset_peer", "timeout", "flip")
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a RST


@dataclass(frozen=True)
class Toxic:
    """What happens to the bytes of one direction.

    Attributes:
        name: latency, bandwidth, slicer, slow_close, or one that strikes once a
            connection: limit_data (cut), reset_peer, timeout (silence), flip; `down`
            takes no connection.
        upward: Whether it spoils what the client sends, or what the server sends.
        after: Bytes that pass first.
        strikes: How many times it strikes; None: for ever.
    """

    name: str
    upward: bool = False
    after: int = 0
    strikes: int | None = 1
    seconds: float = 0.02
    rate: int = 4_000_000


class Proxy:
    """Listens on the loopback address and passes on to a port."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.toxic: Toxic | None = None
        self.struck = self.connections = 0
        self._since: dict[bool, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self.server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    def arm(self, toxic: Toxic) -> None:
        """Spoil what passes from now on."""
        self.toxic, self.struck, self._since = toxic, 0, {True: 0, False: 0}

    def disarm(self) -> None:
        """Pass everything on again."""
        self.toxic = None

    def _is_due(self, toxic: Toxic, passed: int) -> bool:
        due = toxic.name in STRIKING and passed > toxic.after
        return due and self._may_strike(toxic)

    def _may_strike(self, toxic: Toxic | None) -> bool:
        return toxic is not None and (
            toxic.strikes is None or self.struck < toxic.strikes
        )

    async def _join(
        self, near: asyncio.StreamReader, out: asyncio.StreamWriter
    ) -> None:
        self.connections += 1
        ends = [out]
        try:
            if (
                self.toxic
                and self.toxic.name == "down"
                and self._may_strike(self.toxic)
            ):
                self.struck += 1
                self._reset(out)
                return
            far, into = await asyncio.open_connection("127.0.0.1", self.target)
            ends.append(into)
            self._since = {True: 0, False: 0}
            both = [
                asyncio.create_task(self._pass(near, into, ends, upward=True)),
                asyncio.create_task(self._pass(far, out, ends, upward=False)),
            ]
            self._tasks.update(both)
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            if self.toxic and self.toxic.name == "slow_close":
                await asyncio.sleep(self.toxic.seconds)
        except asyncio.CancelledError:
            return  # the proxy is closing
        finally:
            for end in ends:
                end.close()

    async def _pass(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        ends: list[asyncio.StreamWriter],
        *,
        upward: bool,
    ) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while block := await source.read(65_536):
                toxic = self.toxic
                if toxic is not None and toxic.upward == upward:
                    if not await self._spoil(toxic, block, target, ends):
                        return
                    continue
                target.write(block)
                await target.drain()

    async def _spoil(
        self,
        toxic: Toxic,
        block: bytes,
        target: asyncio.StreamWriter,
        ends: list[asyncio.StreamWriter],
    ) -> bool:
        """Pass a block on as the toxic has it; False where nothing passes any more."""
        passed = self._since[toxic.upward]
        self._since[toxic.upward] += len(block)
        if toxic.name == "latency":
            await asyncio.sleep(toxic.seconds)
        elif toxic.name == "bandwidth":
            await asyncio.sleep(len(block) / toxic.rate)
        elif toxic.name == "slicer":
            for start in range(min(len(block), 300)):
                target.write(block[start : start + 1])
                await target.drain()
            block = block[300:]
        elif self._is_due(toxic, passed + len(block)):
            kept = max(0, toxic.after - passed)
            return await self._strike(toxic, block, kept, target, ends)
        target.write(block)
        await target.drain()
        return True

    async def _strike(
        self,
        toxic: Toxic,
        block: bytes,
        kept: int,
        target: asyncio.StreamWriter,
        ends: list[asyncio.StreamWriter],
    ) -> bool:
        self.struck += 1
        if toxic.name == "flip":
            block = block[:kept] + bytes([block[kept] ^ 0x10]) + block[kept + 1 :]
            target.write(block)
            return True
        target.write(block[:kept])
        await target.drain()
        if toxic.name == "reset_peer":
            for end in ends:
                self._reset(end)
        elif toxic.name == "timeout":
            await asyncio.sleep(30)  # until the client hangs up and the loop ends
        return False

    def _reset(self, end: asyncio.StreamWriter) -> None:
        line = end.get_extra_info("socket")
        if line is not None and line.fileno() >= 0:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        end.transport.abort()

    async def close(self) -> None:
        self.server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def proxy_to(port: int) -> Iterator[Proxy]:
    """Run a proxy for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    proxy = Proxy(port)
    loop.run_until_complete(proxy.open())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield proxy
    asyncio.run_coroutine_threadsafe(proxy.close(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
