"""How much memory a run may take on this machine, and how much it took."""

import os
import resource
from pathlib import Path
from typing import Final

STATUS: Final = Path("/proc/self/status")
#: Where a container's limit stands: of control groups version 2, and 1.
CONTAINER_LIMITS: Final = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
LEAST_LIMIT_MB: Final = 2000  # what a million signals need
MB: Final = 1_000_000


def peak_mib(status: Path = STATUS) -> int:
    """Return the largest resident memory of this process so far, in MiB.

    The system's `ru_maxrss` is not that: a program begins with the peak of whoever
    started it. Outside Linux it is all there is.
    """
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = status.read_text("ascii", errors="replace").splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def default_limit(memory_bytes: int | None = None) -> str:
    """Return how much memory to take where nobody says: half of it, or 2 GB.

    Args:
        memory_bytes: Memory of the machine; what this machine or container has when
            None.
    """
    found = machine_bytes() if memory_bytes is None else memory_bytes
    return f"{max(LEAST_LIMIT_MB, found // 2 // MB)}MB"


def machine_bytes(limits: tuple[Path, ...] = CONTAINER_LIMITS) -> int:
    """Return the memory of this machine, or of the container it runs in."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    told = [path.read_text("ascii").strip() for path in limits if path.is_file()]
    return min([physical, *(int(text) for text in told if text.isdigit())])
