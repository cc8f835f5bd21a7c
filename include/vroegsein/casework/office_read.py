"""The work of the child process: rows of a file of the municipality, as text.

Only agreed columns are read. A cell is text, a day, a whole number or yes and no;
anything else becomes a text that no rule takes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

from vroegsein.casework.office_columns import REQUIRED, is_read
from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code
from vroegsein.intake.reading.delimited import open_delimited
from vroegsein.intake.reading.spreadsheet import Cell, sheet_rows
from vroegsein.parties.case_codes import OfficeFileKind
from vroegsein.parties.partner import FileFormat

#: Characters of a cell that are read; one more tells that it was longer.
LONGEST = 200
MOST_ROWS = 1_000_000
#: What a cell of another type becomes: no rule takes it.
NO_TEXT = "\ufffd"
#: The sheet that is read; elsewhere a workbook has one sheet only.
SHEETS = {OfficeFileKind.OUTCOMES: "Signaallijst"}
_AS_AGREED = FileFormat(format="csv", encoding="utf-8", separator=";")


def read_office_file(path: str, file_format: str, kind: str) -> dict[str, object]:
    """Return the agreed columns of a file, row by row.

    Args:
        path: The decrypted file.
        file_format: `xlsx` or `csv`.
        kind: What it holds, a value of `OfficeFileKind`.

    Returns:
        `columns`: their names. `rows`: lists of row number and texts, empty rows left
        out. `bad`: lists of row number and code, of rows that could not be read.

    Raises:
        DeliveryError: It cannot be read, or a column is absent or there twice.
    """
    with Path(path).open("rb") as file:
        meant = OfficeFileKind(kind)
        if file_format == "xlsx":
            return _taken(_workbook(file, meant), meant)
        return _taken(_lines(file), meant)


#: Row number, cells, and why it could not be read.
_Row = tuple[int, Sequence[str], str | None]


def _workbook(file: BinaryIO, kind: OfficeFileKind) -> Iterator[_Row]:
    for number, cells in enumerate(sheet_rows(file, SHEETS.get(kind)), start=1):
        yield number, [_text(cell) for cell in cells], None


def _lines(file: BinaryIO) -> Iterator[_Row]:
    table = open_delimited(file, _AS_AGREED)
    yield 1, table.names, None
    for records in table.records:
        for place, row in enumerate(records.rows):
            code = records.codes.get(place)
            if code is None and any(row) and len(row) != len(table.names):
                code = Code.TXT_FIELDS
            cells = [cell.strip()[: LONGEST + 1] for cell in row]
            yield records.first + place, cells, code


def _taken(rows: Iterator[_Row], kind: OfficeFileKind) -> dict[str, object]:
    """Return the agreed columns of numbered rows."""
    _, headers, _ = next(rows, (1, (), None))
    names = [name.strip() for name in headers]
    places = [place for place, name in enumerate(names) if is_read(kind, name)]
    columns = [names[place] for place in places]
    for name in (*REQUIRED[kind], *columns):
        if columns.count(name) != 1:
            raise DeliveryError(Code.SCH_HEADER, column=name, line=1)
    found: list[list[object]] = []
    bad: list[list[object]] = []
    for number, cells, code in rows:
        texts = [cells[place] if place < len(cells) else "" for place in places]
        if code is not None:
            bad.append([number, code])
        elif any(texts):
            found.append([number, *texts])
        if len(found) + len(bad) > MOST_ROWS:
            raise DeliveryError(Code.TXT_ROWS)
    return {"columns": columns, "rows": found, "bad": bad}


def _text(cell: Cell) -> str:
    """Return a cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()[: LONGEST + 1]
    if isinstance(cell, bool):
        return "J" if cell else "N"
    if isinstance(cell, float | int):
        return str(int(cell)) if float(cell).is_integer() else NO_TEXT
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else NO_TEXT
    return cell.isoformat() if isinstance(cell, date) else NO_TEXT
