"""Where the benchmark works: makes signals, matches them, measures the floor."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.figures import Cost, measured
from bench.quality import Quality, of_match
from bench.runs import Spent, run

VROEGSEIN = Path(sys.executable).with_name("vroegsein")
PLAIN = Path(__file__).with_name("plain_records.sql")
FLOOR = """
SELECT here.surname, COUNT(*) AS pairs
FROM read_parquet('{0}') AS here
INNER JOIN read_parquet('{0}') AS there
    ON here.postcode = there.postcode AND here.house_number = there.house_number
GROUP BY here.surname
"""


@dataclass(frozen=True)
class Made:
    """Signals that were made for the benchmark.

    Attributes:
        folder: Where signals, truth and forbidden pairs lie.
        spent: What making them took.
    """

    folder: Path
    records: int
    spent: Spent


@dataclass(frozen=True)
class Matched:
    """One run of `vroegsein match`.

    Attributes:
        cpu: CPU seconds of the steps read, normalise, match and write.
        wall: Seconds on the clock.
        peak_mib: Largest memory, as the summary tells.
        quality: How good the result is.
    """

    records: int
    cpu: dict[str, float]
    wall: float
    peak_mib: int
    quality: Quality

    @property
    def before_write(self) -> float:
        """CPU seconds of read, normalise and match."""
        return sum(self.cpu[step] for step in ("read", "normalise", "match"))


class Workshop:
    """A folder of inputs and results; inputs are removed when they are done with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def make(
        self,
        records: int,
        *,
        seed: int,
        errors: float = 1.0,
        model: str = "first",
        residents: bool = False,
    ) -> Made:
        """Make signals, in a process of its own."""
        folder = self.folder / f"{model}-{records}-{seed}-{errors:g}"
        words: list[object] = [
            "synthetic",
            "signals",
            "--records",
            records,
            "--seed",
            seed,
        ]
        words += ["--errors", errors, "--model", model, "--out", folder]
        words += ["--residents"] if residents else []
        spent = run([VROEGSEIN, *words], self.folder / "make.log")
        return Made(folder, records, spent)

    def match(self, made: Made, *, residents: bool = False) -> Matched:
        """Match signals in a process of its own, and judge the result."""
        result = made.folder / "result"
        words: list[object] = [
            "match",
            "--signals",
            made.folder / "signals.parquet",
            "--out",
            result,
        ]
        if residents:
            words += ["--residents", made.folder / "residents.parquet"]
        run([VROEGSEIN, *words], self.folder / "match.log")
        summary = json.loads((result / "summary.json").read_text())
        quality = of_match(made.folder, result)
        shutil.rmtree(result)
        return Matched(
            records=made.records,
            cpu=summary["cpu_seconds"],
            wall=summary["wall_seconds"],
            peak_mib=summary["peak_mib"],
            quality=quality,
        )

    def remove(self, made: Made) -> None:
        """Throw signals away."""
        shutil.rmtree(made.folder)


def measure_floor(made: Made) -> Cost:
    """Return what the least imaginable costs: read, one hash join, one group-by."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        with measured() as cost:
            connection.execute(FLOOR.format(made.folder / "signals.parquet")).arrow()
    return cost


def write_plain_records(made: Made) -> Path:
    """Write the signals as the peers get them; return the file."""
    path = made.folder / "plain.parquet"
    query = PLAIN.read_text("utf-8")
    with duckdb.connect() as connection:
        signals = connection.read_parquet(str(made.folder / "signals.parquet"))
        connection.register("signal", signals)
        connection.execute(f"COPY ({query}) TO '{path}'")
    return path
