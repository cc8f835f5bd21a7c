"""gzip and zip with one file in them: opened in a stream, with a cap on what comes out.

A zip's own words are never trusted: not its names, which become no path, and not its
sizes, which have to agree with what was read. Everything else than one compressed file
from the first byte to the last is refused.
"""

import gzip
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vroegsein.errors import DeliveryError
from vroegsein.exchange.files import whole_file
from vroegsein.exchange.refusal import Refusal

MAX_RATIO = 100
FREE_BYTES = 1024**2  # that much may come out of any file
_CHUNK = 64 * 1024
_LOCAL_HEADER = 30
_END_OF_DIRECTORY = 22
_PLAIN_NAME = re.compile(r"[^/\\:\x00-\x1f]{1,255}")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass
class _Meter:
    """What may still come out.

    Attributes:
        taken: Compressed bytes, all together.
        cap: Most bytes that may come out, whatever the ratio.
        given: Bytes that came out.
    """

    taken: int
    cap: int
    given: int = 0

    def add(self, byte_count: int) -> None:
        """Count what came out.

        Raises:
            DeliveryError: `ZIP_BOMB`.
        """
        self.given += byte_count
        usual = max(FREE_BYTES, MAX_RATIO * self.taken)
        if self.given > min(self.cap, usual):
            raise DeliveryError(Refusal.ZIP_BOMB)


def open_gzip(source: Path, target: Path, cap: int) -> None:
    """Decompress a gzip file of one member.

    Args:
        source: The compressed file.
        target: Where its content appears, whole or not at all.
        cap: Most bytes that may come out.

    Raises:
        DeliveryError: `ZIP_BOMB`, `ZIP_CORRUPT`; `ZIP_SHAPE` where more follows.
    """
    meter = _Meter(source.stat().st_size, cap)
    with source.open("rb") as file, whole_file(target) as sink:
        stream = zlib.decompressobj(wbits=31)
        _inflate(stream, iter(lambda: file.read(_CHUNK), b""), sink.write, meter)
        if stream.unused_data or file.read(1):
            raise DeliveryError(Refusal.ZIP_SHAPE)


def open_zip(source: Path, target: Path, cap: int) -> None:
    """Decompress the one file in a zip; its name is looked at and never used.

    Args:
        source: The zip.
        target: Where its content appears, whole or not at all.
        cap: Most bytes that may come out.

    Raises:
        DeliveryError: `ZIP_BOMB`, `ZIP_CORRUPT`, `ZIP_SHAPE`, `ZIP_UNSAFE`.
    """
    with source.open("rb") as file:
        entry, directory_at = _only_entry(file)
        file.seek(_data_at(file, entry, directory_at))
        with whole_file(target) as sink:
            _read_entry(file, entry, sink, _Meter(entry.compress_size, cap))


def _only_entry(file: BinaryIO) -> tuple[zipfile.ZipInfo, int]:
    """Return a zip's only entry, and where its list of entries begins."""
    try:
        with zipfile.ZipFile(file) as found:
            entries, directory_at = found.infolist(), found.start_dir
            comment = len(found.comment)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        entries = []
    if not entries:
        raise DeliveryError(Refusal.ZIP_CORRUPT)
    _check_names(entries)
    _check_layout(entries, directory_at)
    file.seek(-_END_OF_DIRECTORY - comment, 2)
    _check_end(file.read(_END_OF_DIRECTORY), len(entries))
    only = entries[0]
    if len(entries) > 1 or only.is_dir():
        raise DeliveryError(Refusal.ZIP_SHAPE)
    if only.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise DeliveryError(Refusal.ZIP_SHAPE)
    return only, directory_at


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse names that lead out of a folder, links, and names that come twice."""
    for entry in entries:
        mode = entry.external_attr >> 16
        kind = stat.S_IFMT(mode)
        folders = entry.orig_filename.removesuffix("/").split("/")
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR} or not all(
            _PLAIN_NAME.fullmatch(part) and part not in {".", ".."} for part in folders
        ):
            raise DeliveryError(Refusal.ZIP_UNSAFE)
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise DeliveryError(Refusal.ZIP_CORRUPT)


def _check_end(record: bytes, entry_count: int) -> None:
    """Refuse a last record that counts other entries than are listed, or more disks."""
    magic, disk, first, here, total, *_ = struct.unpack("<4sHHHHIIH", record)
    counts = {entry_count, 0xFFFF}  # the latter: counted in the fields of zip64
    if magic != b"PK\5\6" or disk or first or not {here, total} <= counts:
        raise DeliveryError(Refusal.ZIP_CORRUPT)


def _check_layout(entries: list[zipfile.ZipInfo], directory_at: int) -> None:
    """Refuse secrets, overlaps, and bytes before what is listed."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [*(entry.header_offset for entry in ordered[1:]), directory_at]
    overlaps = any(
        entry.header_offset + _LOCAL_HEADER + entry.compress_size > end
        for entry, end in zip(ordered, ends, strict=True)
    )
    is_secret = any(entry.flag_bits & 0x41 for entry in entries)
    is_framed = ordered[0].header_offset == 0
    if overlaps or is_secret or not is_framed:
        raise DeliveryError(Refusal.ZIP_CORRUPT)


