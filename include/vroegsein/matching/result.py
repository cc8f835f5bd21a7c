"""What a matching run leaves behind: four tables and a summary, whole or not at all."""

import hashlib
import json
import resource
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.files import write_whole
from vroegsein.matching.engine import Engine, sql_digest

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
    tables = {
        "membership": engine.fetch("membership", MEMBERSHIP, "signal_id"),
        "evidence": engine.fetch("evidence", EVIDENCE, "left_id, right_id, kind"),
        "address_case": engine.fetch(
            "address_case", ADDRESS_CASE, "address_key, month"
        ),
        "address_signal": engine.fetch("address_signal", ADDRESS_SIGNAL, "signal_id"),
    }
    ignored = engine.fetch("ignored_value", ("*",), "received_at").to_pylist()[0]
    counts = _counts(engine, tables)
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        digests = {
            name: _written(out / f"{name}.parquet", _parquet(table))
            for name, table in tables.items()
        }
        watch.lap("write")
        summary = MatchSummary(
            engine=engine.name,
            engine_version=engine.version,
            sql_digest=sql_digest(),
            counts=counts,
            ignored_values={name: int(number) for name, number in ignored.items()},
            cpu_seconds=watch.cpu_seconds,
            wall_seconds=watch.wall_seconds(),
            peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            digests=digests,
        )
        text = json.dumps(asdict(summary), indent=2, sort_keys=True) + "\n"
        write_whole(out / "summary.json", text.encode())
    except OSError as error:
        msg = f"{out}: cannot be written ({error.strerror})."
        raise ConfigurationError(msg) from None
    return summary


def _counts(engine: Engine, tables: dict[str, pa.Table]) -> dict[str, int]:
    """Return the numbers of a run."""
    membership, evidence = tables["membership"], tables["evidence"]
    outcomes = evidence["outcome"].to_pylist()
    confidences = membership["confidence"].to_pylist()
    return {
        "signals": membership.num_rows,
        "residents": engine.count("record_text") - membership.num_rows,
        "verdicts": engine.count("verdict"),
        "candidates": engine.count("weighed_pair"),
        "persons": len(membership["person_id"].unique()),
        "households": len(membership["household_id"].unique()),
        "with_resident": membership.num_rows - membership["resident_id"].null_count,
        "with_address": tables["address_signal"].num_rows,
        "address_cases": tables["address_case"].num_rows,
        **{name: outcomes.count(name) for name in OUTCOMES},
        **{name: confidences.count(name) for name in CONFIDENCES},
    }


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
