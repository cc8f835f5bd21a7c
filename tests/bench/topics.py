"""Finds the benchmarks of all parts (`bench_*.py`) and runs each on its own."""

import ast
import importlib
import json
import shutil
import sys
from pathlib import Path

from bench.figures import Figure
from bench.report import Topic
from bench.runs import RunError, run

HERE = Path(__file__).parent
PREFIX = "bench_"


def topics(only: str = "") -> list[tuple[str, str, str]]:
    """Return module, function and first docstring line of every benchmark.

    Args:
        only: Topic to return (`decoding` for `bench_decoding.py`), or all.
    """
    found = []
    for path in sorted(HERE.glob(f"{PREFIX}*.py")):
        if only not in ("", path.stem.removeprefix(PREFIX)):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith(PREFIX):
                said = (ast.get_docstring(node) or node.name).splitlines()[0]
                found.append((path.stem, node.name, said.rstrip(".")))
    return found


def run_topic(module: str, function: str, title: str, folder: Path) -> Topic:
    """Run one benchmark in a process of its own.

    A benchmark that fails is a figure without a value, with what it said last.
    """
    name = f"{module}.{function}"
    scratch = folder / name
    scratch.mkdir(parents=True)
    out = folder / f"{name}.json"
    command = [sys.executable, "-m", "bench.topics", module, function, scratch, out]
    try:
        run(command, folder / f"{name}.log", modules=HERE.parent)
    except RunError as error:
        return Topic(name, title, (Figure(function, None, "", note=str(error)),))
    finally:
        shutil.rmtree(scratch)
    figures = tuple(Figure(**figure) for figure in json.loads(out.read_text()))
    return Topic(name, title, figures)


def main(module: str, function: str, scratch: str, out: str) -> None:
    """Run one benchmark here and write its figures as JSON."""
    figures = getattr(importlib.import_module(f"bench.{module}"), function)(
        Path(scratch)
    )
    Path(out).write_text(json.dumps([figure.as_json() for figure in figures]))


if __name__ == "__main__":
    main(*sys.argv[1:])
