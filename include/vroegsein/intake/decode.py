"""From delivered bytes to numbered canonical rows, or to the refusal of the file.

Every physical line after the header is counted. A line that has no fields gets a
finding and no row; all others get a row, with what could not be read left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from vroegsein.errors import DeliveryError
from vroegsein.intake.canonical import (
    Line,
    has_bom,
    physical_lines,
    read_header,
    split_line,
)
from vroegsein.intake.envelope import (
    Expectation,
    Totals,
    check_bytes,
    check_manifest,
    check_totals,
    read_manifest,
    read_total_line,
    stated_totals,
)
from vroegsein.intake.fields import Column, columns_of, read_line
from vroegsein.intake.findings import Code, Finding, Level, line_finding
from vroegsein.intake.header import Header, match_header
from vroegsein.intake.work_files import RowWriter, row_file
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS

MAX_LINES = 2_000_000
_AMOUNT = list(FIELDS).index("arrears_cents")


@dataclass
class Reading:
    """What was counted and found while reading one file.

    Attributes:
        line_count: Physical lines after the header, a total line excluded.
        cents: Readable amounts together.
        unreadable_count: Lines without a readable amount.
        foreign_count: Lines with signs beyond ASCII.
        utf8_count: Those among them that are valid UTF-8.
        totals: Count and cents by the total line, where there is one.
        findings: What was found.
    """

    line_count: int = 0
    cents: int = 0
    unreadable_count: int = 0
    foreign_count: int = 0
    utf8_count: int = 0
    totals: Totals | None = None
    findings: list[Finding] = field(default_factory=list)


def decode_file(
    raw: Path, manifest_file: Path, expected: Expectation, rows: Path
) -> tuple[Reading, str | None]:
    """Check the envelope, read the file, and write its canonical rows.

    Returns:
        What was read, and the code that refuses the file, if one does.
    """
    reading = Reading()
    try:
        _decode(raw, manifest_file, expected, rows, reading)
    except DeliveryError as error:
        refusal = Finding(error.code, Level.FILE, error.line, error.column)
        reading.findings.append(refusal)
        return reading, error.code
    return reading, None


def _decode(
    raw: Path, manifest_file: Path, expected: Expectation, rows: Path, reading: Reading
) -> None:
    passport = expected.passport
    totals = None
    if passport.delivery.completeness == "manifest":
        manifest = read_manifest(manifest_file.read_bytes())
        check_manifest(manifest, expected)
        check_bytes(raw, manifest)
        totals = stated_totals(manifest)
    else:
        check_bytes(raw, None)
    with row_file(rows) as writer:
        read_file(raw, passport, writer, reading)
    totals = totals or reading.totals
    assert totals is not None  # no total line was refused while reading
    check_totals(
        totals,
        Totals(reading.line_count, reading.cents),
        all_readable=reading.unreadable_count == 0,
    )
    usual = passport.expected.rows
    if reading.line_count == 0:
        reading.findings.append(Finding(Code.DEL_ZERO_ROWS, Level.WARNING))
    elif not usual.min <= reading.line_count <= usual.max:
        reading.findings.append(Finding(Code.DEL_ROW_COUNT, Level.WARNING))


def read_file(
    raw: Path, passport: Passport, writer: RowWriter, reading: Reading
) -> None:
    """Read every line of a file into rows and findings.

    Raises:
        DeliveryError: The header, encoding, size or total line refuses the file.
    """
    encoding = passport.file.encoding
    with raw.open("rb") as file:
        lines = physical_lines(file)
        header = _read_header(lines, passport, reading)
        columns = columns_of(passport, header.places)
        with_total = passport.delivery.completeness == "total_line"
        for number, content, is_last in _with_last(lines):
            line = split_line(number, content, encoding, passport.file.separator)
            if is_last and with_total:
                reading.totals = read_total_line(line.parts, passport.file.decimal)
                break
            _count(content, reading, is_last=is_last)
            _read_line(columns, line, header.width, writer, reading)
    if with_total and reading.totals is None:
        raise DeliveryError(Code.DEL_INCOMPLETE)
    if encoding != "utf-8" and 0 < reading.foreign_count == reading.utf8_count:
        # Text in cp1252 is hardly ever valid UTF-8: this file is in the other one.
        raise DeliveryError(Code.TXT_ENCODING)


def _read_header(
    lines: Iterator[tuple[int, bytes | None]], passport: Passport, reading: Reading
) -> Header:
    """Read the first line, and note which columns are dropped."""
    _, first = next(lines)
    names = read_header(first, passport.file.encoding, passport.file.separator)
    header = match_header(names, passport)
    reading.findings.extend(header.findings)
    if has_bom(first):
        reading.findings.append(Finding(Code.TXT_BOM, Level.WARNING, 1))
    return header


def _with_last(
    lines: Iterator[tuple[int, bytes | None]],
) -> Iterator[tuple[int, bytes | None, bool]]:
    """Yield each line with whether it is the last."""
    held: tuple[int, bytes | None] | None = None
    for line in lines:
        if held is not None:
            yield *held, False
        held = line
    if held is not None:
        yield *held, True


def _count(content: bytes | None, reading: Reading, *, is_last: bool) -> None:
    """Count a line, and see whether it is text at all."""
    reading.line_count += 1
    if reading.line_count > MAX_LINES:
        raise DeliveryError(Code.DEL_SIZE)
    if content is None or content.isascii():
        if is_last and content and not content.strip(b"\0"):
            raise DeliveryError(Code.TXT_NUL, line=reading.line_count + 1)
        return
    reading.foreign_count += 1
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return
    reading.utf8_count += 1


def _read_line(
    columns: tuple[Column, ...],
    line: Line,
    width: int,
    writer: RowWriter,
    reading: Reading,
) -> None:
    """Add a line's row, or why it has none."""
    code = line.code
    if code is None and len(line.parts) != width:
        code = Code.TXT_FIELDS
    if code is not None:
        reading.findings.append(line_finding(code, line.number))
        reading.unreadable_count += 1
        return
    values, findings = read_line(columns, line.parts, line.number)
    reading.findings.extend(findings)
    amount = values[_AMOUNT]
    if isinstance(amount, int):
        reading.cents += amount
    else:
        reading.unreadable_count += 1
    writer.add((line.number, *values))
