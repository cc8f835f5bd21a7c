"""What a matching run leaves behind: four tables and a summary, whole or not at all."""

import hashlib
import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.files import write_whole
from vroegsein.matching.engine import Engine, sql_digest
from vroegsein.matching.memory import peak_mib

MEMBERSHIP = ("signal_id", "person_id", "household_id", "resident_id", "confidence")
EVIDENCE = (
    "left_id",
    "right_id",
    "kind",
    "outcome",
    "birth_date_level",
    "surname_level",
    "name_level",
    "address_level",
    "phone_level",
    "email_level",
    "weight",
    "reason",
)
ADDRESS_CASE = (
    "address_key",
    "received_month AS month",
    "kind",
    "signal_count",
    "partner_count",
    "claim_count",
    "is_many_occupant",
)
ADDRESS_SIGNAL = (
    "signal_id",
    "address_key",
    "received_month AS month",
)
#: Table -> its columns and their total order.
WRITTEN = {
    "membership": (MEMBERSHIP, "signal_id"),
    "evidence": (EVIDENCE, "left_id, right_id, kind"),
    "address_case": (ADDRESS_CASE, "address_key, month"),
    "address_signal": (ADDRESS_SIGNAL, "signal_id"),
}
COUNTED_ROWS = {"address_case": "address_cases", "address_signal": "with_address"}
ROW_GROUP = 131_072
OUTCOMES = ("linked", "possible", "guarded", "verdict")
CONFIDENCES = ("certain", "probable", "alone")


@dataclass(frozen=True)
class MatchSummary:
    """What a run may tell anyone: numbers and digests, no person.

    Attributes:
        engine: Name of the engine.
        engine_version: Its version.
        sql_digest: SHA-256 of the SQL files.
        counts: Rows in, persons and households found, pairs by outcome, signals by
            confidence.
        ignored_values: Per column of the signals the values that could not be read.
        cpu_seconds: User and system time of `read`, `normalise`, `match`, `write`.
        wall_seconds: Time on the clock, all four together.
        peak_mib: Largest memory of this process so far.
        digests: SHA-256 of each table's file.
    """

    engine: str
    engine_version: str
    sql_digest: str
    counts: dict[str, int]
    ignored_values: dict[str, int]
    cpu_seconds: dict[str, float]
    wall_seconds: float
    peak_mib: int
    digests: dict[str, str]


@dataclass
class Stopwatch:
    """Processor and clock time of the steps of a run.

    Attributes:
        cpu_seconds: Seconds per step, user and system, rounded to milliseconds.
    """

    cpu_seconds: dict[str, float] = field(default_factory=dict)
    _cpu: float = field(default_factory=time.process_time)
    _wall: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        """Close a step and begin the next."""
        now = time.process_time()
        self.cpu_seconds[step] = round(now - self._cpu, 3)
        self._cpu = now

    def wall_seconds(self) -> float:
        """Return the seconds since the start."""
        return round(time.perf_counter() - self._wall, 3)


def write_result(engine: Engine, out: Path, watch: Stopwatch) -> MatchSummary:
    """Write the tables and the summary of a finished run.

    Raises:
        ConfigurationError: The folder cannot be made or written.
    """
    ignored = engine.fetch("ignored_value", ("*",), "received_at").to_pylist()[0]
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, (columns, order) in WRITTEN.items():
            # One at a time: a million signals are hundreds of MiB of text.
            table = engine.fetch(name, columns, order)
            counts |= _counted(engine, name, table)
            digests[name] = _written(out / f"{name}.parquet", _parquet(table))
            engine.release(name)
        watch.lap("write")
        summary = MatchSummary(
            engine=engine.name,
            engine_version=engine.version,
            sql_digest=sql_digest(),
            counts=counts,
            ignored_values={name: int(number) for name, number in ignored.items()},
            cpu_seconds=watch.cpu_seconds,
            wall_seconds=watch.wall_seconds(),
            peak_mib=peak_mib(),
            digests=digests,
        )
        text = json.dumps(asdict(summary), indent=2, sort_keys=True) + "\n"
        write_whole(out / "summary.json", text.encode())
    except OSError as error:
        msg = f"{out}: cannot be written ({error.strerror})."
        raise ConfigurationError(msg) from None
    return summary


def _counted(engine: Engine, name: str, table: pa.Table) -> dict[str, int]:
    """Return the numbers that one of the tables tells."""
    if name == "membership":
        (candidates,) = engine.numbers("pattern", ("pair_count",))
        return {
            "signals": table.num_rows,
            "residents": engine.count("record_name") - table.num_rows,
            "verdicts": engine.count("verdict"),
            "candidates": int(candidates.sum()),
            "persons": len(table["person_id"].unique()),
            "households": len(table["household_id"].unique()),
            "with_resident": table.num_rows - table["resident_id"].null_count,
            **_occurring(table["confidence"], CONFIDENCES),
        }
    if name == "evidence":
        return _occurring(table["outcome"], OUTCOMES)
    return {COUNTED_ROWS[name]: table.num_rows}


def _occurring(column: pa.ChunkedArray, words: tuple[str, ...]) -> dict[str, int]:
    """Return how often each word stands in a column."""
    found = column.value_counts().to_pylist()
    return dict.fromkeys(words, 0) | {row["values"]: row["counts"] for row in found}


def _parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet; the same rows are always the same bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        row_group_size=ROW_GROUP,
        version="2.6",
        compression="zstd",
        compression_level=1,
        store_schema=False,
    )
    return bytes(sink.getvalue())


def _written(path: Path, content: bytes) -> str:
    """Write a file whole; return its SHA-256."""
    write_whole(path, content)
    return hashlib.sha256(content).hexdigest()
