"""The child's side of reading apart: give up everything first, then do the work.

Started by `apart.run_apart` with a request on its standard input; the reply goes out
through a pipe of its own. Nothing is ever written to standard output or error: a
parser's message may hold a value.
"""

import ctypes
import errno
import importlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from vroegsein.errors import DeliveryError
from vroegsein.intake.reading.seccomp import NotSupportedError, give_up

#: The reply's first line, once the work's code could be loaded.
READY = b"ready\n"
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_PR_SET_DEATH_SIGNAL, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
#: Not the partner's fault: our disk.
_STORAGE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def main() -> None:
    """Read the request, confine this process, do the work, reply."""
    request: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    module, _, name = request["work"].partition(":")
    work = getattr(importlib.import_module(module), name)
    confined = confine(request["caps"], request["parent"])
    with suppress(BrokenPipeError), os.fdopen(request["reply"], "wb") as pipe:
        pipe.write(READY)
        pipe.flush()
        reply = {"open": True} if not confined else _reply(work, request["arguments"])
        pipe.write(json.dumps(reply, separators=(",", ":")).encode())
        pipe.flush()
        os._exit(0)


def confine(caps: dict[str, int], parent: int) -> bool:
    """Give up network, programs, privileges and most resources, for good.

    Args:
        caps: Limits by the names of `apart.Caps`.
        parent: Process id of the parent; without it there is nobody to work for.

    Returns:
        Whether network can no longer be used: closed by a filter, a namespace or both.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    # First namespaces: a change of privileges clears the signal of the parent's death.
    has_namespace = _leave_network(libc)
    libc.prctl(_PR_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    os.umask(0o077)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no core file, by whatever road
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    seconds = caps["cpu_seconds"]
    _limit(resource.RLIMIT_CPU, seconds, seconds + 1)
    _limit(resource.RLIMIT_AS, caps["memory_bytes"])
    _limit(resource.RLIMIT_FSIZE, caps["file_bytes"])
    _limit(resource.RLIMIT_NOFILE, caps["open_files"])
    _limit(resource.RLIMIT_CORE, 0)
    try:
        give_up()
    except NotSupportedError:
        return has_namespace
    return True


def _leave_network(libc: ctypes.CDLL) -> bool:
    """Enter an empty network: as root directly, as a user in a namespace of its own."""
    return any(
        libc.unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK)
    )


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Lower a limit; one that was lower already stays."""
    _, highest = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(kind, (soft, hard))


def _reply(
    work: Callable[..., dict[str, object]],
    arguments: dict[str, object],
) -> dict[str, object]:
    """Do the work; an error becomes its code, or its kind and place."""
    try:
        return {"result": work(**arguments)}
    except DeliveryError as error:
        return {"refused": [str(error.code), error.column, error.line]}
    except OSError as error:
        if error.errno in _STORAGE:
            return {"storage": errno.errorcode[error.errno]}
        return {"broken": _place(error)}
    except Exception as error:  # the outer edge of the child: nothing passes it
        return {"broken": _place(error)}


def _place(error: Exception) -> str:
    """Name an error by its kind and the line of ours it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[1:] if "vroegsein" in Path(frame.filename).parts]
    last = (ours or frames)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
