"""The same records as a workbook, as fixed-width lines and as JSON Lines."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from support.deliveries import HEADER, LANDLORD, File, file_of, passport
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS, Kind

WIDTHS = {spec.dutch: min(spec.max_length, 60) for spec in FIELDS.values()}
#: A workbook's cells by name of the column.
Cells = dict[str, Any]


def _positions() -> dict[str, tuple[int, int]]:
    start, found = 1, {}
    for name, width in WIDTHS.items():
        found[name] = (start, width)
        start += width
    return found


FIXED = {"format": "fixed", "positions": _positions()}


def partner_of(file_format: str, **file: Any) -> Passport:
    """The landlord, with another format."""
    agreed = FIXED if file_format == "fixed" else {"format": file_format}
    return passport(LANDLORD, file={**agreed, **file})


def fixed_lines(rows: list[dict[str, str]], end: str = "\n") -> str:
    """Rows as lines of fixed width."""
    return "".join(
        "".join(row.get(name, "").ljust(width) for name, width in WIDTHS.items()) + end
        for row in rows
    )


def json_lines(rows: list[dict[str, Any]]) -> str:
    """Rows as one object per line, with all agreed keys."""
    return "".join(
        json.dumps({name: row.get(name) for name in (*HEADER, *(set(row) - {*HEADER}))})
        + "\n"
        for row in rows
    )


def typed(row: dict[str, str]) -> Cells:
    """A row with dates as dates and amounts as numbers, as Excel would have them."""
    kinds = {spec.dutch: spec.kind for spec in FIELDS.values()}
    cells: Cells = {}
    for name, text in row.items():
        kind = kinds.get(name)
        if kind is Kind.DATE:
            cells[name] = date.fromisoformat(text)
        elif kind is Kind.CENTS:
            cells[name] = float(text)
        elif kind is Kind.COUNT:
            cells[name] = int(text)
        else:
            cells[name] = text
    return cells


def workbook(
    rows: list[Cells],
    header: list[str] | None = None,
    change: Callable[[openpyxl.Workbook], None] | None = None,
) -> bytes:
    """Rows as a workbook, changed before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = header or HEADER
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    if change is not None:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def shared_workbook(rows: list[dict[str, str]]) -> bytes:
    """Rows as Excel itself lays them down: texts stand in a part of their own."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([dict(zip(HEADER, HEADER, strict=True)), *rows]):
            for place, name in enumerate(HEADER):
                sheet.write_string(number, place, row.get(name, ""))
    return content.getvalue()


def with_part(
    content: bytes, name: str, change: Callable[[bytes], bytes] | bytes
) -> bytes:
    """A container with one part replaced or added."""
    found = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if isinstance(change, bytes):
            new.writestr(name, change)
        else:
            new.writestr(name, change(old.read(name)))
    return found.getvalue()


def counted(content: bytes | str, lines: int, cents: int | None = None) -> File:
    """A file whose manifest says so many lines and cents."""
    return file_of(
        content,
        lines * 12345 if cents is None else cents,
        aantal_records=lines,
        soort="VOLLEDIG" if lines else "NUL",
    )


def lay(folder: Path, content: bytes) -> Path:
    """Lay bytes in a folder."""
    path = folder / "raw"
    path.write_bytes(content)
    return path
