"""The clock of the peers: standard library only, as it runs in their environment."""

import json
import resource
import time
from pathlib import Path


class Clock:
    """Processor and clock time per step, ended child processes included."""

    def __init__(self):
        self.steps = {}
        self._cpu, self._wall = _cpu(), time.perf_counter()

    def lap(self, step):
        """Close a step and begin the next."""
        cpu, wall = _cpu(), time.perf_counter()
        self.steps[step] = {"cpu": cpu - self._cpu, "wall": wall - self._wall}
        self._cpu, self._wall = cpu, wall

    def write(self, path, **more):
        """Write the steps, the largest memory and what else is to be told."""
        told = {"steps": self.steps, "peak_mib": peak_mib(), **more}
        Path(path).write_text(json.dumps(told, indent=1) + "\n")


def peak_mib(status=Path("/proc/self/status")):
    """Return this process's own largest resident memory so far, in MiB.

    `ru_maxrss` begins with the peak of whoever started it; elsewhere it is all there is.
    """
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = status.read_text("ascii", errors="replace").splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def _cpu():
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(who)[:2]) for who in both)
