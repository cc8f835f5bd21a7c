"""The bytes that pass a server and us: what we ask, and what we believe of an answer."""

import stat
import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paramiko import Message

from vroegsein.exchange.faults import Fault, LineError
from vroegsein.exchange.packets import (
    Kind,
    RemoteFile,
    as_bytes,
    known_kind,
    packet,
    positioned,
    read_attributes,
    read_names,
)

FILE, FOLDER, LINK = stat.S_IFREG | 0o600, stat.S_IFDIR | 0o700, stat.S_IFLNK | 0o777
SIZE, OWNER, MODE, TIMES, MORE = 0x01, 0x02, 0x04, 0x08, 0x80000000


def text(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def said_of(
    size: int | None = None,
    owner: tuple[int, int] | None = None,
    mode: int | None = None,
    times: tuple[int, int] | None = None,
    more: dict[bytes, bytes] | None = None,
) -> bytes:
    """What a server says of a file, as the draft lays it out (section 5)."""
    flags, body = 0, b""
    for flag, layout, given_values in (
        (SIZE, ">Q", None if size is None else (size,)),
        (OWNER, ">II", owner),
        (MODE, ">I", None if mode is None else (mode,)),
        (TIMES, ">II", times),
    ):
        if given_values is not None:
            flags |= flag
            body += struct.pack(layout, *given_values)
    if more is not None:
        flags |= MORE
        body += struct.pack(">I", len(more))
        body += b"".join(text(name) + text(value) for name, value in more.items())
    return struct.pack(">I", flags) + body


def listed(*entries: tuple[bytes, bytes], count: int | None = None) -> Message:
    """An answer to READDIR; it may speak of another number than it holds."""
    number = len(entries) if count is None else count
    body = b"".join(
        text(name) + text(b"-rw------- 1 x") + said for name, said in entries
    )
    return Message(struct.pack(">I", number) + body)


def test_a_question_is_length_kind_and_fields():
    assert packet(Kind.INIT, 3) == bytes.fromhex("000000050100000003")
    assert packet(Kind.LSTAT, 7, b"/in") == bytes.fromhex(
        "0000000c0700000007000000032f696e"
    )


def test_a_piece_of_a_file_is_asked_for_and_sent_by_its_place():
    head = bytes.fromhex("000000090000000268680000000100000002")
    asked = positioned(Kind.READ, 9, b"hh", 2**32 + 2, 4096)
    assert asked == bytes.fromhex("0000001705") + head + bytes.fromhex("00001000")
    sent = positioned(Kind.WRITE, 9, b"hh", 2**32 + 2, b"abc")
    assert sent == bytes.fromhex("0000001a06") + head + text(b"abc")


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_we_know_is_known_by_its_number(kind: Kind):
    assert known_kind(int(kind)) is kind


@pytest.mark.parametrize("number", [0, 8, 99, 106, 199, 202, 255, 2**31])
def test_an_answer_of_another_kind_is_no_answer(number: int):
    with pytest.raises(LineError) as told:
        known_kind(number)
    assert told.value.code is Fault.GARBLED


def test_a_folder_is_read_entry_by_entry():
    found = read_names(
        listed(
            (b"een.csv", said_of(12, (0, 0), FILE, (5, 6))),
            (b"map", said_of(4096, (0, 0), FOLDER, (5, 7))),
            (b"link", said_of(3, None, LINK)),
            (b"zwijgt", said_of()),
        )
    )
    assert found == [
        RemoteFile("een.csv", 12, 6, is_regular=True),
        RemoteFile("map", 4096, 7, is_regular=False),
        RemoteFile("link", 3, 0, is_regular=False),
        RemoteFile("zwijgt", 0, 0, is_regular=False),  # what is not said is no file
    ]


@pytest.mark.parametrize("count", [0, 3, 2**31, 2**32 - 1])
def test_an_answer_that_cannot_hold_what_it_speaks_of_is_none(count: int):
    with pytest.raises(LineError) as told:
        read_names(listed((b"a", b"\0\0\0\0"), count=count))
    assert told.value.code is Fault.GARBLED


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"achterstand_202610.csv", "achterstand_202610.csv"),
        ("Zoë.csv".encode(), "Zoë.csv"),
        (b"Zo\xeb.csv", "Zo\udceb.csv"),  # no agreed name ever equals it
        (b"", ""),
        (b"../../etc/passwd", "../../etc/passwd"),  # whoever uses a name judges it
    ],
)
def test_a_name_goes_back_to_the_server_as_it_came(name: bytes, shown: str):
    (found,) = read_names(listed((name, said_of(1, None, FILE))))
    assert found.name == shown
    assert as_bytes(found.name) == name


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (said_of(2**40, None, FILE), (2**40, 0, True)),
        (said_of(None, None, FILE, (0, 2**31 - 1)), (0, 2**31 - 1, True)),
        (said_of(None, None, FILE, (0, 2**31)), (0, 2**31 - 1, True)),
        (said_of(None, None, FILE, (0, 2**32 - 1)), (0, 2**31 - 1, True)),
        (said_of(None, (501, 20), FILE), (0, 0, True)),
        (said_of(7, (1, 2), FOLDER, (3, 4), {b"a@b": b"c"}), (7, 4, False)),
        (said_of(7, None, 0o600), (7, 0, False)),  # rights without a kind
    ],
)
def test_size_time_and_kind_are_what_the_server_said(
    said: bytes, expected: tuple[int, int, bool]
):
    found = read_attributes(Message(said), "x")
    assert (found.byte_count, found.modified_seconds, found.is_regular) == expected


def test_what_a_server_adds_is_passed_over():
    odd = said_of(1, None, FILE, (2, 3), {b"x@example.org": b"?", b"": b""})
    found = read_names(listed((b"een", odd), (b"twee", said_of(9, None, FILE))))
    assert [(entry.name, entry.byte_count) for entry in found] == [
        ("een", 1),
        ("twee", 9),
    ]


@given(st.binary(max_size=200))
def test_any_answer_is_entries_or_garbled(content: bytes):
    """A promise of two thousand million additions ends with the bytes that are there."""
    with suppress(LineError):
        found = read_names(Message(content))
        assert 0 < len(found) <= len(content)
        assert all(entry.modified_seconds < 2**31 for entry in found)
