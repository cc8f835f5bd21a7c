"""How a part is started, known again and ended: as a session of its own.

A part runs in its own session, so that everything it started can be found and ended
even when the part itself was killed. It is known again by its process id *and* by
the moment it started, counted from the machine's start: a process id that another
program got later is never touched.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from vroegsein.errors import StackError

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SAME_START = 1.5  # seconds; the boot time is known to the second
_LOG_LIMIT = 5_000_000  # bytes after which a log is set aside at the next start
_POLL = 0.05

# Runs before the part: an orphan from the start, so that nobody needs to reap it.
_LAUNCHER = """
import os, sys
child = os.fork()
if child:
    print(child, flush=True)
    os._exit(0)
os.setsid()
os.umask(0o077)
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
os.dup2(log, 1)
os.dup2(log, 2)
try:
    os.execvp(sys.argv[2], sys.argv[2:])
except OSError as error:
    print("cannot start:", error, file=sys.stderr, flush=True)
    os._exit(127)
"""


@dataclass(frozen=True)
class Session:
    """One started part.

    Attributes:
        pid: Process id of the part, and id of its session.
        uptime: Seconds from the machine's start to the part's start.
        boot: Identifies the machine's start; empty where the system has none.
    """

    pid: int
    uptime: float
    boot: str


def start(command: Sequence[str], environ: Mapping[str, str], log: Path) -> Session:
    """Start a program in a session of its own, its output in a log.

    Raises:
        StackError: It could not be started.
    """
    set_aside(log)
    launched = subprocess.run(  # noqa: S603 - our own command, no shell
        [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(log), *command],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if launched.returncode != 0:
        msg = f"{Path(command[0]).name} could not be started; see {log}."
        raise StackError(msg)
    pid = int(launched.stdout)
    try:
        return _session(psutil.Process(pid))
    except psutil.NoSuchProcess:
        msg = f"{Path(command[0]).name} ended at once; see {log}."
        raise StackError(msg) from None


def set_aside(log: Path) -> None:
    """Keep a log that has grown large as `<name>.1`, so that a new one begins."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_name(f"{log.name}.1"))


def is_running(session: Session) -> bool:
    """Tell whether the part itself runs; a zombie does not."""
    try:
        process = psutil.Process(session.pid)
        return _same(session, process) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def started_at(session: Session) -> float:
    """Return when the part started, in seconds since 1970 by today's clock."""
    return session.uptime + psutil.boot_time()


def members(session: Session) -> list[psutil.Process]:
    """Return the living processes of a part, also when the part itself is gone."""
    if session.boot != _boot_id() or _is_recycled(session):
        return []
    return [process for process in psutil.process_iter() if _belongs(process, session)]


def stop(session: Session, *, patience: float = 10.0) -> None:
    """End a part and all it started: asked first, and killed after `patience` s."""
    stop_all([session], patience=patience)


def stop_all(
    sessions: Sequence[Session],
    *,
    patience: float = 10.0,
    heartbeat: Callable[[], None] = lambda: None,
) -> None:
    """End several parts at once; `heartbeat` is called while they take their time."""

    def survivors() -> list[psutil.Process]:
        heartbeat()
        return [process for session in sessions for process in members(session)]

    _signal_all(survivors(), signal.SIGTERM)
    if not wait_gone(survivors, patience):
        kill(survivors)


def kill(survivors: Callable[[], Iterable[psutil.Process]]) -> None:
    """Kill processes until none is left."""
    for _ in range(3):
        _signal_all(survivors(), signal.SIGKILL)
        if wait_gone(survivors, 2.0):
            return


def wait_gone(
    survivors: Callable[[], Iterable[psutil.Process]], patience: float
) -> bool:
    """Wait until no process is left; return whether that came true in time."""
    deadline = time.monotonic() + patience
    while list(survivors()):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL)
    return True


def titled(prefix: str) -> list[psutil.Process]:
    """Return the living processes whose command line begins with `prefix`."""
    found = []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
            if line.startswith(prefix) and _lives(process):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def _session(process: psutil.Process) -> Session:
    uptime = process.create_time() - psutil.boot_time()
    return Session(pid=process.pid, uptime=round(uptime, 2), boot=_boot_id())


def _same(session: Session, process: psutil.Process) -> bool:
    """Tell whether a process is the one that was started, not a later namesake."""
    uptime = process.create_time() - psutil.boot_time()
    return session.boot == _boot_id() and abs(uptime - session.uptime) < _SAME_START


def _is_recycled(session: Session) -> bool:
    """Tell whether another program has the process id: then the session is empty."""
    try:
        return not _same(session, psutil.Process(session.pid))
    except psutil.NoSuchProcess:
        return False


def _belongs(process: psutil.Process, session: Session) -> bool:
    try:
        return os.getsid(process.pid) == session.pid and _lives(process)
    except (ProcessLookupError, PermissionError, psutil.NoSuchProcess):
        return False


def _lives(process: psutil.Process) -> bool:
    return bool(process.status() != psutil.STATUS_ZOMBIE)


def _signal_all(processes: Iterable[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def _boot_id() -> str:
    return _BOOT_ID.read_text("ascii").strip() if _BOOT_ID.exists() else ""
