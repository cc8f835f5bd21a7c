"""How the figures are shown: as tables on the screen and in docs/benchmarks.md."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.figures import Figure, Verdict
from bench.goals import Results, goal_figures
from bench.quality import Quality

LIBRARIES = ("duckdb", "pyarrow", "numpy", "great-expectations", "apache-airflow")
INTRODUCTION = """# Benchmarks

Written by `make bench`; do not edit. CPU is user and system time with all threads, which a
busy machine disturbs less than the clock. Each run is a process of its own. The signals
come from `vroegsein synthetic signals`. The matcher was tuned on seed 2 of the first
model of errors and never on the second; of that one seed 4 was looked at once, for kinds of
errors. The peers get the same records in one
[simple normalisation](../tests/bench/plain_records.sql), which is not counted for them;
Splink stands at the threshold that is best on the truth.
"""


@dataclass(frozen=True)
class Topic:
    """The figures of one `bench_*` function.

    Attributes:
        name: Module and function.
        title: First line of its docstring.
    """

    name: str
    title: str
    figures: tuple[Figure, ...]


def machine(on: str) -> list[str]:
    """Return what the figures were measured on, a line each.

    Args:
        on: Day of the run, as given by who started it.
    """
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        f"Day: {on}",
        f"Processor: {_processor()}, {os.cpu_count()} cores; load at the end {load}",
        f"Python {platform.python_version()}, {versions}",
    ]


def document(results: Results, topics: Iterable[Topic], lines: Sequence[str]) -> str:
    """Return the whole document."""
    parts = [INTRODUCTION, "\n".join(f"- {line}" for line in lines)]
    if results.matched or results.small:
        parts += ["## Goals", goals_table(goal_figures(results))]
        parts += ["## Matching", matching_table(results)]
        parts += ["## Cost", cost_table(results)]
    for topic in topics:
        parts += [f"## {topic.title}", goals_table(topic.figures)]
    if results.skipped:
        parts += ["## Not run", "\n".join(f"- {reason}" for reason in results.skipped)]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def goals_table(figures: Iterable[Figure]) -> str:
    """Return figures beside their goals."""
    rows = [
        (
            figure.name,
            _number(figure.value),
            _goal(figure),
            figure.unit,
            _verdict(figure.verdict),
            figure.note,
        )
        for figure in figures
    ]
    return table(("what", "figure", "goal", "unit", "", "note"), rows)


def matching_table(results: Results) -> str:
    """Return the quality of every run of the matcher and its peers."""
    rows = [
        ("vroegsein", case, *_quality_cells(run.quality))
        for case, run in results.matched.items()
    ]
    rows += [
        (f"{run.name} at {run.threshold}", case, *_quality_cells(run.quality))
        for (_, case), run in results.peers.items()
    ]
    head = ("tool", "case", "precision", "recall", "F1", "B-cubed", "households")
    return table((*head, "found", "pure", "forbidden"), rows)


def cost_table(results: Results) -> str:
    """Return CPU per step, clock and memory of every run."""
    rows = [
        ("vroegsein", case, _steps(run.cpu), f"{run.wall:.1f}", str(run.peak_mib))
        for case, run in results.matched.items()
    ]
    rows += [
        (run.name, case, _steps(run.cpu), f"{run.wall:.1f}", str(run.peak_mib))
        for (_, case), run in results.peers.items()
    ]
    rows += [
        ("floor", case, f"{cpu:.2f}", "", "") for case, cpu in results.floor.items()
    ]
    return table(("tool", "case", "CPU seconds", "wall s", "peak MiB"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _quality_cells(quality: Quality) -> list[str]:
    measured = (
        *(quality.precision, quality.recall, quality.f1, quality.b_cubed),
        *(quality.household_f1, quality.found, quality.pure),
    )
    forbidden = quality.forbidden
    return [
        *("" if value is None else f"{value:.4f}" for value in measured),
        "" if forbidden is None else f"{forbidden} of {quality.forbidden_of}",
    ]


def _steps(cpu: Mapping[str, float]) -> str:
    steps = ", ".join(f"{step} {seconds:.2f}" for step, seconds in cpu.items())
    return f"{sum(cpu.values()):.2f} ({steps})"


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    sign = "≥" if figure.higher_is_better else "≤"
    return f"{sign} {_number(figure.goal)}"


def _verdict(verdict: Verdict) -> str:
    return "**missed**" if verdict is Verdict.MISSED else str(verdict)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return names[0] if names else platform.machine()
