"""Running one command in a process of its own, and what that process took."""

import os
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LAST_LINES = 5


class RunError(Exception):
    """A command of the benchmark failed; the message ends with its last lines."""


@dataclass(frozen=True)
class Spent:
    """What a process and its children took."""

    cpu_seconds: float
    wall_seconds: float
    peak_mib: int


def run(command: Iterable[object], log: Path, modules: Path | None = None) -> Spent:
    """Run a command to its end, its output in a file.

    Args:
        command: The words of the command.
        log: Where its output goes.
        modules: Folder in which its Python also looks for modules.

    Raises:
        RunError: It did not end well.
    """
    words = [str(word) for word in command]
    more = {"PYTHONPATH": str(modules)} if modules else {}
    environment = {**os.environ, **more}
    begun = time.perf_counter()
    with log.open("wb") as output:
        child = subprocess.Popen(
            words, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        msg = f"{Path(words[0]).name} {words[1]} ended with {child.returncode}: "
        raise RunError(msg + " | ".join(lines))
    return Spent(
        cpu_seconds=round(usage.ru_utime + usage.ru_stime, 3),
        wall_seconds=round(time.perf_counter() - begun, 3),
        peak_mib=usage.ru_maxrss // 1024,
    )
