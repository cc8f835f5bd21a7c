"""Signals drawn as a table, matched for real, and looked at as sets of persons."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.matching.command import (
    COMPARE,
    NORMALISE,
    learn_from,
    match,
    match_records,
)
from vroegsein.matching.duckdb import DuckdbEngine
from vroegsein.matching.levels import Kind
from vroegsein.matching.result import MatchSummary
from vroegsein.matching.snapshot import (
    RESIDENT_COLUMNS,
    SIGNAL_COLUMNS,
    VERDICT_COLUMNS,
)
from vroegsein.matching.weights import Model

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
    """What a matching run found, as tests ask for it; of one case, if it names one."""

    folder: Path
    summary: MatchSummary
    case: str = ""

    def rows(self, table: str) -> list[Row]:
        rows = pq.read_table(self.folder / f"{table}.parquet").to_pylist()
        return [_own(row, self.case) for row in rows if _is_own(row, self.case)]

    def of(self, case: int) -> "Matched":
        """What it found of one of the cases that shared the run."""
        return replace(self, case=f"case{case:02}-")

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


IDS = ("signal_id", "left_id", "right_id")


def _is_own(row: Row, case: str) -> bool:
    return all(row[name].startswith(case) for name in IDS if name in row)


def _own(row: Row, case: str) -> Row:
    return row | {name: row[name].removeprefix(case) for name in IDS if name in row}


def match_cases(folder: Path, cases: Iterable[str]) -> Matched:
    """Match drawn cases in one run, each in a postcode of its own; see `Matched.of`."""
    rows = [
        row | {"signal_id": f"case{number:02}-{row['signal_id']}", "postcode": postcode}
        for number, text in enumerate(cases)
        for postcode in [f"{8501 + number}AB"]
        for row in signals_of(text)
    ]
    return match_rows(folder, rows)


def match_rows(
    folder: Path,
    signals: Iterable[Row],
    *,
    residents: Iterable[Row] = (),
    verdicts: Iterable[Row] = (),
    **options: Any,
) -> Matched:
    """Match rows through files, as the command does; one thread suits a few rows."""
    folder.mkdir(parents=True, exist_ok=True)
    summary = match(
        write_rows(folder / "in-signals.pq", signals, SIGNAL_COLUMNS),
        folder / "out",
        residents=write_rows(folder / "in-residents.pq", residents, RESIDENT_COLUMNS),
        verdicts=write_rows(folder / "in-verdicts.pq", verdicts, VERDICT_COLUMNS),
        **{"threads": 1} | options,
    )
    return Matched(folder / "out", summary)


def learned_models(signals: Iterable[Row]) -> dict[Kind, Model]:
    """Return what signals teach about the weight of a pair."""
    with matched_tables(signals, until="pattern") as engine:
        return learn_from(engine)


@contextmanager
def matched_tables(
    signals: Iterable[Row],
    residents: Iterable[Row] = (),
    verdicts: Iterable[Row] = (),
    *,
    until: str | None = None,
    classes: int = 3,
) -> Iterator[DuckdbEngine]:
    """Run the SQL files and keep the engine open, to look at the tables between.

    `until` names the last file to run, of those before the first grouping.
    """
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
    with DuckdbEngine(threads=1, keep_tables=True, classes=classes) as engine:
        engine.load(tables)
        if until:
            steps = (*NORMALISE, *COMPARE)
            engine.run(*steps[: steps.index(until) + 1])
        else:
            engine.run(*NORMALISE)
            match_records(engine)
        yield engine


def levels_of(
    header: str, pairs: Iterable[tuple[str, str, int]], column: str
) -> dict[tuple[str, str], int]:
    """Compare drawn pairs in one run, each at a house number of its own."""
    listed = [(one, other) for one, other, _ in pairs]
    rows = [
        f"{2 * n + side:03} | {n + 1} | {text}"
        for n, pair in enumerate(listed)
        for side, text in enumerate(pair, start=1)
    ]
    signals = signals_of("\n".join([f"id | number | {header}", *rows]))
    with matched_tables(signals) as engine:
        rules = dict(shown(engine, "pattern_rule", f"pattern_code {column}"))
        columns = "left_number right_number pattern_code"
        pair_rows = shown(engine, "compared_pair", columns)
        pair_rows += shown(engine, "duplicate_pair", columns)
    level_by_pair = {(left, right): rules[code] for left, right, code in pair_rows}
    return {pair: level_by_pair[2 * n + 1, 2 * n + 2] for n, pair in enumerate(listed)}


def shown(engine: DuckdbEngine, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Return columns of a table as sorted tuples, in the order of these words."""
    names = tuple(columns.split())
    rows = engine.fetch(table, names, ", ".join(names)).to_pylist()
    return [tuple(row[name] for name in names) for row in rows]
