"""What the matcher has to reach, and how a run's figures stand beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import mean

from bench.figures import Figure
from bench.peers import PeerRun
from bench.quality import Quality
from bench.workshop import Matched

#: Case of the benchmark -> least pairwise F1 and B-cubed F1.
QUALITY_GOALS = {
    "100k": (0.985, 0.992),
    "100k, register": (0.993, 0.996),
    "100k, errors x 2": (0.978, 0.988),
    "1M": (0.982, 0.990),
    "100k, second model": (0.965, 0.982),
    "100k, second model, register": (0.98, 0.99),
}
#: Size -> how many times less CPU than Splink.
SPLINK_RATIOS = {"10k": 30, "100k": 15, "1M": 8}
FLOOR_TIMES = 4.0
MEMORY_MIB = {"1M": 1536, "1M, register": 2560}
GROWTH = 11.0
FEBRL = 0.998
FORBIDDEN = 2.0
SMALL = "400"


@dataclass
class Results:
    """Everything a run measured, by case.

    Attributes:
        matched: Runs of the matcher on signals with truth.
        small: Quality on 400 signals, one for each seed.
        peers: Runs of other tools: (tool, case).
        febrl: Quality on each set of FEBRL.
        floor: CPU seconds of the floor, by case.
        skipped: What was not run, and why.
    """

    matched: dict[str, Matched] = field(default_factory=dict)
    small: list[Quality] = field(default_factory=list)
    peers: dict[tuple[str, str], PeerRun] = field(default_factory=dict)
    febrl: dict[str, float] = field(default_factory=dict)
    floor: dict[str, float] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


def goal_figures(results: Results) -> list[Figure]:
    """Return a figure for every goal, measured or not."""
    return [
        *_quality(results.matched),
        *_small(results.small),
        *_creditors(results.matched),
        *_forbidden(results.matched),
        *_ratios(results),
        *_costs(results),
        *_growth(results.matched),
        *(
            _least(f"FEBRL {number}", results.febrl.get(f"febrl{number}"), "F1", FEBRL)
            for number in (3, 4)
        ),
    ]


def _least(name: str, value: float | None, unit: str, goal: float) -> Figure:
    """Return a figure that must be at least its goal."""
    return Figure(name, value, unit, goal, higher_is_better=True)


def _quality(matched: Mapping[str, Matched]) -> list[Figure]:
    """Return F1 and B-cubed of the cases that have goals."""
    figures = []
    for case, (pairwise, b_cubed) in QUALITY_GOALS.items():
        run = matched.get(case)
        f1 = run.quality.f1 if run else None
        b3 = run.quality.b_cubed if run else None
        figures.append(_least(f"{case}: pairwise", f1, "F1", pairwise))
        figures.append(_least(f"{case}: B-cubed", b3, "F1", b_cubed))
    return figures


def _small(small: list[Quality]) -> list[Figure]:
    """Return the mean and the worst of the small files."""
    scores = [quality.f1 for quality in small]
    average, worst = (mean(scores), min(scores)) if scores else (None, None)
    return [
        _least(f"{SMALL}: mean of {len(scores)} seeds", average, "F1", 0.99),
        _least(f"{SMALL}: worst seed", worst, "F1", 0.98),
    ]


def _creditors(matched: Mapping[str, Matched]) -> list[Figure]:
    """Return how persons with several creditors are found."""
    run = matched.get("100k")
    found, pure = (run.quality.found, run.quality.pure) if run else (None, None)
    return [
        _least("100k: persons with several creditors found", found, "share", 0.98),
        _least("100k: reported groups that are pure", pure, "share", 0.99),
    ]


def _forbidden(matched: Mapping[str, Matched]) -> list[Figure]:
    """Return the forbidden merges of each case that counts them."""
    figures = []
    for case in ("100k", "100k, second model", "100k, second model, register"):
        run = matched.get(case)
        count = run.quality.forbidden if run else None
        note = f"of {run.quality.forbidden_of} pairs" if run else ""
        figures.append(
            Figure(f"{case}: forbidden merges", count, "pairs", FORBIDDEN, note=note)
        )
    return figures


def _ratios(results: Results) -> list[Figure]:
    """Return the CPU of the step `match` as a share of Splink's."""
    figures = []
    for size, times in SPLINK_RATIOS.items():
        run, peer = results.matched.get(size), results.peers.get(("Splink", size))
        ratio = run.cpu["match"] / peer.total if run and peer else None
        note = f"{run.cpu['match']:.2f} s of {peer.total:.1f} s" if run and peer else ""
        figures.append(
            Figure(f"{size}: CPU against Splink", ratio, "", 1 / times, note=note)
        )
    return figures


def _costs(results: Results) -> list[Figure]:
    """Return cost against the floor, and memory."""
    run, floor = results.matched.get("1M"), results.floor.get("1M")
    times = run.before_write / floor if run and floor else None
    note = f"{run.before_write:.1f} s, floor {floor:.2f} s" if run and floor else ""
    figures = [
        Figure(
            "1M: read, normalise, match against the floor", times, "x", FLOOR_TIMES,
            note=note,
        )
    ]  # fmt: skip
    for case, most in MEMORY_MIB.items():
        big = results.matched.get(case)
        figures.append(
            Figure(f"{case}: memory", big.peak_mib if big else None, "MiB", most)
        )
    return figures


def _growth(matched: Mapping[str, Matched]) -> list[Figure]:
    """Return how the CPU grows when the records are ten times as many."""
    figures = []
    for small, large in (("10k", "100k"), ("100k", "1M")):
        one, other = matched.get(small), matched.get(large)
        times = other.before_write / one.before_write if one and other else None
        figures.append(Figure(f"{small} to {large}: CPU", times, "x", GROWTH))
    return figures
