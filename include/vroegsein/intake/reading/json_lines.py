"""One JSON object per line; its keys are the columns.

Each agreed key stands in every object, `null` where there is nothing. Values are text,
numbers (amounts and counts alone) or null; flags may be true and false. Numbers are
taken as they are written, never as binary fractions. A key that was not agreed is
dropped and reported on the first line that has it.
"""

import json
from collections.abc import Iterator, Set
from dataclasses import replace
from typing import BinaryIO

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code, Finding
from vroegsein.intake.reading.canonical import Lines, TextFile
from vroegsein.intake.reading.header import MAX_COLUMNS, dropped, kind_of
from vroegsein.intake.reading.records import Records, Table
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import Kind

_NUMBERS = {Kind.CENTS, Kind.COUNT}
_FLAGS = {True: "J", False: "N"}


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


class _NotAgreedError(ValueError):
    """The line is valid JSON, but not what was agreed."""


def open_json_lines(file: BinaryIO, passport: Passport) -> Table:
    """Learn the keys from the first line, and be ready for all.

    Raises:
        DeliveryError: The first line is no object, or the encoding is another.
    """
    text_file = TextFile(file, passport.file.encoding)
    blocks = iter(text_file)
    start = next(blocks, None)
    names = list(passport.agreed_headers)
    if start is not None and not start.is_one_empty_line:
        names = _first_names(start)
    records = _records(start, blocks, passport, names)
    return Table(names, 1, records, text_file.notes)


def _first_names(lines: Lines) -> list[str]:
    """Return the keys of the first object."""
    if 0 in lines.codes:
        raise DeliveryError(lines.codes[0], line=1)
    try:
        return list(_parsed(lines.texts[0]))
    except (ValueError, RecursionError):
        pass
    raise DeliveryError(Code.TXT_JSON, line=1)


def _records(
    start: Lines | None, blocks: Iterator[Lines], passport: Passport, names: list[str]
) -> Iterator[Records]:
    """Yield the objects as fields in the order of `names`; one empty line is none."""
    kinds = _kinds(passport)
    others = _Others(passport, names)
    lines = start
    while lines is not None:
        is_nil = lines.is_one_empty_line
        rows: list[list[str]] = []
        findings: list[Finding] = []
        for number, text in enumerate(lines.texts, start=lines.first):
            row, code, keys = _fields(text, names, kinds, passport.file.decimal)
            rows.append(row)
            findings += others.found(keys, number)
            if code is not None:
                lines.codes.setdefault(number - lines.first, code)
        following = next(blocks, None)
        yield Records(
            lines.first,
            [] if is_nil else rows,
            {} if is_nil else lines.codes,
            findings,
            is_last=lines.is_last,
            ends_open=lines.ends_open,
        )
        lines = following


class _Others:
    """Reports keys that were not agreed, beyond those of the first line."""

    def __init__(self, passport: Passport, names: list[str]) -> None:
        self._passport = passport
        self._known = frozenset(names)
        self._said: set[tuple[str, str | None]] = set()

    def found(self, keys: Set[str], number: int) -> Iterator[Finding]:
        """Yield what is said of an object's keys; the same is said once in a file."""
        for key in sorted(keys - self._known):
            finding = dropped(key, self._passport)
            if finding is None or (finding.code, finding.column) in self._said:
                continue
            self._said.add((finding.code, finding.column))
            yield replace(finding, line=number)


def _kinds(passport: Passport) -> dict[str, Kind]:
    """Return how the value of each key may be written."""
    return {header: kind_of(passport, header) for header in passport.agreed_headers}


def _fields(
    text: str, names: list[str], kinds: dict[str, Kind], decimal: str
) -> tuple[list[str], str | None, Set[str]]:
    """Return an object's values in the order of `names`, or none and why; its keys."""
    keys: Set[str] = frozenset()
    try:
        found = _parsed(text)
        keys = found.keys()
        if any(name not in found for name in kinds):
            return [], Code.TXT_FIELDS, keys
        row = [
            _text(found.get(name), kinds[name], decimal) if name in kinds else ""
            for name in names
        ]
    except (ValueError, RecursionError):
        return [], Code.TXT_JSON, keys
    return row, None, keys


def _parsed(text: str) -> dict[str, object]:
    found = json.loads(
        text,
        object_pairs_hook=_unique,
        parse_float=_Number,
        parse_int=_Number,
        parse_constant=_refuse,
    )
    if not isinstance(found, dict):
        raise _NotAgreedError
    return found


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs) or len(found) > MAX_COLUMNS:
        raise _NotAgreedError
    return found


def _refuse(_: str) -> object:
    """NaN and Infinity are no JSON."""
    raise _NotAgreedError


def _text(value: object, kind: Kind, decimal: str) -> str:
    """Return a value as it would be written in a text file of this partner."""
    if value is None:
        return ""
    if isinstance(value, bool):
        if kind is Kind.FLAG:
            return _FLAGS[value]
    elif isinstance(value, _Number):
        if kind in _NUMBERS:
            return value.replace(".", decimal)
    elif isinstance(value, str):
        return value
    raise _NotAgreedError
