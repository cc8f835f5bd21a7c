"""An embedded stack of its own for the tests: own folder, own ports, real parts."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from vroegsein.settings import PROJECT_ROOT
from vroegsein.stack.layout import Layout
from vroegsein.stack.state import Part, load_parts

PROGRAM = str(Path(sys.executable).parent / "vroegsein")


@dataclass(frozen=True)
class Stack:
    """A stack under a temporary folder, driven through the command line."""

    var: Path

    @property
    def layout(self) -> Layout:
        return Layout(root=PROJECT_ROOT, var=self.var)

    @property
    def parts(self) -> dict[str, Part]:
        return load_parts(self.layout)

    @property
    def pids(self) -> dict[str, int]:
        return {name: part.session.pid for name, part in self.parts.items()}

    @property
    def environ(self) -> dict[str, str]:
        ours = ("AIRFLOW", "VROEGSEIN")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
        return kept | {"VROEGSEIN_VAR": str(self.var)}

    def run(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run `vroegsein …` against this stack and return what it printed."""
        return subprocess.run(
            [PROGRAM, *arguments],
            env=self.environ | extra,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin `vroegsein …` without waiting for it."""
        return subprocess.Popen(
            [PROGRAM, *arguments],
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def kill(self, *names: str) -> None:
        """Kill parts themselves, not what they started, as `kill -9` does."""
        for name in names:
            os.kill(self.pids[name], signal.SIGKILL)

    def ports(self) -> dict[str, int]:
        return json.loads(self.layout.ports.read_text())


def living(marker: str) -> list[psutil.Process]:
    """Return the living processes whose command line or environment has a word."""
    found = []
    for process in psutil.process_iter():
        try:
            words = [*process.cmdline(), *process.environ().values()]
            if process.status() != psutil.STATUS_ZOMBIE and any(
                marker in word for word in words
            ):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return [process for process in found if process.pid != os.getpid()]
