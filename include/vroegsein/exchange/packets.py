"""The bytes of SFTP version 3 (draft-ietf-secsh-filexfer-02), as far as we speak it.

A server's answer is untrusted: what is not an answer we know is no answer.
"""

import stat
import struct
from dataclasses import dataclass
from enum import IntEnum

from paramiko import Message

from vroegsein.exchange.faults import Fault, LineError

VERSION = 3
#: More than any answer we ask for, of a server that keeps to its limits.
LARGEST_PACKET = 512 * 1024
READ, WRITE_NEW = 0x01, 0x02 | 0x08 | 0x10  # open: read; write, create, truncate
POSIX_RENAME = "posix-rename@openssh.com"
LIMITS = "limits@openssh.com"
_LARGEST_SECOND = 2**31 - 1
_FEWEST_BYTES_OF_A_NAME = 12


class Kind(IntEnum):
    """Kinds of packets."""

    INIT = 1
    VERSION = 2
    OPEN = 3
    CLOSE = 4
    READ = 5
    WRITE = 6
    LSTAT = 7
    OPENDIR = 11
    READDIR = 12
    REMOVE = 13
    STATUS = 101
    HANDLE = 102
    DATA = 103
    NAME = 104
    ATTRS = 105
    EXTENDED = 200
    EXTENDED_REPLY = 201


class Status(IntEnum):
    """Answers to what asks for no data."""

    OK = 0
    EOF = 1
    NO_SUCH_FILE = 2
    PERMISSION_DENIED = 3
    FAILURE = 4
    UNSUPPORTED = 8


@dataclass(frozen=True)
class RemoteFile:
    """One entry of a folder, as the server lists it.

    Attributes:
        name: The partner's file name: untrusted. Bytes that are no UTF-8 are kept as
            lone surrogates, so that no agreed name ever equals it.
        byte_count: Size by the listing.
        modified_seconds: Modification time by the listing; for display only.
        is_regular: Whether it is a file, and no folder, link or device.
    """

    name: str
    byte_count: int
    modified_seconds: int
    is_regular: bool


def known_kind(number: int) -> Kind:
    """Return the kind of a packet.

    Raises:
        LineError: It is none that we ask for.
    """
    found = {kind.value: kind for kind in Kind}.get(number)
    if found is None:
        raise LineError(Fault.GARBLED)
    return found


def packet(kind: Kind, *fields: int | bytes) -> bytes:
    """Return a packet: whole numbers of 32 bits, strings with their length."""
    body = b"".join(
        struct.pack(">I", field)
        if isinstance(field, int)
        else struct.pack(">I", len(field)) + field
        for field in fields
    )
    return struct.pack(">IB", 1 + len(body), kind) + body


def positioned(
    kind: Kind, request: int, handle: bytes, offset: int, rest: bytes | int
) -> bytes:
    """Return a packet to read (`rest`: how much) or write (`rest`: what) somewhere."""
    head = struct.pack(">II", request, len(handle)) + handle + struct.pack(">Q", offset)
    count = rest if isinstance(rest, int) else len(rest)
    tail = struct.pack(">I", count) + (b"" if isinstance(rest, int) else rest)
    return struct.pack(">IB", 1 + len(head) + len(tail), kind) + head + tail


def as_bytes(path: str) -> bytes:
    """Return a path as the server listed it, be it UTF-8 or not."""
    return path.encode("utf-8", "surrogateescape")


def read_names(answer: Message) -> list[RemoteFile]:
    """Read the entries of one answer to READDIR.

    Raises:
        LineError: It speaks of more entries than it can hold, or of none.
    """
    count = answer.get_int()
    room = len(answer.asbytes()) // _FEWEST_BYTES_OF_A_NAME
    if not 0 < count <= room:
        raise LineError(Fault.GARBLED)
    return [_read_name(answer) for _ in range(count)]


def _read_name(answer: Message) -> RemoteFile:
    name = answer.get_binary().decode("utf-8", "surrogateescape")
    answer.get_binary()  # the same, as text for people
    return read_attributes(answer, name)


def read_attributes(answer: Message, name: str) -> RemoteFile:
    """Read what a server says of a file."""
    flags = answer.get_int()
    byte_count = answer.get_int64() if flags & 0x01 else 0
    if flags & 0x02:
        answer.get_int(), answer.get_int()  # owner and group
    mode = answer.get_int() if flags & 0x04 else 0
    modified = (answer.get_int(), answer.get_int())[1] if flags & 0x08 else 0
    if flags & 0x80000000:
        for _ in range(min(answer.get_int(), len(answer.asbytes()))):
            answer.get_binary(), answer.get_binary()
    return RemoteFile(
        name=name,
        byte_count=byte_count,
        # A clock set to 2099 must not overflow the register.
        modified_seconds=min(modified, _LARGEST_SECOND),
        is_regular=stat.S_ISREG(mode),
    )
