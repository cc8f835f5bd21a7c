"""What runs, as remembered between commands; and who may change it now."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from vroegsein.errors import StackError
from vroegsein.stack import processes
from vroegsein.stack.layout import Layout, write_private
from vroegsein.stack.processes import Session


@dataclass(frozen=True)
class Part:
    """One part of the stack as it was started.

    Attributes:
        name: `postgres`, `sftp-server`, or a component of Airflow.
        session: Its process.
        port: Port it listens on, if any.
        recipe: Digest of command and environment; another one needs a restart.
    """

    name: str
    session: Session
    port: int | None
    recipe: str

    @property
    def running(self) -> bool:
        """Whether the part itself runs."""
        return processes.is_running(self.session)


def recipe(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """Return the digest of what a part is started with."""
    text = json.dumps([list(command), sorted(environ.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def load_parts(layout: Layout) -> dict[str, Part]:
    """Return the parts that were started and not yet stopped, running or not."""
    try:
        entries = json.loads(layout.state.read_text("utf-8"))["parts"]
        return {
            entry["name"]: Part(**entry | {"session": Session(**entry["session"])})
            for entry in entries
        }
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError):
        msg = (
            f"{layout.state} is damaged: end the stack's programs by hand, "
            "then remove that file."
        )
        raise StackError(msg) from None


def save_parts(layout: Layout, parts: Mapping[str, Part]) -> None:
    """Remember the parts; with none left, the file goes."""
    if not parts:
        layout.state.unlink(missing_ok=True)
        return
    entries = [asdict(part) for part in parts.values()]
    write_private(layout.state, json.dumps({"parts": entries}, indent=2) + "\n")


@contextmanager
def locked(layout: Layout) -> Iterator[None]:
    """Hold the stack for one command; the lock file is gone afterwards.

    Raises:
        StackError: Another command is changing the stack.
    """
    descriptor = _open_lock(layout)
    try:
        yield
    finally:
        layout.lock.unlink(missing_ok=True)
        os.close(descriptor)


def _open_lock(layout: Layout) -> int:
    while True:
        descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            msg = (
                "Another command is starting or stopping this stack: "
                "wait until it is done."
            )
            raise StackError(msg) from None
        # Its former holder may have removed the file between our open and our lock.
        if layout.lock.exists() and os.path.samestat(
            os.fstat(descriptor), layout.lock.stat()
        ):
            return descriptor
        os.close(descriptor)
