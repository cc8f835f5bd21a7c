"""SFTP over one channel: requests under way at once, answers matched by their number.

The library's own file object is not used. Pipelined, it does not look at the answers
to what it wrote, so that a full disk over there passes for a success; and it stops at a
file name that is no UTF-8. What is kept in memory is bounded by `UNDER_WAY` requests.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

import paramiko
from paramiko import Message

from vroegsein.exchange.faults import Fault, LineError, StatusError
from vroegsein.exchange.packets import (
    LARGEST_PACKET,
    LIMITS,
    POSIX_RENAME,
    READ,
    VERSION,
    WRITE_NEW,
    Kind,
    RemoteFile,
    Status,
    as_bytes,
    known_kind,
    packet,
    positioned,
    read_attributes,
    read_names,
)

#: Every server answers so many bytes at once; more where it says so.
BLOCK = 32 * 1024
LARGEST_BLOCK = 255 * 1024
UNDER_WAY = 32

Given = TypeVar("Given")
Moved = TypeVar("Moved", bytes, int)


@dataclass(frozen=True)
class _Asked:
    """A part of a file that was asked for."""

    request: int
    offset: int
    byte_count: int


class Session:
    """Requests to one server, one after another; a download asks ahead."""

    def __init__(self, channel: paramiko.Channel) -> None:
        self._channel = channel
        self._buffer = bytearray()
        self._answers: dict[int, tuple[Kind, Message]] = {}
        self._last_number = 0
        self._unanswered = self._open_handles = 0
        self._read_block = self._write_block = BLOCK
        self._start()

    @property
    def is_idle(self) -> bool:
        """Whether no answer is still to come and no file is open."""
        return self._unanswered == 0 and self._open_handles == 0

    def look(self, path: str, name: str) -> RemoteFile | None:
        """Return what a server says of a path, links not followed; None if absent."""
        try:
            answer = self._ask(Kind.LSTAT, as_bytes(path), wanted=Kind.ATTRS)
        except StatusError as error:
            if error.status == Status.NO_SUCH_FILE:
                return None
            raise
        return read_attributes(answer, name)

    def entries(self, folder: str) -> Generator[RemoteFile]:
        """Yield a folder's entries as the server lists them."""
        handle = self._handle(Kind.OPENDIR, as_bytes(folder))
        try:
            while found := self._next_names(handle):
                yield from (entry for entry in found if entry.name not in {".", ".."})
        finally:
            self._close(handle)

    def blocks(self, path: str, byte_count: int) -> Generator[bytes]:
        """Yield a file's content in order, until the server says that it ends.

        Args:
            path: The file.
            byte_count: Size by the listing; so far it is asked for ahead.
        """
        handle = self._handle(Kind.OPEN, as_bytes(path), READ, 0)
        under_way: deque[_Asked] = deque()
        asked = 0
        while True:
            ahead = []
            while asked < byte_count and len(under_way) < UNDER_WAY:
                size = min(self._read_block, byte_count - asked)
                ahead.append(self._part(under_way, asked, size, handle))
                asked += size
            if not under_way:
                ahead.append(self._part(under_way, asked, BLOCK, handle))
                asked += BLOCK
            self._send(b"".join(ahead))
            part = under_way.popleft()
            block = self._read(part)
            if not block:
                break
            yield block
            if len(block) < part.byte_count:
                under_way = self._rest(part, len(block), under_way, handle)
                asked = max(asked, part.offset + part.byte_count)
        for part in under_way:
            self._read(part)
        self._close(handle)

    def write(self, path: str, content: bytes) -> None:
        """Write a file; every part of it was acknowledged when this returns."""
        handle = self._handle(Kind.OPEN, as_bytes(path), WRITE_NEW, 0)
        under_way: deque[int] = deque()
        for offset in range(0, len(content), self._write_block):
            if len(under_way) == UNDER_WAY:
                self._acknowledged(under_way.popleft())
            number = self._number()
            part = content[offset : offset + self._write_block]
            self._send(positioned(Kind.WRITE, number, handle, offset, part))
            under_way.append(number)
        for number in under_way:
            self._acknowledged(number)
        self._close(handle)

    def rename(self, source: str, target: str) -> None:
        """Rename, replacing what is there."""
        words = (POSIX_RENAME.encode(), as_bytes(source), as_bytes(target))
        self._ask(Kind.EXTENDED, *words, wanted=Kind.STATUS)

    def remove(self, path: str) -> None:
        """Remove a file."""
        self._ask(Kind.REMOVE, as_bytes(path), wanted=Kind.STATUS)

    def _start(self) -> None:
        self._send(packet(Kind.INIT, VERSION))
        kind, answer = self._next_packet()
        if kind is not Kind.VERSION or answer.get_int() < VERSION:
            raise LineError(Fault.GARBLED)
        if LIMITS.encode() in answer.get_remainder():
            told = self._ask(Kind.EXTENDED, LIMITS.encode(), wanted=Kind.EXTENDED_REPLY)
            _, reads, writes = (told.get_int64() for _ in range(3))
            self._read_block = _block(reads)
            self._write_block = _block(writes)

    def _next_names(self, handle: bytes) -> list[RemoteFile]:
        try:
            return read_names(self._ask(Kind.READDIR, handle, wanted=Kind.NAME))
        except StatusError as error:
            if error.status == Status.EOF:
                return []
            raise

    def _part(
        self, under_way: deque[_Asked], offset: int, byte_count: int, handle: bytes
    ) -> bytes:
        asked = _Asked(self._number(), offset, byte_count)
        under_way.append(asked)
        return positioned(Kind.READ, asked.request, handle, offset, byte_count)

    def _rest(
        self, part: _Asked, got: int, under_way: deque[_Asked], handle: bytes
    ) -> deque[_Asked]:
        """Ask for what a server left out of a part; it comes before the others."""
        first: deque[_Asked] = deque()
        self._send(self._part(first, part.offset + got, part.byte_count - got, handle))
        return first + under_way

    def _read(self, part: _Asked) -> bytes:
        """Return what was asked for, or its beginning; nothing where the file ends."""
        try:
            block = self._answer(part.request, Kind.DATA).get_binary()
        except StatusError as error:
            if error.status == Status.EOF:
                return b""
            raise
        if not 0 < len(block) <= part.byte_count:
            raise LineError(Fault.GARBLED)
        return block

    def _number(self) -> int:
        self._last_number += 1
        self._unanswered += 1
        return self._last_number

    def _handle(self, kind: Kind, *fields: int | bytes) -> bytes:
        handle = self._ask(kind, *fields, wanted=Kind.HANDLE).get_binary()
        self._open_handles += 1
        return handle

    def _close(self, handle: bytes) -> None:
        self._ask(Kind.CLOSE, handle, wanted=Kind.STATUS)
        self._open_handles -= 1

    def _ask(self, kind: Kind, *fields: int | bytes, wanted: Kind) -> Message:
        number = self._number()
        self._send(packet(kind, number, *fields))
        return self._answer(number, wanted)

    def _acknowledged(self, number: int) -> None:
        self._answer(number, Kind.STATUS)

    def _answer(self, number: int, wanted: Kind) -> Message:
        """Return the answer to a request, of the kind it must have.

        Raises:
            StatusError: The server will not.
            LineError: It hung up, or this is no answer.
        """
        while number not in self._answers:
            kind, answer = self._next_packet()
            self._answers[answer.get_int()] = (kind, answer)
            if len(self._answers) > 2 * UNDER_WAY:
                raise LineError(Fault.GARBLED)
        kind, answer = self._answers.pop(number)
        self._unanswered -= 1
        if kind is Kind.STATUS:
            status = answer.get_int()
            if status != Status.OK:
                raise StatusError(status)
        if kind is not wanted:
            raise LineError(Fault.GARBLED)
        return answer

    def _next_packet(self) -> tuple[Kind, Message]:
        size = int.from_bytes(self._receive(4), "big")
        if not 0 < size <= LARGEST_PACKET:
            raise LineError(Fault.GARBLED)
        content = self._receive(size)
        return known_kind(content[0]), Message(content[1:])

    def _receive(self, byte_count: int) -> bytes:
        while len(self._buffer) < byte_count:
            self._buffer += self._moved(self._channel.recv, LARGEST_PACKET)
        wanted = bytes(memoryview(self._buffer)[:byte_count])
        del self._buffer[:byte_count]
        return wanted

    def _send(self, content: bytes) -> None:
        while content:
            content = content[self._moved(self._channel.send, content) :]

    def _moved(self, move: Callable[[Given], Moved], given: Given) -> Moved:
        """Receive or send something; nothing means that the other side hung up."""
        moved: Moved | None = None
        with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
            moved = move(given)
        if not moved:
            raise LineError(Fault.LOST)
        return moved


def _block(largest: int) -> int:
    """Return how much to ask at once of a server that says what it takes."""
    return min(largest, LARGEST_BLOCK) if largest >= BLOCK else BLOCK
