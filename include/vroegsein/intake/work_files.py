"""What one step leaves for the next: canonical rows as Parquet, findings as JSON.

Both are written whole, and the same input gives the same bytes.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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


class RowWriter:
    """Writes canonical rows in batches, so that memory stays flat."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self._rows: list[Sequence[object]] = []

    def add(self, row: Sequence[object]) -> None:
        """Add one row: line number, then the fields in the order of FIELDS."""
        self._rows.append(row)
        if len(self._rows) == BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was added."""
        if not self._rows:
            return
        arrays = [
            pa.array(values, type=field.type)
            for values, field in zip(zip(*self._rows, strict=True), SCHEMA, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))
        self._rows = []


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
        line_count: Physical lines after the header, a total line excluded.
        findings: All findings so far.
    """

    line_count: int
    findings: list[Finding]


def write_step(path: Path, step: Step) -> None:
    """Write a step's outcome."""
    findings = [
        [finding.line, finding.code, finding.level, finding.column]
        for finding in in_order(step.findings)
    ]
    content = {"line_count": step.line_count, "findings": findings}
    write_whole(path, json.dumps(content, separators=(",", ":")).encode())


def read_step(path: Path) -> Step:
    """Read a step's outcome."""
    content: dict[str, Any] = json.loads(path.read_bytes())
    findings = [
        Finding(code, Level(level), line, column)
        for line, code, level, column in content["findings"]
    ]
    return Step(content["line_count"], findings)
