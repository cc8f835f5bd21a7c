"""Bytes of others are read apart: in a child that can do nothing else, and may die.

The child (`confined`) has no network, starts no programs, and has limits on processor
time, memory, files and their size; it dies with its parent. What it says is not
believed further than its form. A child that dies refuses a file, not a task. Which
kernel features do this and why: `docs/decisions/0011-untrusted-bytes-in-a-child.md`.
"""

import importlib.util
import json
import logging
import os
import re
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import RawIOBase
from pathlib import Path
from typing import Any

from vroegsein.errors import (
    ConfigurationError,
    DeliveryError,
    InvariantError,
    OperatorError,
)
from vroegsein.intake.findings import Code
from vroegsein.intake.reading.confined import READY

_log = logging.getLogger(__name__)
_MIB = 1024**2
_START = (
    "import sys; sys.path[:0] = sys.argv[1:]; "
    "from vroegsein.intake.reading.confined import main; main()"
)
#: One thread and one heap: address space is what is limited, and some ask for plenty.
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
_PLACE = re.compile(r"[A-Za-z]{1,60} in [a-z_<>]{1,60}(\.py)?:[0-9]{1,6}")


@dataclass(frozen=True)
class Caps:
    """What a child may use.

    Attributes:
        cpu_seconds: Processor time.
        memory_bytes: Address space.
        file_bytes: Size of any file it writes.
        open_files: Files open at once.
        wall_seconds: Time on the clock, until it is killed.
        reply_bytes: Length of its reply.
    """

    cpu_seconds: int = 60
    memory_bytes: int = 1024 * _MIB
    file_bytes: int = 2 * 512 * _MIB
    open_files: int = 64
    wall_seconds: float = 180
    reply_bytes: int = 64 * _MIB


DEFAULT_CAPS = Caps()


def run_apart(
    work: str,
    arguments: dict[str, object],
    caps: Caps = DEFAULT_CAPS,
    died: str = Code.TXT_UNREADABLE,
) -> dict[str, object]:
    """Run a function in a confined child process; JSON in, JSON out.

    Args:
        work: `module:function`; it is called with `arguments` by name.
        arguments: What can be written as JSON: paths as text, counts, lists.
        caps: What the child may use.
        died: Finding code where it dies, is killed by a limit, or talks nonsense.

    Raises:
        DeliveryError: As raised by the function, or with code `died`.
        ConfigurationError: This kernel cannot keep the child from the network.
        OperatorError: Our disk is full or broken.
        InvariantError: The child's code could not be loaded.
    """
    text = _run(work, arguments, caps)
    if not text.startswith(READY):
        msg = f"The child for {work} did not start; see whether its module loads."
        raise InvariantError(msg)
    return _result(_parsed(text[len(READY) :]), died)


def _run(work: str, arguments: dict[str, object], caps: Caps) -> bytes:
    """Start the child, hear it out, and leave nothing of it behind."""
    read_end, write_end = os.pipe()
    request = {
        "work": work,
        "arguments": arguments,
        "caps": asdict(caps),
        "parent": os.getpid(),
        "reply": write_end,
    }
    with os.fdopen(read_end, "rb", buffering=0) as reply:
        try:
            child = _start(work, write_end)
        finally:
            os.close(write_end)
        try:
            assert child.stdin is not None  # it is a pipe
            with suppress(BrokenPipeError), child.stdin as request_end:
                request_end.write(json.dumps(request).encode())
            return _hear(reply, caps)
        finally:
            # Before it is reaped, its number and its group cannot be another's.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _start(work: str, reply: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-I", "-c", _START, *_roots(work)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a parser's last words may hold a value
        pass_fds=[reply],
        start_new_session=True,
        cwd="/",
        env=_ENVIRONMENT,
    )


def _roots(work: str) -> list[str]:
    """Return the folders that hold our package and the work's: no other are added."""
    names = ("vroegsein", work.partition(".")[0])
    specs = [importlib.util.find_spec(name) for name in names]
    files = [spec.origin for spec in specs if spec is not None and spec.origin]
    return sorted({str(Path(file).parents[1]) for file in files})


def _hear(reply: RawIOBase, caps: Caps) -> bytes:
    """Read until the child ends, its time is over, or it says too much."""
    until = time.monotonic() + caps.wall_seconds
    said = bytearray()
    poll = select.poll()
    poll.register(reply, select.POLLIN)
    while len(said) <= caps.reply_bytes:
        left = until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            break
        part = reply.read(_MIB)
        if not part:
            return bytes(said)
        said += part
    return bytes(said[: len(READY)])  # it began, and that is all that is believed


def _parsed(text: bytes) -> dict[str, Any]:
    """Return the reply; an empty one where it is none."""
    try:
        reply = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return reply if isinstance(reply, dict) else {}


def _result(reply: dict[str, Any], died: str) -> dict[str, object]:
    """Return what the work returned, or raise what it raised."""
    match reply:
        case {"result": dict(result)}:
            return result
        case {"refused": [str(code), str() | None as column, int() | None as line]}:
            if code in set(Code):
                raise DeliveryError(code, column=column, line=line)
        case {"open": True}:
            msg = (
                "This kernel allows neither a seccomp filter nor a network namespace, "
                "so files of partners are not read; allow one of them."
            )
            raise ConfigurationError(msg)
        case {"storage": str(name)} if name.isalpha():
            msg = f"The work folder cannot be written ({name}); make room, then rerun."
            raise OperatorError(msg)
        case {"broken": str(place)} if _PLACE.fullmatch(place):
            _log.warning("The child gave up: %s", place)
    raise DeliveryError(died)
