"""Lines of fields with a separator; quotes are balanced per line.

By RFC 4180, but for one thing: a line break inside quotes is the end of the line, so
that a stray quote costs exactly its own line.
"""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code
from vroegsein.intake.reading.canonical import Lines, TextFile
from vroegsein.intake.reading.records import Records, Table
from vroegsein.parties.partner import FileFormat


def open_delimited(file: BinaryIO, agreed: FileFormat) -> Table:
    """Read the header line, and be ready for the rest.

    Raises:
        DeliveryError: The header is too long, in another encoding, or cannot be split.
    """
    text_file = TextFile(file, agreed.encoding)
    blocks = iter(text_file)
    head = next(blocks, None)
    if head is None:
        raise DeliveryError(Code.SCH_HEADER, line=1)
    if 0 in head.codes:
        refused = head.codes[0]
        foreign = refused in {Code.TXT_UTF8, Code.TXT_NUL}
        raise DeliveryError(Code.TXT_ENCODING if foreign else refused, line=1)
    names, code = split_text(head.texts[0], agreed)
    if code is not None:
        raise DeliveryError(code, line=1)
    records = _records(_without_header(head), blocks, agreed)
    return Table([name.strip() for name in names], 2, records, text_file.notes)


def split_text(text: str, agreed: FileFormat) -> tuple[list[str], str | None]:
    """Return a line's fields, or none and the code that says why."""
    if not agreed.quoted or '"' not in text:
        return text.split(agreed.separator), None
    if text.count('"') % 2 or "\r" in text:
        return [], Code.TXT_QUOTE
    try:
        rows = list(csv.reader([text], delimiter=agreed.separator, strict=True))
    except csv.Error:
        return [], Code.TXT_QUOTE
    return (rows[0] if rows else [""]), None


def _without_header(lines: Lines) -> Lines:
    codes = {place - 1: code for place, code in lines.codes.items()}
    lines.texts.pop(0)
    return Lines(
        lines.first + 1,
        lines.texts,
        codes,
        is_last=lines.is_last,
        ends_open=lines.ends_open,
    )


def _records(
    start: Lines, blocks: Iterator[Lines], agreed: FileFormat
) -> Iterator[Records]:
    yield _split(start, agreed)
    for lines in blocks:
        yield _split(lines, agreed)


def _split(lines: Lines, agreed: FileFormat) -> Records:
    """Split some lines; those with quotes by themselves."""
    separator, quoted, codes = agreed.separator, agreed.quoted, lines.codes
    rows = []
    for place, text in enumerate(lines.texts):
        if quoted and '"' in text:
            row, code = split_text(text, agreed)
            if code is not None:
                codes[place] = code
            rows.append(row)
        else:
            rows.append(text.split(separator))
    return Records(
        lines.first,
        rows,
        codes,
        is_last=lines.is_last,
        ends_open=lines.ends_open,
    )