def _data_at(file: BinaryIO, entry: zipfile.ZipInfo, directory_at: int) -> int:
    """Return where an entry's bytes begin, by its own header."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER)
    name_length = int.from_bytes(header[26:28], "little")
    extra_length = int.from_bytes(header[28:30], "little")
    start = entry.header_offset + _LOCAL_HEADER + name_length + extra_length
    encoding = "utf-8" if entry.flag_bits & 0x800 else "cp437"
    is_same = (
        header.startswith(b"PK\x03\x04")
        and file.read(name_length) == entry.orig_filename.encode(encoding, "replace")
        and int.from_bytes(header[8:10], "little") == entry.compress_type
        and start + entry.compress_size <= directory_at
    )
    if not is_same:
        raise DeliveryError(Refusal.ZIP_CORRUPT)
    return start


def _read_entry(
    file: BinaryIO, entry: zipfile.ZipInfo, sink: BinaryIO, meter: _Meter
) -> None:
    """Write an entry's content, and refuse it where its sizes or checksum lie."""
    checksum = 0

    def write(content: bytes) -> int:
        nonlocal checksum
        checksum = zlib.crc32(content, checksum)
        return sink.write(content)

    chunks = _chunks(file, entry.compress_size)
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        stream = zlib.decompressobj(wbits=-15)
        _inflate(stream, chunks, write, meter)
        is_whole = not stream.unused_data and next(chunks, None) is None
    else:
        is_whole = True
        for chunk in chunks:
            meter.add(len(chunk))
            write(chunk)
    if not is_whole or (meter.given, checksum) != (entry.file_size, entry.CRC):
        raise DeliveryError(Refusal.ZIP_CORRUPT)


def _chunks(file: BinaryIO, byte_count: int) -> Iterator[bytes]:
    """Yield so many bytes of a file, or as many as there are."""
    while byte_count > 0 and (chunk := file.read(min(_CHUNK, byte_count))):
        byte_count -= len(chunk)
        yield chunk


def _inflate(
    stream: "zlib._Decompress",
    chunks: Iterator[bytes],
    write: Callable[[bytes], int],
    meter: _Meter,
) -> None:
    """Decompress to the end of a stream, never more than a chunk ahead of the meter."""
    is_corrupt = False
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting and not stream.eof:
                content = stream.decompress(waiting, _CHUNK)
                meter.add(len(content))
                write(content)
                waiting = stream.unconsumed_tail
            if stream.eof:
                break
        while not stream.eof and (content := stream.decompress(b"", _CHUNK)):
            meter.add(len(content))
            write(content)
    except zlib.error:
        is_corrupt = True
    if is_corrupt or not stream.eof:
        raise DeliveryError(Refusal.ZIP_CORRUPT)


def pack_gzip(source: Path, target: Path) -> None:
    """Compress a file with gzip; the same content gives the same bytes."""
    with (
        source.open("rb") as content,
        whole_file(target) as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
    ):
        shutil.copyfileobj(content, packed)


def pack_zip(source: Path, target: Path, name: str) -> None:
    """Put a file alone into a zip; the same content gives the same bytes."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    with whole_file(target) as file, zipfile.ZipFile(file, "w") as packed:
        packed.writestr(entry, source.read_bytes())
