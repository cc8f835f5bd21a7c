"""What validation costs: the suite for partners' lines, over one large file."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from support.deliveries import RECORD, passport

from bench.figures import Figure, measured
from vroegsein.intake.judging import judge, validate
from vroegsein.intake.reading.work_files import SCHEMA, Step
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.record import FIELDS, Kind
from vroegsein.settings import settings

SMALL, LARGE = 100_000, 1_000_000
BATCH = 10_000
WRONG_LINES = (
    100  # one in so many is of another municipality, one in twice as many nameless
)


def bench_hundred_thousand_lines(folder: Path) -> list[Figure]:
    """Judge 100,000 lines."""
    return _judged(folder, SMALL, seconds=10, mebibytes=2048)


def bench_a_million_lines(folder: Path) -> list[Figure]:
    """Judge 1,000,000 lines."""
    return _judged(folder, LARGE, seconds=60, mebibytes=2048)


def bench_a_million_wrong_lines(folder: Path) -> list[Figure]:
    """Judge 1,000,000 lines of which none is right."""
    return _judged(folder, LARGE, seconds=60, mebibytes=2048, one_wrong_in=1)


def _judged(
    folder: Path,
    lines: int,
    seconds: float,
    mebibytes: float,
    one_wrong_in: int = WRONG_LINES,
) -> list[Figure]:
    """Judge a file; importing Great Expectations is not counted."""
    rows = folder / "rows.parquet"
    write_rows(rows, lines, one_wrong_in)
    policy = load_policy(settings().municipalities, "1940")
    step = Step(lines, [])
    case = judge.Case(rows, step, passport(), policy, date(2026, 10, 7))
    validate._great_expectations()
    with measured() as cost:
        (judged,) = judge.judge_cases([case])
    rules = len(validate.read_suite(judge.SUITE))
    what = f"{lines:,} lines" + (", all wrong" if one_wrong_in == 1 else "")
    note = f"{rules} expectations, {len(judged.findings):,} findings"
    return [
        Figure(f"judge {what}", cost.wall_seconds, "s", seconds, note=note),
        Figure(f"judge {what}: processor", cost.cpu_seconds, "s CPU"),
        Figure(f"judge {what}: memory", cost.peak_mib, "MiB", mebibytes),
    ]


def write_rows(path: Path, lines: int, one_wrong_in: int) -> None:
    """Write canonical rows; some lie outside the municipality, some have no name."""
    with pq.ParquetWriter(path, SCHEMA) as writer:
        for first in range(2, lines + 2, BATCH):
            numbers = np.arange(first, min(first + BATCH, lines + 2))
            columns = _columns(numbers, one_wrong_in)
            writer.write_table(pa.table(columns, schema=SCHEMA))


def _columns(numbers: np.ndarray, one_wrong_in: int) -> dict[str, object]:
    """Return the columns of some lines."""
    columns: dict[str, object] = {
        name: [_value(name)] * len(numbers) for name in FIELDS
    }
    wrong = numbers % one_wrong_in == 0
    nameless = numbers % (2 * one_wrong_in) == 0
    return columns | {
        "line_number": numbers,
        "source_record_id": [f"A-{number}" for number in numbers],
        "customer_number": [f"{number:08}" for number in numbers],
        "house_number": [str(number % 999 + 1) for number in numbers],
        "postcode": np.where(wrong, "8911AB", "8501AB"),
        "surname": [None if less else "Proefpersoon" for less in nameless],
    }


def _value(name: str) -> object:
    """Return a field's value on every line."""
    spec = FIELDS[name]
    text = RECORD.get(spec.dutch)
    return 12345 if text and spec.kind is Kind.CENTS else text
