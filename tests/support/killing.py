"""Work that is killed, hard, between any two of its steps."""

import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import event

from vroegsein.register import engine

KILLED = 9
FILE_EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def die_at_step(wanted: int, storage: Path, *, lasting: bool = False) -> None:
    """End this process, hard, just before its n-th effect on disk or register.

    Args:
        wanted: The step.
        storage: The folder whose files count.
        lasting: Count only what a reader can see afterwards: a file that gets its name,
            and a transaction that is committed.
    """
    done = 0
    events = {"os.rename"} if lasting else FILE_EVENTS

    def step() -> None:
        nonlocal done
        done += 1
        if done == wanted:
            os._exit(KILLED)

    def on_file(name: str, arguments: tuple[object, ...]) -> None:
        if name in events and str(storage) in str(arguments[0]):
            step()

    sys.addaudithook(on_file)
    event.listen(engine(), "commit", lambda _: step())
    if not lasting:
        event.listen(engine(), "before_cursor_execute", lambda *_: step())


def in_a_child(
    work: Callable[[], object], wanted: int, storage: Path, *, lasting: bool = False
) -> int:
    """Run work in a process of its own that dies at a step; return its exit code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        engine().dispose(close=False)  # the parent's connections stay the parent's
        die_at_step(wanted, storage, lasting=lasting)
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
