"""A line read cell by cell: what the reader of whole columns is held to."""

from collections.abc import Sequence

from vroegsein.intake.findings import Finding, line_finding
from vroegsein.intake.reading import notation
from vroegsein.intake.reading.fields import Column, Value, read_besides
from vroegsein.parties.record import FIELDS


def read_line(
    columns: Sequence[Column], parts: Sequence[str], line: int
) -> tuple[list[Value], list[Finding]]:
    """Return a line's canonical values in the order of FIELDS, and its findings."""
    values: list[Value] = []
    findings: list[Finding] = []
    for column in columns[: len(FIELDS)]:
        if column.source is None:
            values.append(column.constant)
            continue
        text = notation.clean_text(parts[column.source])
        value = column.read(text) if text else None
        values.append(value)
        if text and value is None:
            findings.append(line_finding(column.code, line, column.header))
    for column in columns[len(FIELDS) :]:
        code = read_besides(column, parts, values)
        if code is not None:
            findings.append(line_finding(code, line, column.header))
    return values, findings
