"""The work of the child process: the answered rows of a review sheet, as text."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code
from vroegsein.intake.reading.spreadsheet import sheet_rows

COLUMNS = ("paar", "oordeel", "beoordelaar")
SHEET = "Beoordeling"
LONGEST = 40  # characters of a cell that is read; more is no answer
MOST_ROWS = 10_000


def read_answers(path: str) -> dict[str, object]:
    """Return the answers of a sheet, one row each, in the order of the sheet.

    Args:
        path: The decrypted workbook.

    Returns:
        `rows`: lists of row number, pair code, answer and initials.

    Raises:
        DeliveryError: It is no plain workbook (`XLS_…`), or a column is not there.
    """
    with Path(path).open("rb") as file:
        return {"rows": _answers(sheet_rows(file, SHEET))}


def _answers(rows: Iterator[Sequence[object]]) -> list[list[object]]:
    """Return the rows that say something, with their numbers."""
    headers = [_text(cell) for cell in next(rows, ())]
    for column in COLUMNS:
        if headers.count(column) != 1:
            raise DeliveryError(Code.SCH_HEADER, column=column, line=1)
    places = [headers.index(column) for column in COLUMNS]
    found: list[list[object]] = []
    for number, cells in enumerate(rows, start=2):
        texts = [_text(cells[place]) if place < len(cells) else "" for place in places]
        if any(texts):
            found.append([number, *texts])
        if len(found) > MOST_ROWS:
            raise DeliveryError(Code.TXT_ROWS)
    return found


def _text(cell: object) -> str:
    """Return a cell as short text; another type than text is no answer."""
    if cell is None:
        return ""
    return str(cell).strip()[: LONGEST + 1] if isinstance(cell, str) else "?"
