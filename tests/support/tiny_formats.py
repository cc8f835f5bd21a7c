"""Readers of the partners' other formats, sharing no line with generator or intake.

What a file writes as a number or a date comes out as the partner would write it in a
text file, so that one comparison serves all formats.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from support.tiny_csv import Read, cents
from support.tiny_csv import read_file as read_csv
from vroegsein.parties.partner import Passport

HEADED = {"csv", "xlsx"}


def first_record(passport: Passport) -> int:
    """Number of the line with the first record."""
    return 2 if passport.file.format in HEADED else 1


def read_export(path: Path, passport: Passport) -> Read:
    """Read a partner's export, whatever its format."""
    match passport.file.format:
        case "fixed":
            return _fixed(path, passport)
        case "jsonl":
            return _json_lines(path, passport)
        case "xlsx":
            return _workbook(path, passport)
        case _:
            return read_csv(path, passport)


def _fixed(path: Path, passport: Passport) -> Read:
    *lines, last = path.read_text(passport.file.encoding).splitlines()
    word, count, amount = last.split(passport.file.separator)
    assert word == "Totaal"
    places = passport.file.positions
    records = [
        {name: line[at - 1 : at - 1 + size].strip() for name, (at, size) in places.items()}
        for line in lines
    ]  # fmt: skip
    width = max(at - 1 + size for at, size in places.values())
    assert {len(line) for line in lines} == {width}
    total = int(count), cents(amount, passport.file.decimal) or 0
    return Read(list(places), records, total)


def _json_lines(path: Path, passport: Passport) -> Read:
    lines = path.read_text(passport.file.encoding).splitlines()
    parsed = [json.loads(line, parse_float=_Amount, parse_int=str) for line in lines]
    records = [
        {key: _text(value, passport) for key, value in row.items()} for row in parsed
    ]
    return Read(list(records[0]), records, None)


class _Amount(str):
    """A number with decimals, as it is written."""

    __slots__ = ()


def _text(value: Any, passport: Passport) -> str:
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, _Amount):
        return value.replace(".", passport.file.decimal)
    return "" if value is None else str(value)


def _workbook(path: Path, passport: Passport) -> Read:
    sheet = openpyxl.load_workbook(path)[passport.file.sheet or ""]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert passport.file.dates == "dd-mm-yyyy"
    records = [
        {
            name: _text(_cell(name, value, passport), passport)
            for name, value in zip(header, row, strict=True)
        }
        for row in rows
    ]
    return Read([str(name) for name in header], records, None)


def _cell(name: str, value: Any, passport: Passport) -> Any:
    is_amount = passport.columns.get(name, "").endswith("_cents")
    is_number = isinstance(value, int | float) and is_amount
    return _Amount(f"{value:.2f}") if is_number else value
