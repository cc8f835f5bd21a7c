"""Two engines on the same rows: their files, and every table between."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from support.matching import Row, match_rows
from vroegsein.matching.command import NORMALISE, match_records
from vroegsein.matching.engine import Engine, numbered_files

ENGINES = ("duckdb", "spark")
#: Columns that hold a hash: each engine has its own, and only likeness counts.
KEYS = (
    "address_number",
    "base_key",
    "business_sound",
    "contact_key",
    "email_key",
    "home_key",
    "likeness_key",
    "sound_one",
    "sound_two",
    "street_key",
)


def contents(folder: Path, signals: Iterable[Row], **options: Any) -> list[dict]:
    """Return the bytes of every table both engines write."""
    rows = list(signals)
    return [
        match_rows(folder / engine, rows, engine=engine, **options).content()
        for engine in ENGINES
    ]


def tables_between(engine: Engine, inputs: dict[str, pa.Table]) -> dict[str, list]:
    """Run the files and return every numbered table as sorted rows."""
    engine.load(inputs)
    engine.run(*NORMALISE)
    match_records(engine)
    names = [path.stem[3:] for path in numbered_files()]
    return {name: comparable(engine, name) for name in names if _is_made(engine, name)}


def _is_made(engine: Engine, table: str) -> bool:
    # A file of the disputes is not run where there are none.
    return (
        table not in {"disputed_link", "disputed_pair"} or engine.count("conflict") > 0
    )


def comparable(engine: Engine, table: str) -> list[str]:
    """Return a table's rows as text, hashes numbered by the first row they are in.

    Where rows differ in nothing but hashes there is no first: there a hash is a hash.
    """
    found = engine.fetch(table, ("*", "0 AS row_order"), "row_order").to_pylist()
    rows = [{name: row[name] for name in sorted(row)} for row in found]
    plain = Counter(_plain(row) for row in rows)
    seen: dict[int, int] = {}
    return [
        repr([_shown(name, row[name], seen, plain[_plain(row)]) for name in row])
        for row in sorted(rows, key=_plain)
    ]


def _plain(row: Row) -> str:
    return repr([value for name, value in row.items() if name not in KEYS])


def _shown(name: str, value: Any, seen: dict[int, int], likes: int) -> Any:
    if name not in KEYS or value is None or value < 0:
        return value
    return seen.setdefault(value, len(seen)) if likes == 1 else "hash"
