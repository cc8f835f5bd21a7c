"""Fields column by column: each distinct text is read once, sound columns at a glance.

What a cell means does not depend on the cells beside it, so this says what reading them
one by one would. A cell with invisible signs or with text that was encoded twice is
reported besides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from vroegsein.intake.findings import Code, Finding, line_finding
from vroegsein.intake.reading.fields import Column, Value, short_text
from vroegsein.intake.reading.notation import cents, clean_text
from vroegsein.intake.reading.work_files import Repeated

#: Distinct texts of a column that are kept; then it is forgotten, so memory is flat.
MAX_KEPT = 20_000
#: UTF-8 read as Latin-1 or cp1252 and written again: two letters where one was meant.
_LATIN = "\\x80-\\xbf" + "".join(
    bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)
)
_TWICE = re.compile(f"[\xc2\xc3][{_LATIN}]|\xe2[{_LATIN}]{{2}}")

_AMOUNTS = {
    decimal: re.compile(f"(?:-?[0-9]{{1,12}}{re.escape(decimal)}[0-9]{{2}};)+")
    for decimal in ".,"
}


class CellReader:
    """Reads the cells of one canonical field.

    Attributes:
        source: Place in the partner's line, from 0; None for a constant or absence.
    """

    def __init__(self, column: Column) -> None:
        self.source = column.source
        self._constant = column.constant
        self._known = _Known(column)
        longest = _argument(column, short_text, "length")
        decimal = _argument(column, cents, "decimal")
        self._longest = longest if isinstance(longest, int) else None
        self._decimal = decimal if isinstance(decimal, str) else None

    def read(
        self, cells: Sequence[str], numbers: Sequence[int], findings: list[Finding]
    ) -> Sequence[Value] | Repeated:
        """Return the values of a column's cells, and add what was found.

        Args:
            cells: Texts of the partner's column.
            numbers: Line number of each.
            findings: What was found so far; more is added.
        """
        if cells.count(cells[0]) == len(cells):
            return self._repeated(cells[0], numbers, findings)
        if self._longest is not None:
            whole = "".join(cells)
            is_plain = whole.isascii() and whole.isprintable()
            if is_plain and max(map(len, cells)) <= self._longest:
                return [text.strip() or None for text in cells]
        if self._decimal is not None:
            amounts = _whole_cents(cells, self._decimal)
            if amounts is not None:
                return amounts
        known = self._known
        if len(known) > MAX_KEPT:
            known.clear()
            known.found.clear()
        values = list(map(known.__getitem__, cells))
        if known.found:
            self._report(cells, numbers, findings)
        return values

    def constants(self, count: int) -> Repeated:
        """Return the value of a column the file does not have, so many times."""
        return Repeated(self._constant, count)

    def _repeated(
        self, text: str, numbers: Sequence[int], findings: list[Finding]
    ) -> Repeated:
        value = self._known[text]
        for item in self._known.found.get(text, ()):
            findings += [replace(item, line=number) for number in numbers]
        return Repeated(value, len(numbers))

    def _report(
        self, cells: Sequence[str], numbers: Sequence[int], findings: list[Finding]
    ) -> None:
        found = self._known.found
        if found.keys().isdisjoint(cells):
            return
        for text, number in zip(cells, numbers, strict=True):
            if text in found:
                findings += [replace(item, line=number) for item in found[text]]


class _Known(dict[str, Value]):
    """Text -> value, read when it is first asked for; `found` holds the findings."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.found: dict[str, list[Finding]] = {}
        self._column = column
        self._read = column.read

    def __missing__(self, text: str) -> Value:
        is_plain = text.isascii() and text.isprintable()
        cleaned = text.strip() if is_plain else clean_text(text)
        value = self._read(cleaned) if cleaned else None
        self[text] = value
        if not is_plain or (cleaned and value is None):
            self._remark(text, is_read=value is not None or not cleaned)
        return value

    def _remark(self, text: str, *, is_read: bool) -> None:
        """Keep what is to be said of a text."""
        codes = []
        if not is_read:
            codes.append(self._column.code)
        if not text.isprintable():
            codes.append(Code.TXT_CTRL)
        if _TWICE.search(text):
            codes.append(Code.TXT_MOJIBAKE)
        if codes:
            header = self._column.header
            self.found[text] = [line_finding(code, 0, header) for code in codes]


def _argument(column: Column, function: Callable[..., Value], name: str) -> object:
    """Return what a reader was made with, where it is this function; else None."""
    read = column.read
    if isinstance(read, partial) and read.func is function:
        found: object = read.keywords[name]
        return found
    return None


def _whole_cents(cells: Sequence[str], decimal: str) -> list[Value] | None:
    """Return amounts that are all written with two decimals; None where one is not."""
    whole = ";".join(cells) + ";"
    if not _AMOUNTS[decimal].fullmatch(whole):
        return None
    found: list[Value] = list(map(int, whole[:-1].replace(decimal, "").split(";")))
    return found if len(found) == len(cells) else None  # a cell may hold a semicolon
