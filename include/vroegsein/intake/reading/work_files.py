"""What one step leaves for the next: canonical rows as Parquet, findings as JSON.

Both are written whole, and the same input gives the same bytes.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.exchange.files import whole_file, write_whole
from vroegsein.intake.findings import Finding, Level, in_order
from vroegsein.parties.record import FIELDS, Kind

BATCH = 10_000
_NUMBERS = {Kind.CENTS, Kind.COUNT}
SCHEMA = pa.schema(
    [
        pa.field("line_number", pa.int32()),
        *(
            pa.field(name, pa.int64() if spec.kind in _NUMBERS else pa.string())
            for name, spec in FIELDS.items()
        ),
    ]
)


@dataclass(frozen=True)
class Repeated:
    """A column of one value.

    Attributes:
        value: The value; None where there is none.
        count: How many rows have it.
    """

    value: str | int | None
    count: int

    def __iter__(self) -> Iterator[str | int | None]:
        """Yield the value for each row."""
        return repeat(self.value, self.count)


class RowWriter:
    """Writes canonical rows in batches, so that memory stays flat."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self._batches: list[pa.RecordBatch] = []
        self._row_count = 0

    def add_columns(self, columns: Sequence[Sequence[object] | Repeated]) -> None:
        """Add rows by column: line numbers, then the fields in the order of FIELDS."""
        arrays = [
            pa.repeat(pa.scalar(values.value, field.type), values.count)
            if isinstance(values, Repeated)
            else pa.array(values, type=field.type)
            for values, field in zip(columns, SCHEMA, strict=True)
        ]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=SCHEMA))
        self._row_count += len(arrays[0])
        if self._row_count >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was added."""
        if self._row_count:
            table = pa.Table.from_batches(self._batches)
            self._writer.write_table(table, row_group_size=self._row_count)
        self._batches, self._row_count = [], 0


@contextmanager
def row_file(path: Path) -> Iterator[RowWriter]:
    """Open a file of canonical rows that appears whole when the block ends."""
    with whole_file(path) as file, pq.ParquetWriter(file, SCHEMA) as writer:
        rows = RowWriter(writer)
        yield rows
        rows.flush()


@dataclass(frozen=True)
class Step:
    """What is known of a delivery after a step.

    Attributes:
        line_count: Physical lines with records: header and total line excluded.
        findings: All findings so far.
        first_line: Number of the first of them: 1 where there is no header line.
    """

    line_count: int
    findings: list[Finding]
    first_line: int = 2

    @property
    def lines(self) -> range:
        """Numbers of the physical lines with records."""
        return range(self.first_line, self.first_line + self.line_count)


def write_step(path: Path, step: Step) -> None:
    """Write a step's outcome."""
    findings = [
        [finding.line, finding.code, finding.level, finding.column]
        for finding in in_order(step.findings)
    ]
    content = {
        "line_count": step.line_count,
        "first_line": step.first_line,
        "findings": findings,
    }
    write_whole(path, json.dumps(content, separators=(",", ":")).encode())


def read_step(path: Path) -> Step:
    """Read a step's outcome."""
    content: dict[str, Any] = json.loads(path.read_bytes())
    findings = [
        Finding(code, Level(level), line, column)
        for line, code, level, column in content["findings"]
    ]
    return Step(content["line_count"], findings, content["first_line"])
