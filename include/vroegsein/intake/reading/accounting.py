"""From a partner's file to canonical rows; every physical line is counted once.

A line that has no fields gets a finding and no row; all others get a row, with what
could not be read left out. This runs in a child process (`apart`), on bytes that are
trusted by nobody.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vroegsein.errors import DeliveryError
from vroegsein.intake.arriving.envelope import Totals, read_total_line
from vroegsein.intake.findings import Code, Finding, Level, line_finding
from vroegsein.intake.reading.cells import CellReader
from vroegsein.intake.reading.delimited import open_delimited
from vroegsein.intake.reading.fields import Value, columns_of, read_besides
from vroegsein.intake.reading.fixed_width import open_fixed_width
from vroegsein.intake.reading.header import match_header
from vroegsein.intake.reading.json_lines import open_json_lines
from vroegsein.intake.reading.records import Records, Table
from vroegsein.intake.reading.shared_values import look_across
from vroegsein.intake.reading.work_files import Repeated, RowWriter, Step, row_file
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS

MAX_LINES = 2_000_000
#: More is no list of mistakes but another file.
MAX_FINDINGS = 500_000
#: Amounts together, signs aside: no month is this much, and the register holds no more.
MAX_CENTS = 10**18
Column = Sequence[Value] | Repeated
_AMOUNT = list(FIELDS).index("arrears_cents")
#: Ways of completeness in which the partner says nowhere how many lines there are.
_UNCOUNTED = ("stable", "encrypted")
_FOOTERS = ("totaal", "total", "eindtotaal", "som", "aantal")


@dataclass
class Reading:
    """What was counted and found while reading one file.

    Attributes:
        line_count: Physical lines with records: header and total line excluded.
        first_line: Number of the first of them.
        cents: Readable amounts together.
        unreadable_count: Lines without a readable amount.
        totals: Count and cents by the total line, where there is one.
        findings: What was found.
    """

    line_count: int = 0
    first_line: int = 2
    cents: int = 0
    unreadable_count: int = 0
    totals: Totals | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def step(self) -> Step:
        """What is known of the delivery after reading."""
        return Step(self.line_count, self.findings, self.first_line)


def read_apart(raw: str, passport: dict[str, Any], rows: str) -> dict[str, object]:
    """Read a file in a child process; see `read_file`.

    Args:
        raw: Path of the file.
        passport: The partner's passport, as JSON.
        rows: Path to write canonical rows to.

    Returns:
        The reading, as JSON; with the code, line and column that refuse the file.
    """
    reading = Reading()
    refused = read_file(
        Path(raw), Passport.model_validate(passport, strict=False), Path(rows), reading
    )
    return as_json(reading, refused)


def read_file(
    raw: Path, passport: Passport, rows: Path, reading: Reading
) -> DeliveryError | None:
    """Read every line of a file into rows and findings.

    Returns:
        What refuses the file, if anything does; what was found until then is kept.
    """
    try:
        with row_file(rows) as writer, _opened(raw, passport) as table:
            _read(table, passport, writer, reading)
        reading.findings += look_across(rows, passport)
    except DeliveryError as error:
        return error
    return None


def as_json(reading: Reading, refused: DeliveryError | None) -> dict[str, object]:
    """Return a reading as a child hands it over."""
    totals = reading.totals
    return {
        "line_count": reading.line_count,
        "first_line": reading.first_line,
        "cents": reading.cents,
        "unreadable_count": reading.unreadable_count,
        "totals": [totals.lines, totals.cents] if totals else None,
        "findings": [
            [item.code, item.level, item.line, item.column] for item in reading.findings
        ],
        "refused": [refused.code, refused.column, refused.line] if refused else None,
    }


def from_json(content: dict[str, Any]) -> tuple[Reading, DeliveryError | None]:
    """Return what a child handed over."""
    reading = Reading(
        content["line_count"],
        content["first_line"],
        content["cents"],
        content["unreadable_count"],
        Totals(*content["totals"]) if content["totals"] else None,
        [
            Finding(Code(code), Level(level), line, column)
            for code, level, line, column in content["findings"]
        ],
    )
    if content["refused"] is None:
        return reading, None
    code, column, line = content["refused"]
    return reading, DeliveryError(Code(code), column=column, line=line)


@contextmanager
def _opened(raw: Path, passport: Passport) -> Iterator[Table]:
    """Open a file in the agreed format, never in the one it looks like."""
    agreed = passport.file
    with raw.open("rb") as file:
        match agreed.format:
            case "csv":
                yield open_delimited(file, agreed)
            case "fixed":
                yield open_fixed_width(file, agreed)
            case "jsonl":
                yield open_json_lines(file, passport)
            case "xlsx":
                from vroegsein.intake.reading.spreadsheet import open_spreadsheet

                yield open_spreadsheet(file, passport)


def _read(
    table: Table, passport: Passport, writer: RowWriter, reading: Reading
) -> None:
    reading.first_line = table.first_line
    reading.findings = table.notes
    header = match_header(table.names, passport)
    reading.findings.extend(header.findings)
    sheet = _Sheet(passport, header.places, header.width)
    with_total = passport.delivery.completeness == "total_line"
    for records in table.records:
        if records.is_last and with_total:
            reading.totals = _total_line(records, passport)
        if records.is_last:
            _look_at_the_end(records, passport, header.width, reading)
        sheet.take(records, writer, reading)
    if with_total and reading.totals is None:
        raise DeliveryError(Code.DEL_INCOMPLETE)
    if reading.line_count == 0 and passport.delivery.completeness in _UNCOUNTED:
        raise DeliveryError(Code.DEL_EMPTY)  # nothing to report has to be said


def _total_line(records: Records, passport: Passport) -> Totals:
    """Take the last line for what it says of all others."""
    last = records.rows.pop() if records.rows else []
    records.codes.pop(len(records.rows), None)
    return read_total_line(last, passport.file.decimal)


def _look_at_the_end(
    records: Records, passport: Passport, width: int, reading: Reading
) -> None:
    """See whether the last line is whole, and a record."""
    by_manifest = passport.delivery.completeness == "manifest"
    if records.ends_open and not by_manifest:
        reading.findings.append(Finding(Code.TXT_EOL, Level.WARNING))
    last = len(records.rows) - 1
    if last < 0 or records.codes.get(last, Code.TXT_FIELDS) != Code.TXT_FIELDS:
        return
    row = records.rows[last]
    if len(row) == width and last not in records.codes:
        return
    if row and row[0].strip().casefold().startswith(_FOOTERS):
        records.codes[last] = Code.TXT_FOOTER
    elif records.ends_open and len(row) < width:
        if by_manifest:
            raise DeliveryError(Code.TXT_TRUNCATED, line=records.first + last)
        records.codes[last] = Code.TXT_TRUNCATED


class _Sheet:
    """Brings records to canonical columns."""

    def __init__(self, passport: Passport, places: dict[str, int], width: int) -> None:
        columns = columns_of(passport, places)
        self._readers = [CellReader(column) for column in columns[: len(FIELDS)]]
        self._besides = columns[len(FIELDS) :]
        self._width = width
        self._cents = 0  # signs aside

    def take(self, records: Records, writer: RowWriter, reading: Reading) -> None:
        """Count some records, and write the rows of those that have fields.

        Raises:
            DeliveryError: There are more lines, or more mistakes, than a month has.
        """
        reading.line_count += len(records.rows)
        if reading.line_count > MAX_LINES:
            raise DeliveryError(Code.TXT_ROWS)
        numbers, rows = self._sound(records, reading)
        reading.findings += records.findings
        if rows:
            self._write(numbers, rows, writer, reading)
        if len(reading.findings) > MAX_FINDINGS:
            raise DeliveryError(Code.DEL_TOO_MANY_REJECTED)

    def _sound(
        self, records: Records, reading: Reading
    ) -> tuple[Sequence[int], list[list[str]]]:
        """Return the rows with all fields, and note why the others are none."""
        first, rows, codes = records.first, records.rows, records.codes
        width = self._width
        if not codes and all(len(row) == width for row in rows):
            return range(first, first + len(rows)), rows
        numbers, sound = [], []
        for place, row in enumerate(rows):
            code = codes.get(place)
            if code is None and len(row) == width:
                numbers.append(first + place)
                sound.append(row)
                continue
            finding = line_finding(code or Code.TXT_FIELDS, first + place)
            reading.findings.append(finding)
            reading.unreadable_count += 1
        return numbers, sound

    def _write(
        self,
        numbers: Sequence[int],
        rows: list[list[str]],
        writer: RowWriter,
        reading: Reading,
    ) -> None:
        cells = list(zip(*rows, strict=True))
        columns: list[Column] = [
            reader.constants(len(rows))
            if reader.source is None
            else reader.read(cells[reader.source], numbers, reading.findings)
            for reader in self._readers
        ]
        if self._besides:
            columns = self._with_splits(numbers, rows, columns, reading)
        amounts = [value for value in columns[_AMOUNT] if isinstance(value, int)]
        reading.cents += sum(amounts)
        self._cents += sum(map(abs, amounts))
        if self._cents > MAX_CENTS:
            raise DeliveryError(Code.DEL_TOTALS)
        reading.unreadable_count += len(rows) - len(amounts)
        writer.add_columns([list(numbers), *columns])

    def _with_splits(
        self,
        numbers: Sequence[int],
        rows: list[list[str]],
        columns: list[Column],
        reading: Reading,
    ) -> list[Column]:
        """Return the columns, filled with what other columns are taken apart into."""
        filled = []
        for number, row, values in zip(
            numbers, rows, map(list, zip(*columns, strict=True)), strict=True
        ):
            for column in self._besides:
                code = read_besides(column, row, values)
                if code is not None:
                    finding = line_finding(code, number, column.header)
                    reading.findings.append(finding)
            filled.append(values)
        return list(zip(*filled, strict=True))
