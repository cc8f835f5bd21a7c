"""Signals drawn as a table, matched for real, and looked at as sets of persons."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.matching.command import NORMALISE, match, match_records
from vroegsein.matching.engine import DuckdbEngine
from vroegsein.matching.result import MatchSummary
from vroegsein.matching.snapshot import (
    RESIDENT_COLUMNS,
    SIGNAL_COLUMNS,
    VERDICT_COLUMNS,
)

Row = dict[str, Any]
ALIASES = {
    "id": "signal_id",
    "partner": "partner_code",
    "received": "received_at",
    "prefix": "surname_prefix",
    "born": "birth_date",
    "number": "house_number",
    "letter": "house_letter",
    "addition": "house_addition",
    "first": "first_names",
    "left": "left_id",
    "right": "right_id",
}
HOME = {"postcode": "8501AB", "house_number": "12", "received_at": "2026-10-05"}


def drawn(text: str) -> list[Row]:
    """Return the rows of a table drawn with bars; an empty cell was not delivered."""
    lines = [line for line in text.splitlines() if "|" in line]
    header, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    names = [ALIASES.get(name, name) for name in header]
    return [
        {name: cell or None for name, cell in zip(names, row, strict=True)}
        for row in rows
    ]


def signals_of(text: str) -> list[Row]:
    """Return drawn signals; address and day of receipt only where they matter."""
    return [HOME | row for row in drawn(text)]


def residents_of(text: str) -> list[Row]:
    """Return drawn residents, living at the same address unless drawn otherwise."""
    home = {name: HOME[name] for name in ("postcode", "house_number")}
    rows = [home | row for row in drawn(text)]
    return [
        {("resident_id" if name == "signal_id" else name): row[name] for name in row}
        for row in rows
    ]


def write_rows(path: Path, rows: Iterable[Row], columns: tuple[str, ...]) -> Path:
    """Write rows as a Parquet file with text columns."""
    listed = list(rows)
    table = {
        name: pa.array([row.get(name) for row in listed], pa.string())
        for name in columns
    }
    pq.write_table(pa.table(table), path)
    return path


@dataclass(frozen=True)
class Matched:
    """What a matching run found, as tests ask for it."""

    folder: Path
    summary: MatchSummary

    def rows(self, table: str) -> list[Row]:
        return pq.read_table(self.folder / f"{table}.parquet").to_pylist()

    def groups(self, column: str = "person_id") -> set[frozenset[str]]:
        members: dict[str, set[str]] = {}
        for row in self.rows("membership"):
            members.setdefault(row[column], set()).add(row["signal_id"])
        return {frozenset(group) for group in members.values()}

    def persons(self) -> str:
        """The persons as words: `1 2 | 3`."""
        groups = [" ".join(sorted(group)) for group in self.groups()]
        return " | ".join(sorted(groups))

    def households(self) -> str:
        groups = [" ".join(sorted(g)) for g in self.groups("household_id")]
        return " | ".join(sorted(groups))

    def outcomes(self) -> dict[tuple[str, str], str]:
        return {
            (r["left_id"], r["right_id"]): r["outcome"] for r in self.rows("evidence")
        }

    def confidence(self) -> dict[str, str]:
        return {r["signal_id"]: r["confidence"] for r in self.rows("membership")}

    def residents(self) -> dict[str, str | None]:
        return {r["signal_id"]: r["resident_id"] for r in self.rows("membership")}

    def content(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted(self.folder.glob("*.parquet"))}


def match_rows(
    folder: Path,
    signals: Iterable[Row],
    *,
    residents: Iterable[Row] = (),
    verdicts: Iterable[Row] = (),
    **options: Any,
) -> Matched:
    """Match rows through files, as the command does."""
    folder.mkdir(parents=True, exist_ok=True)
    summary = match(
        write_rows(folder / "in-signals.pq", signals, SIGNAL_COLUMNS),
        folder / "out",
        residents=write_rows(folder / "in-residents.pq", residents, RESIDENT_COLUMNS),
        verdicts=write_rows(folder / "in-verdicts.pq", verdicts, VERDICT_COLUMNS),
        **options,
    )
    return Matched(folder / "out", summary)


@contextmanager
def matched_tables(
    signals: Iterable[Row],
    residents: Iterable[Row] = (),
    verdicts: Iterable[Row] = (),
    classes: int = 3,
) -> Iterator[DuckdbEngine]:
    """Run every SQL file and keep the engine open, to look at the tables between."""
    columns = {
        "signal": (signals, SIGNAL_COLUMNS),
        "resident": (residents, RESIDENT_COLUMNS),
        "verdict": (verdicts, VERDICT_COLUMNS),
    }
    tables = {}
    for name, (given, names) in columns.items():
        rows = list(given)
        tables[name] = pa.table(
            {
                column: pa.array([row.get(column) for row in rows], pa.string())
                for column in names
            }
        )
    with DuckdbEngine(threads=1, classes=classes, keep_tables=True) as engine:
        engine.load(tables)
        engine.run(*NORMALISE)
        match_records(engine)
        yield engine


def shown(engine: DuckdbEngine, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Return columns of a table as sorted tuples, in the order of these words."""
    names = tuple(columns.split())
    rows = engine.fetch(table, names, ", ".join(names)).to_pylist()
    return [tuple(row[name] for name in names) for row in rows]
