"""A connection that stands still or crawls is hung up, wherever we wait for it.

The library below waits without end in some places: for the start of a channel, or to
send into a full line. So the bytes on the line are counted, one thread looks on while
an operation runs, and closes the socket; whatever was waiting then fails.
"""

import contextlib
import socket
import threading
import time
from types import TracebackType
from typing import Self

from vroegsein.exchange.faults import Fault
from vroegsein.exchange.server import Limits


class WatchedSocket:
    """A socket that remembers how many bytes passed it, and when."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._closed = False  # as sockets call it; the library looks at it
        self.byte_count = 0
        self.moved_at = time.monotonic()

    def recv(self, byte_count: int) -> bytes:
        """Receive at most so many bytes."""
        received = self._line.recv(byte_count)
        self._moved(len(received))
        return received

    def send(self, content: bytes) -> int:
        """Send what fits; return how many bytes."""
        sent = self._line.send(content)
        self._moved(sent)
        return sent

    def settimeout(self, seconds: float | None) -> None:
        """Let `recv` and `send` wait no longer than this."""
        self._line.settimeout(seconds)

    def getpeername(self) -> object:
        """Return the address at the other end."""
        return self._line.getpeername()

    def close(self) -> None:
        """Close it; again is no change."""
        self._closed = True
        self._line.close()

    def hang_up(self) -> None:
        """Break off a connection another thread reads from or writes to."""
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def _moved(self, byte_count: int) -> None:
        if byte_count:
            self.byte_count += byte_count
            self.moved_at = time.monotonic()


class Watch:
    """Looks on while one attempt at an operation runs.

    Attributes:
        verdict: Why it was hung up; None as long as it was not.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._line: WatchedSocket | None = None
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self._marked_at = self._began_at = time.monotonic()
        self._marked = 0
        self.verdict: Fault | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def look_at(self, line: WatchedSocket) -> None:
        """Watch this line from now on."""
        self._marked, self._marked_at = line.byte_count, time.monotonic()
        self._line = line

    def silence(self) -> float:
        """Return for how many seconds nothing has moved in this attempt."""
        moved_at = self._line.moved_at if self._line else 0.0
        return time.monotonic() - max(self._began_at, moved_at)

    def _look_on(self) -> None:
        pause = min(1.0, self._limits.stall_seconds / 10)
        while not self._done.wait(pause):
            if self._line is not None:
                self.verdict = self._judge(self._line)
                if self.verdict is not None:
                    self._line.hang_up()
                    return

    def _judge(self, line: WatchedSocket) -> Fault | None:
        if self.silence() > self._limits.stall_seconds:
            return Fault.STALLED
        passed = time.monotonic() - self._marked_at
        if passed < self._limits.floor_seconds:
            return None
        moved = line.byte_count - self._marked
        self.look_at(line)
        return Fault.SLOW if moved < self._limits.floor_rate * passed else None
