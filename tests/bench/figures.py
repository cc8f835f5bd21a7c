"""What a benchmark hands back, and which modules hold benchmarks.

A part that wants to be measured adds `tests/bench/bench_TOPIC.py` with functions
`bench_WHAT(folder: Path) -> list[Figure]`. Nothing has to be registered: the harness
finds the file, runs each function in a process of its own, shows the figures with
their goals and writes them to `docs/benchmarks.md`.
"""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum

from vroegsein.matching.memory import peak_mib


class Verdict(StrEnum):
    """What a figure says of its goal."""

    MET = "met"
    MISSED = "missed"
    NO_GOAL = "-"
    NOT_MEASURED = "not measured"


@dataclass(frozen=True)
class Figure:
    """One number that was measured.

    Attributes:
        name: What was measured, in a few words; unique in its module.
        value: The number, or None when it could not be measured (say why in note).
        unit: Such as `s CPU`, `MiB`, `lines/s`, `F1`; empty for a ratio.
        goal: The number to reach, if there is one.
        higher_is_better: Whether more is better than the goal.
        note: What a reader must know, such as sizes or why it is not measured.
    """

    name: str
    value: float | None
    unit: str
    goal: float | None = None
    higher_is_better: bool = False
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Tell whether the goal was reached; reaching it exactly is enough."""
        if self.value is None:
            return Verdict.NOT_MEASURED
        if self.goal is None:
            return Verdict.NO_GOAL
        if self.higher_is_better:
            return Verdict.MET if self.value >= self.goal else Verdict.MISSED
        return Verdict.MET if self.value <= self.goal else Verdict.MISSED

    def as_json(self) -> dict[str, object]:
        """Return the figure as a JSON object."""
        return asdict(self)


@dataclass
class Cost:
    """What a stretch of work took; filled in when it ends.

    Attributes:
        cpu_seconds: User and system time of this process and its ended children,
            all threads together. The clock is noisy on a shared machine; this is not.
        wall_seconds: Time on the clock.
        peak_mib: Largest resident memory of this process or an ended child so far.
    """

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    peak_mib: int = 0


@contextmanager
def measured() -> Iterator[Cost]:
    """Measure what happens in the block.

    Example:
        with measured() as cost:
            decode(path)
        Figure("lines decoded", lines / cost.cpu_seconds, "lines/s CPU")
    """
    cost = Cost()
    cpu, wall = _cpu_seconds(), time.perf_counter()
    yield cost
    cost.cpu_seconds = round(_cpu_seconds() - cpu, 4)
    cost.wall_seconds = round(time.perf_counter() - wall, 4)
    # A child of this process begins with its peak at most.
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    cost.peak_mib = max(peak_mib(), children)


def _cpu_seconds() -> float:
    """Return the processor time of this process and its ended children so far."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    spent = [resource.getrusage(who) for who in both]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)
