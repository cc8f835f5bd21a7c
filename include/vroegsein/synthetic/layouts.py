"""Decides how a partner's system lays out its records: text, columns, JSON or a sheet.

Nothing of the intake is used: each layout is written as its own makers describe it
(RFC 4180, jsonlines.org, ECMA-376) or as the passport's positions say.
"""

import io
import json
import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime

import xlsxwriter

from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS, Kind
from vroegsein.synthetic.roster import Habits

_MADE = datetime(2026, 1, 1, tzinfo=UTC)  # of every workbook: the same bytes
_ORDERS = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "dd-mm-yyyy": "%d-%m-%Y",
    "yyyymmdd": "%Y%m%d",
    "dd/mm/yyyy": "%d/%m/%Y",
}


@dataclass(frozen=True)
class Row:
    """The cells of one line, in the order of the headers.

    Attributes:
        is_raw: Whether they are joined without a look at quotes: a defect.
    """

    cells: list[str]
    is_raw: bool = False


def headers_of(passport: Passport) -> list[str]:
    """Return the names of a partner's columns, in the order of its file."""
    return [*passport.columns, *passport.splits, *passport.ignored_columns]


def has_header(passport: Passport) -> bool:
    """Tell whether the first line of a partner's file names its columns."""
    return passport.file.format in {"csv", "xlsx"}


def laid_out(
    rows: list[Row], total: list[str] | None, passport: Passport, habits: Habits
) -> bytes:
    """Return the bytes of a partner's export.

    Args:
        rows: The records.
        total: Cells of the total line, where one is agreed.
        passport: How the partner writes.
        habits: How else it writes.
    """
    if passport.file.format == "xlsx":
        return _workbook(rows, passport)
    match passport.file.format:
        case "fixed":
            lines = [_fixed(row, passport) for row in rows] or [""]
        case "jsonl":
            lines = [_json(row, passport) for row in rows] or [""]
        case _:
            lines = [_joined(Row(headers_of(passport)), passport, habits)]
            lines += [_joined(row, passport, habits) for row in rows]
    if total is not None:
        lines.append(_joined(Row(total), passport, habits))
    text = "".join(line + habits.line_end for line in lines)
    return text.encode(passport.file.encoding)


def _joined(row: Row, passport: Passport, habits: Habits) -> str:
    """Return the cells as one line, quoted where the partner does so (RFC 4180)."""
    separator = passport.file.separator
    if row.is_raw:
        return separator.join(row.cells)
    return separator.join(
        '"' + cell.replace('"', '""') + '"'
        if habits.quote_all or separator in cell or '"' in cell
        else cell
        for cell in row.cells
    )


def _fixed(row: Row, passport: Passport) -> str:
    """Return the cells at their positions, filled up with spaces."""
    named = dict(zip(headers_of(passport), row.cells, strict=True))
    places = sorted(passport.file.positions.items(), key=lambda place: place[1])
    return "".join(
        named[header].ljust(length)[:length] for header, (_, length) in places
    )


def _json(row: Row, passport: Passport) -> str:
    """Return one object; amounts and counts are numbers, nothing is null."""
    pairs = [
        f"{json.dumps(header)}: {_json_value(cell, _kind(header, passport), passport)}"
        for header, cell in zip(headers_of(passport), row.cells, strict=True)
    ]
    return "{" + ", ".join(pairs) + "}"


def _json_value(cell: str, kind: Kind, passport: Passport) -> str:
    if not cell:
        return "null"
    number = _number(cell, kind, passport)
    return json.dumps(cell, ensure_ascii=False) if number is None else number


def _number(cell: str, kind: Kind, passport: Passport) -> str | None:
    """Return an amount or count with a point; None where the cell is neither."""
    plain = cell.replace(passport.file.decimal, ".")
    if kind is Kind.CENTS and re.fullmatch(r"\d+\.\d\d", plain):
        return plain
    return cell if kind is Kind.COUNT and cell.isdecimal() else None


def _kind(header: str, passport: Passport) -> Kind:
    field = passport.columns.get(header)
    return FIELDS[field].kind if field else Kind.TEXT


def _workbook(rows: list[Row], passport: Passport) -> bytes:
    """Return a workbook of one sheet; dates and amounts are cells of their own kind."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _MADE})
        sheet = workbook.add_worksheet(passport.file.sheet)
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        headers = headers_of(passport)
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, start=1):
            for place, header in enumerate(headers):
                cell = _typed(row.cells[place], _kind(header, passport), passport)
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                elif isinstance(cell, float):
                    sheet.write_number(number, place, cell)
                elif cell:
                    sheet.write_string(number, place, cell)
    return target.getvalue()


def _typed(cell: str, kind: Kind, passport: Passport) -> str | float | date:
    """Return what a cell of a workbook holds: a day, a number, or the text itself."""
    number = _number(cell, kind, passport)
    if number is not None:
        return float(number)
    return _day(cell, kind, passport) or cell


def _day(cell: str, kind: Kind, passport: Passport) -> date | None:
    """Return the day a cell tells of; None where it is none, or not a real one."""
    if kind is not Kind.DATE or not cell:
        return None
    try:
        return date(*time.strptime(cell, _ORDERS[passport.file.dates])[:3])
    except ValueError:
        return None
