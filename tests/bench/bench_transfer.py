"""What fetching a large file costs beside OpenSSH's own `sftp`, on the same server."""

import getpass
import os
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from support.open_ssh import SSHD, OpenSsh, open_ssh

from bench.figures import Figure, measured
from vroegsein.exchange.server import Limits
from vroegsein.exchange.sftp import Client
from vroegsein.matching.memory import peak_mib

SIZE = 200_000_000
ROUNDS = 5
SPEED = "speed of a download beside OpenSSH's sftp"
MEMORY = "memory a download adds"


def bench_download(folder: Path) -> list[Figure]:
    """Fetching 200 MB over the loopback address, alternating with OpenSSH's `sftp`."""
    sftp = shutil.which("sftp")
    if not SSHD or not sftp:
        note = "OpenSSH's sshd and sftp are not installed here"
        return [
            Figure(SPEED, None, "", 0.8, higher_is_better=True, note=note),
            Figure(MEMORY, None, "MiB", 32, note=note),
        ]
    with open_ssh(folder) as server:
        _fill(server.root / "inbox" / "large")
        known = _known_hosts(server, folder)
        command = [sftp, "-q", "-b", "-", "-i", str(server.folder / "collector"),
                   "-P", str(server.port), "-o", f"UserKnownHostsFile={known}",
                   f"{getpass.getuser()}@127.0.0.1"]  # fmt: skip
        before = peak_mib()
        _ours(server, folder, "warm")
        rounds = [
            (_ours(server, folder, "ours"), _theirs(command, folder))
            for _ in range(ROUNDS)
        ]
        added = peak_mib() - before
    ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    note = f"{SIZE / ours / 1e6:.0f} against {SIZE / theirs / 1e6:.0f} MB/s, medians"
    return [
        Figure(SPEED, theirs / ours, "", 0.8, higher_is_better=True, note=note),
        Figure(MEMORY, added, "MiB", 32, note="200 MB, resident memory at its peak"),
    ]


def _ours(server: OpenSsh, folder: Path, name: str) -> float:
    """Fetch it once, connection included, until it is on the disk."""
    with measured() as cost, Client(server.server(limits=Limits())) as client:
        client.download("inbox", "large", folder / name)
    return cost.wall_seconds


def _theirs(command: list[str], folder: Path) -> float:
    """The same with `sftp`, which does not wait for the disk."""
    begin = time.perf_counter()
    subprocess.run(
        command, input=f"get inbox/large {folder / 'theirs'}\n", text=True, check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - begin


def _fill(path: Path) -> None:
    """Write a file piece by piece: memory is measured too."""
    with path.open("wb") as file:
        for _ in range(SIZE // 1_000_000):
            file.write(os.urandom(1_000_000))


def _known_hosts(server: OpenSsh, folder: Path) -> Path:
    path = folder / "known_hosts"
    path.write_text(f"[127.0.0.1]:{server.port} {server.server().host_key}\n")
    return path
