"""One record is one physical line: what each line of a partner's file is, byte by byte.

No engine counts the lines of a partner: with one stray quote a CSV reader swallows the
rest of the file. Here quotes are balanced per line, so a stray quote costs exactly its
own line. Numbers are physical lines from 1; the header is line 1. Memory stays flat:
one line at a time, and a line that is too long is passed over without being kept.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code

MAX_LINE_BYTES = 64 * 1024
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line.

    Attributes:
        number: Counted from 1.
        parts: Its fields; empty where `code` is given.
        code: Why it has no fields, as a finding code.
    """

    number: int
    parts: list[str]
    code: str | None = None


def physical_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line's number and bytes, without line end; None where too long."""
    number = 0
    while raw := file.readline(MAX_LINE_BYTES + 2):
        number += 1
        if raw.endswith(b"\n"):
            content = raw[:-2] if raw.endswith(b"\r\n") else raw[:-1]
        else:
            content = raw
        if len(content) <= MAX_LINE_BYTES:
            yield number, content
            continue
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(MAX_LINE_BYTES)
        yield number, None


def read_header(raw: bytes | None, encoding: str, separator: str) -> list[str]:
    """Return the names of the header line.

    Raises:
        DeliveryError: The line is too long, in another encoding, or cannot be split.
    """
    if raw is None:
        raise DeliveryError(Code.TXT_LINE_LENGTH, line=1)
    other = raw.startswith(_UTF16_BOMS) or b"\0" in raw
    if other or (encoding != "utf-8" and raw.startswith(_UTF8_BOM)):
        raise DeliveryError(Code.TXT_ENCODING, line=1)
    line = split_line(1, raw.removeprefix(_UTF8_BOM), encoding, separator)
    if line.code is not None:
        raise DeliveryError(line.code, line=1)
    return [name.strip() for name in line.parts]


def has_bom(raw: bytes | None) -> bool:
    """Tell whether the first line begins with UTF-8's byte order mark."""
    return raw is not None and raw.startswith(_UTF8_BOM)


def split_line(number: int, raw: bytes | None, encoding: str, separator: str) -> Line:
    """Return a line's fields, or the code that says why there are none."""
    if raw is None:
        return Line(number, [], Code.TXT_LINE_LENGTH)
    if b"\0" in raw:
        return Line(number, [], Code.TXT_NUL)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return Line(number, [], Code.TXT_ENCODING)
    if '"' not in text:
        return Line(number, text.split(separator))
    return _split_quoted(number, text, separator)


def _split_quoted(number: int, text: str, separator: str) -> Line:
    """Split a line with quotes by RFC 4180, on this line alone."""
    if text.count('"') % 2 or "\r" in text:
        return Line(number, [], Code.TXT_QUOTE)
    try:
        rows = list(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error:
        return Line(number, [], Code.TXT_QUOTE)
    return Line(number, rows[0] if rows else [""])
