"""One sheet of a plain workbook; the header is its first row, a record a row.

A line's number is the row's number in the sheet. Cells are taken by their own type and
nothing is made of another: ids, postcodes and phone numbers have to be text (as numbers
they have lost their zeros), dates text as agreed or dates without a time, amounts text
or numbers of whole cents. Rows without any value after the last record are no lines.
"""

import warnings
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import BinaryIO
from zipfile import BadZipFile

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code, Finding, line_finding
from vroegsein.intake.reading.header import kind_of
from vroegsein.intake.reading.records import Records, Table
from vroegsein.intake.reading.workbook_scan import scan_workbook
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import Kind

Cell = str | float | bool | date | time | None
_BATCH = 2_000
_DATES = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "dd-mm-yyyy": "%d-%m-%Y",
    "yyyymmdd": "%Y%m%d",
    "dd/mm/yyyy": "%d/%m/%Y",
    "ddmmyyyy": "%d%m%Y",
    "d-m-yyyy": "%d-%m-%Y",
    "d/m/yyyy": "%d/%m/%Y",
}
_CENT = Decimal("0.01")
#: A binary fraction is this near to the cents it stands for; more is another amount.
_NEAR = Decimal("0.000001")
#: No number of a workbook is this large; Excel itself writes any number of digits.
_BEYOND = 10**12
#: What the library raises over parts that are absent or contradict each other.
_MALFORMED = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,  # of XML
    TypeError,
    ValueError,
    zlib.error,
)


def open_spreadsheet(file: BinaryIO, passport: Passport) -> Table:
    """Look through a workbook, read its header, and be ready for the rest.

    Raises:
        DeliveryError: It is no plain workbook, or has no header.
    """
    rows = sheet_rows(file, passport.file.sheet)
    names = [_name(cell) for cell in _trimmed(next(rows, ()))]
    return Table(names, 2, _records(rows, names, passport), [])


def sheet_rows(file: BinaryIO, sheet: str | None) -> Iterator[Sequence[Cell]]:
    """Look through a workbook, then give the rows of a sheet, as values of their cells.

    Args:
        file: The workbook.
        sheet: Name of the agreed sheet; where absent it may have one only.

    Raises:
        DeliveryError: It is no plain workbook, or its parts contradict each other.
    """
    return _values(file, scan_workbook(file, sheet))


def _values(file: BinaryIO, sheet: str) -> Iterator[Sequence[Cell]]:
    import openpyxl

    failure: DeliveryError | None = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that are left out, such as styles
        try:
            workbook = openpyxl.load_workbook(
                file, read_only=True, data_only=True, keep_links=False
            )
            worksheet = workbook[sheet]
            worksheet.reset_dimensions()
            yield from worksheet.iter_rows(values_only=True)
            workbook.close()
        except _MALFORMED:
            failure = DeliveryError(Code.TXT_UNREADABLE)
    if failure is not None:
        raise failure


def _name(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _trimmed(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells up to the last that has a value."""
    width = len(cells)
    while width and cells[width - 1] in {None, ""}:
        width -= 1
    return cells[:width]


def _records(
    rows: Iterator[Sequence[Cell]], names: list[str], passport: Passport
) -> Iterator[Records]:
    """Yield the rows as fields of text."""
    texts = _Texts(names, passport)
    first = 2
    pending: list[Sequence[Cell]] = []  # rows without values: the end, or a gap
    batch: Records | None = None
    while part := list(islice(rows, _BATCH)):
        cells = [_trimmed(row) for row in part]
        end = len(cells)
        while end and not cells[end - 1]:
            end -= 1
        if end:
            if batch is not None:
                yield batch
            batch = texts.records(first, [*pending, *cells[:end]])
            first += len(batch.rows)
            pending = []
        pending += cells[end:]
    batch = batch or Records(first, [])
    batch.is_last = True
    yield batch


class _Texts:
    """Writes cells as they would be written in a text file of this partner."""

    def __init__(self, names: list[str], passport: Passport) -> None:
        agreed = passport.agreed_headers
        self._names = names
        self._kinds = [kind_of(passport, n) if n in agreed else None for n in names]
        self._date = _DATES[passport.file.dates]
        self._decimal = passport.file.decimal
        self._with_total = passport.delivery.completeness == "total_line"

    def records(self, first: int, rows: list[Sequence[Cell]]) -> Records:
        """Return rows as records; a cell of another type is left empty and reported."""
        records = Records(first, [])
        for number, cells in enumerate(rows, start=first):
            if not cells or len(cells) > len(self._names):
                records.rows.append(self._as_they_are(cells))
                records.codes[number - first] = Code.TXT_FIELDS
                continue
            if self._with_total and _name(cells[0]).casefold() == "totaal":
                records.rows.append(self._total(cells))
                continue
            records.rows.append(self._row(number, cells, records.findings))
        return records

    def _total(self, cells: Sequence[Cell]) -> list[str]:
        """Return a total line, of which the second cell counts and the third adds."""
        kinds = (Kind.TEXT, Kind.COUNT, Kind.CENTS)
        texts = [
            self._text(cell, kind) for cell, kind in zip(cells, kinds, strict=False)
        ]
        return [text or "" for text in texts]

    def _row(
        self, number: int, cells: Sequence[Cell], findings: list[Finding]
    ) -> list[str]:
        row = [""] * len(self._names)
        for place, cell in enumerate(cells):
            kind = self._kinds[place]
            if cell is None or kind is None:
                continue
            text = self._text(cell, kind)
            if text is None:
                name = self._names[place]
                findings.append(line_finding(Code.XLS_TYPE, number, name))
            row[place] = text or ""
        return row

    def _as_they_are(self, cells: Sequence[Cell]) -> list[str]:
        return [str(cell) if isinstance(cell, str) else "" for cell in cells]

    def _text(self, cell: Cell, kind: Kind) -> str | None:
        """Return a cell as text, or None where its type is another than agreed."""
        if isinstance(cell, str):
            return cell
        if isinstance(cell, bool):
            return ("J" if cell else "N") if kind is Kind.FLAG else None
        if isinstance(cell, int | float):
            is_amount = -_BEYOND < cell < _BEYOND  # no infinity, and not no number
            return self._number(cell, kind) if is_amount else None
        if isinstance(cell, date) and kind is Kind.DATE:
            is_day = not isinstance(cell, datetime) or cell.time() == time()
            return cell.strftime(self._date) if is_day else None
        return None

    def _number(self, cell: float, kind: Kind) -> str | None:
        exact = Decimal(repr(cell))
        if kind is Kind.COUNT:
            return str(int(cell)) if exact == int(exact) else None
        if kind is not Kind.CENTS:
            return None
        cents = exact.quantize(_CENT)
        if abs(exact - cents) > _NEAR:
            return None
        return f"{cents:.2f}".replace(".", self._decimal)
