"""Compressed files and files of another kind, case by case: one plain file, or none.

Each docstring names the case.
"""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from support.wrapping import (
    CONTENT,
    Wrapping,
    agreed,
    gzipped,
    wrapping_at,
    zipped,
)

from vroegsein.exchange.containers import open_gzip, open_zip, pack_gzip, pack_zip

GZIP, ZIP = agreed(compression="gzip"), agreed(compression="zip")
ONE = ("export.csv", CONTENT)


@pytest.fixture
def wrapping(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wrapping:
    return wrapping_at(tmp_path, monkeypatch)


def refused(wrapping: Wrapping, raw: bytes, terms=ZIP) -> str | None:
    """The code a file is refused with; nothing of it is left outside the landing."""
    outcome = wrapping.open_here(raw, terms)
    work = wrapping.storage / "work" / "d1"
    assert outcome.code is None or list(work.iterdir()) == []
    return outcome.code


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("content", [CONTENT, b"", b"a;b\n"])
def test_one_file_in_a_zip_is_opened(wrapping: Wrapping, method: int, content: bytes):
    raw = zipped(("2026-10 achterstanden.csv", content), method=method)
    assert wrapping.unwrap(raw, ZIP).content == content


@pytest.mark.parametrize("content", [CONTENT, b"", os.urandom(300_000).hex().encode()])
def test_a_gzip_file_is_opened(wrapping: Wrapping, content: bytes):
    assert wrapping.unwrap(gzipped(content), GZIP).content == content


def test_what_is_packed_here_is_the_same_every_time(tmp_path: Path):
    (tmp_path / "a").write_bytes(CONTENT)
    for pack, unpack in (
        (pack_gzip, open_gzip),
        (lambda source, target: pack_zip(source, target, "a.csv"), open_zip),
    ):
        pack(tmp_path / "a", tmp_path / "one")
        pack(tmp_path / "a", tmp_path / "two")
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
        unpack(tmp_path / "one", tmp_path / "back", 10**6)
        assert (tmp_path / "back").read_bytes() == CONTENT


def test_a_bomb_stops_at_a_hundred_times_its_size(wrapping: Wrapping):
    """ZIP-01: gzip and zip; the disk holds no more than the cap."""
    zeroes = bytes(20_000_000)
    assert refused(wrapping, gzipped(zeroes), GZIP) == "ZIP_BOMB"
    assert refused(wrapping, zipped(("a.csv", zeroes))) == "ZIP_BOMB"
    inner = gzipped(bytes(200_000_000))
    assert refused(wrapping, gzipped(inner), GZIP) == "ZIP_SHAPE"


def test_a_large_file_stops_at_twice_the_agreed_size(wrapping: Wrapping):
    """ZIP-01: the absolute cap, whatever the ratio."""
    content = os.urandom(60_000).hex().encode()
    for size, code in ((len(content) // 2 - 1, "ZIP_BOMB"), (len(content) // 2, None)):
        gz = agreed(compression="gzip", max_bytes=size)
        assert refused(wrapping, gzipped(content), gz) == code
        packed = agreed(compression="zip", max_bytes=size)
        stored = zipped(("a", content), method=zipfile.ZIP_STORED)
        assert refused(wrapping, stored, packed) == code
        assert refused(wrapping, zipped(("a", content)), packed) == code


@pytest.mark.parametrize(
    "entries",
    [
        [("export.csv", zipped(ONE))],
        [("export.csv", gzipped())],
        [ONE, ("leesmij.txt", b"")],
        [("map/", b""), ("map/export.csv", CONTENT)],
        [("map/", b"")],
    ],
    ids=["zip in zip", "gzip in zip", "two", "folder and file", "folder"],
)
def test_anything_but_one_plain_file_is_refused(wrapping: Wrapping, entries: list):
    """ZIP-02."""
    assert refused(wrapping, zipped(*entries)) == "ZIP_SHAPE"


def test_a_file_in_a_folder_of_the_zip_is_one_file(wrapping: Wrapping):
    """ZIP-02: without an entry for the folder; its name is used for nothing."""
    assert wrapping.unwrap(zipped(("map/export.csv", CONTENT)), ZIP).content == CONTENT


@pytest.mark.parametrize(
    "name",
    [
        "../export.csv",
        "a/../../export.csv",
        "/etc/cron.d/export",
        "..",
        "C:\\export.csv",
        "C:export.csv",
        "..\\export.csv",
        "export\n.csv",
        "a//b.csv",
        "./a.csv",
    ],
)
def test_a_name_that_leads_out_of_a_folder_is_refused(wrapping: Wrapping, name: str):
    """ZIP-03."""
    assert refused(wrapping, zipped((name, CONTENT))) == "ZIP_UNSAFE"
    assert not (wrapping.folder / "export.csv").exists()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_in_a_zip_is_refused(wrapping: Wrapping, kind: int):
    """ZIP-03."""
    entry = zipfile.ZipInfo("export.csv")
    entry.external_attr = (kind | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(entry, b"/etc/passwd")
    assert refused(wrapping, target.getvalue()) == "ZIP_UNSAFE"


def _with(raw: bytes, at: bytes, offset: int, value: bytes) -> bytes:
    """A zip with other bytes in the last header of a kind."""
    place = raw.rindex(at) + offset
    return raw[:place] + value + raw[place + len(value) :]


CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
WHOLE = zipped(ONE)


def _zip64(size: int) -> bytes:
    """A zip whose list says, in the fields of zip64, that its file is of this size."""
    name = b"export.csv"
    packed = zlib.compress(CONTENT, wbits=-15)
    facts = struct.pack("<IQQ", zlib.crc32(CONTENT), size, len(packed))
    extra = struct.pack("<HHQQ", 1, 16, size, len(packed))
    unknown = facts[:4] + b"\xff" * 8
    local = LOCAL + struct.pack("<HHHHH", 45, 0, 8, 0, 33) + unknown
    local += struct.pack("<HH", len(name), len(extra)) + name + extra + packed
    central = CENTRAL + struct.pack("<HHHHHH", 45, 45, 0, 8, 0, 33) + unknown
    central += struct.pack("<HHHHHII", len(name), len(extra), 0, 0, 0, 0, 0)
    central += name + extra
    end = END + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


LIES: dict[str, Callable[[], bytes]] = {
    "password": lambda: _with(_with(WHOLE, CENTRAL, 8, b"\1"), LOCAL, 6, b"\1"),
    "size too small": lambda: _with(WHOLE, CENTRAL, 24, (10).to_bytes(4, "little")),
    "size too large": lambda: _with(WHOLE, CENTRAL, 24, (10**9).to_bytes(4, "little")),
    "packed size": lambda: _with(WHOLE, CENTRAL, 20, (10).to_bytes(4, "little")),
    "packed size past the end": lambda: _with(
        WHOLE, CENTRAL, 20, (10**6).to_bytes(4, "little")
    ),
    "checksum": lambda: _with(WHOLE, CENTRAL, 16, b"\0\0\0\0"),
    "two names": lambda: _with(WHOLE, LOCAL, 30, b"x"),
    "two methods": lambda: _with(WHOLE, LOCAL, 8, b"\0"),
    "disks": lambda: _with(WHOLE, END, 4, b"\1\0"),
    "bytes before it": lambda: LOCAL + b"MZ" + WHOLE,
    "cut": lambda: WHOLE[:-30],
    "cut in half": lambda: WHOLE[: len(WHOLE) // 2],
    "flipped": lambda: _with(WHOLE, LOCAL, 200, b"\xff\xff"),
    "end only": lambda: END + bytes(18),
    "zip64 says less": lambda: _zip64(10),
    "zip64 says more": lambda: _zip64(2**40),
    "count": lambda: _with(WHOLE, END, 10, b"\2\0"),
}


def test_an_honest_zip64_is_opened(wrapping: Wrapping):
    """ZIP-04: so that the lies below are what is refused."""
    assert wrapping.unwrap(_zip64(len(CONTENT)), ZIP).content == CONTENT


@pytest.mark.parametrize("lie", LIES)
def test_a_zip_that_contradicts_itself_is_refused(wrapping: Wrapping, lie: str):
    """ZIP-04."""
    assert refused(wrapping, LIES[lie]()) == "ZIP_CORRUPT"


def test_names_that_come_twice_and_entries_that_overlap_are_refused(
    wrapping: Wrapping, recwarn: pytest.WarningsRecorder
):
    """ZIP-04: also names that differ in capitals only."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("export.csv", CONTENT)
        packed.writestr("EXPORT.csv", b"anders")
    assert refused(wrapping, target.getvalue()) == "ZIP_CORRUPT"
    two = zipped(ONE, ("tweede.csv", b"a"))
    overlapping = _with(two, CENTRAL, 42, (10).to_bytes(4, "little"))
    assert refused(wrapping, overlapping) == "ZIP_CORRUPT"
    assert not recwarn.list


def test_another_method_of_compression_is_refused(wrapping: Wrapping):
    """ZIP-02: bzip2 and lzma need other decoders, which nobody has agreed on."""
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert refused(wrapping, zipped(ONE, method=method)) == "ZIP_SHAPE"


@pytest.mark.parametrize("tail", [b"\0", b"rest", gzipped(b"nog een")])
def test_what_follows_a_gzip_file_refuses_it(wrapping: Wrapping, tail: bytes):
    """ZIP-05: trailing bytes, or a second member."""
    assert refused(wrapping, gzipped() + tail, GZIP) == "ZIP_SHAPE"


@pytest.mark.parametrize("change", ["cut", "flip", "checksum", "empty"])
def test_a_damaged_gzip_file_is_refused(wrapping: Wrapping, change: str):
    """ZIP-04."""
    raw = gzipped()
    damaged = {
        "cut": raw[:-9],
        "flip": raw[:50] + bytes([raw[50] ^ 255]) + raw[51:],
        "checksum": raw[:-8] + bytes(4) + raw[-4:],
        "empty": raw[:10],
    }
    assert refused(wrapping, damaged[change], GZIP) == "ZIP_CORRUPT"


FOREIGN = {
    "zip": zipped(ONE),
    "gzip": gzipped(),
    "pdf": b"%PDF-1.7\n1 0 obj",
    "elf": b"\x7fELF\x02\x01\x01",
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "exe": b"MZ\x90\x00\x03",
    "rtf": b"{\\rtf1 a;b}",
    "parquet": b"PAR1",
    "png": b"\x89PNG\r\n",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_of_another_kind_under_the_agreed_name_is_refused(
    wrapping: Wrapping, kind: str
):
    """NAM-09: by its first bytes, whatever its name; wrapped or not."""
    assert wrapping.unwrap(FOREIGN[kind], agreed()).code == "NAM_TYPE_MISMATCH"
    inside = wrapping.in_age(FOREIGN[kind])
    assert refused(wrapping, inside, agreed("age")) == "NAM_TYPE_MISMATCH"


def test_encryption_and_compression_that_were_not_agreed_are_refused(
    wrapping: Wrapping,
):
    """NAM-09."""
    for raw in (wrapping.in_age(), wrapping.in_openpgp(), gzipped(), zipped(ONE)):
        assert wrapping.unwrap(raw, agreed()).code == "NAM_TYPE_MISMATCH"
    for raw in (CONTENT, zipped(ONE), b""):
        assert refused(wrapping, raw, GZIP) == "NAM_TYPE_MISMATCH"


@pytest.mark.parametrize(
    "text",
    [
        CONTENT,
        b"",
        b"a;b\n",
        "é;ü\n".encode(),
        "é;ü\n".encode("cp1252"),
        "a;b\n".encode("utf-16"),
        b"\xef\xbb\xbfa;b\n",
        b"MZ;PK;BZ\n",
        b"\0\0\0",
    ],
)
def test_text_of_any_encoding_is_left_to_its_reader(wrapping: Wrapping, text: bytes):
    """NAM-09: a false alarm would refuse a good file."""
    outcome = wrapping.unwrap(text, agreed())
    assert (outcome.code, outcome.content) == (None, text)


def test_a_workbook_is_a_zip_and_nothing_else(wrapping: Wrapping):
    """NAM-09: what is in it is its reader's business."""
    terms = agreed().model_copy(
        update={"file": agreed().file.model_copy(update={"format": "xlsx"})}
    )
    assert refused(wrapping, zipped(ONE), terms) is None
    assert refused(wrapping, CONTENT, terms) == "NAM_TYPE_MISMATCH"
    assert refused(wrapping, FOREIGN["ole"], terms) == "NAM_TYPE_MISMATCH"
