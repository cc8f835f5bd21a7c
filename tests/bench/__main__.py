"""`make bench`: measures, shows every goal beside its figure, writes the document."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from bench.cases import run_cases
from bench.goals import Results, goal_figures
from bench.peers import Peers
from bench.report import document, goals_table, machine
from bench.topics import run_topic, topics
from bench.workshop import Workshop

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
DOCUMENT = ROOT / "docs" / "benchmarks.md"
SIZES = "10k,100k,1M"


def bench(
    on: Annotated[str, typer.Option(help="Day of the run, for the document.")],
    sizes: Annotated[str, typer.Option(help="Sizes; 5M is on demand.")] = SIZES,
    seeds: Annotated[int, typer.Option(help="Seeds for 400 records.", min=0)] = 10,
    seed: Annotated[int, typer.Option(help="Seed of the larger sizes.")] = 1,
    peers: Annotated[bool, typer.Option(help="Also the other tools.")] = True,
    only: Annotated[
        str, typer.Option(help="One topic: matching, or one of bench_*.py.")
    ] = "",
    write: Annotated[Path, typer.Option(help="Where the document goes.")] = DOCUMENT,
) -> None:
    """Measure all parts; with --only one part, and then no document is written."""
    workshop = Workshop(FOLDER / "work")
    results = Results()
    if only in ("", "matching"):
        others = Peers(FOLDER / "peers") if peers else None
        wanted = [size for size in sizes.split(",") if size]
        run_cases(workshop, results, wanted, seeds, seed, others, typer.echo)
        typer.echo(goals_table(goal_figures(results)))
    measured = []
    for topic in topics(only):
        typer.echo(f"{topic[1]} ...")
        measured.append(run_topic(*topic, workshop.folder))
        typer.echo(goals_table(measured[-1].figures))
    for reason in results.skipped:
        typer.echo(f"not run: {reason}")
    if not only:
        write.write_text(document(results, measured, machine(on)), "utf-8")
        typer.echo(f"written to {write}")
    shutil.rmtree(workshop.folder)


if __name__ == "__main__":
    typer.run(bench)
