"""A purge proves itself: no byte of what went is left where this system writes.

Before anything goes, values that only the persons concerned have are set aside: the
markers. Afterwards the write-ahead log is changed over and every root is searched for
them, byte by byte, the register's own files included. A root that cannot be read is
named, and then the purge does not call itself proven.
"""

import mmap
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from vroegsein.settings import settings

MOST_MARKERS = 24
OURS = "vroegsein"  # how the names of our temporary folders and files begin
SHORTEST = 8  # a shorter value may stand anywhere by chance
#: Values of the signals that go and of no other signal of anybody, spread by digest.
MARKERS = text(
    """
    WITH said AS (
        SELECT
            signal.month,
            gone.signal_id IS NOT NULL AS goes,
            UNNEST(ARRAY[
                signal.email, signal.phone, signal.customer_number
            ]) AS value
        FROM intake.signal AS signal
        LEFT JOIN gone_signal AS gone
            ON signal.signal_id = gone.signal_id
    ),
    marker AS (
        SELECT said.value
        FROM said
        WHERE LENGTH(said.value) >= :shortest
        GROUP BY said.value
        HAVING BOOL_AND(said.goes)
    )
    SELECT marker.value
    FROM marker
    ORDER BY MD5(marker.value)
    LIMIT :most
    """
)


@dataclass(frozen=True)
class Proof:
    """What a search found.

    Attributes:
        markers: Number of values searched for.
        roots: Names of the roots that were searched.
        unread: Names of roots that could not be read from here.
        files: Files searched.
        byte_count: Bytes searched.
        found_in: Files in which a marker stands, from their root's name on.
    """

    markers: int
    roots: tuple[str, ...]
    unread: tuple[str, ...]
    files: int
    byte_count: int
    found_in: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything was searched and nothing found."""
        return not self.unread and not self.found_in

    def document(self) -> dict[str, object]:
        """Return it as the certificate holds it."""
        return asdict(self) | {"holds": self.holds}


def chosen_markers(connection: Connection) -> list[str]:
    """Return values of the marked signals that no other signal has."""
    found = connection.scalars(MARKERS, {"shortest": SHORTEST, "most": MOST_MARKERS})
    return list(found)


def change_log_over(connection: Connection) -> bool:
    """Let the server drop the write-ahead log so far; tell whether we may ask so.

    The log is dropped, not used again under another name: the server runs with
    `wal_recycle = off`.

    Args:
        connection: A connection in autocommit.
    """
    try:
        connection.execute(text("CHECKPOINT"))
        connection.execute(text("SELECT pg_switch_wal()"))
        connection.execute(text("CHECKPOINT"))
        connection.execute(text("CHECKPOINT"))
    except DBAPIError:
        return False
    return True


def search(connection: Connection, markers: Iterable[str], leave: Path) -> Proof:
    """Search every root for markers.

    Args:
        connection: A connection in autocommit; says where the register's files lie.
        markers: What is searched for.
        leave: The purge's own file, which holds them and goes last.
    """
    wanted = [marker.encode() for marker in markers]
    roots, unread = _roots(connection)
    files = byte_count = 0
    found: list[str] = []
    for name, root, paths in roots:
        for path in paths:
            size = _size(path)
            if path == leave or not size:
                continue
            files, byte_count = files + 1, byte_count + size
            if _holds(path, wanted):
                found.append(f"{name}/{path.relative_to(root)}")
    return Proof(
        markers=len(wanted),
        roots=tuple(sorted(name for name, _, _ in roots)),
        unread=tuple(unread),
        files=files,
        byte_count=byte_count,
        found_in=tuple(sorted(found)),
    )


def _roots(
    connection: Connection,
) -> tuple[list[tuple[str, Path, Iterator[Path]]], list[str]]:
    """Return the roots that can be read, and the names of the others.

    Returns:
        Name, folder and files of each root; and what could not be read.
    """
    folders = {
        "storage": settings().storage,
        "elsewhere": settings().elsewhere,
        "task logs": settings().task_logs,
    }
    unread = []
    try:
        register = Path(str(connection.scalar(text("SHOW data_directory"))))
    except DBAPIError:
        register = Path()
    if register.is_absolute() and os.access(register / "base", os.R_OK | os.X_OK):
        folders["register"] = register
    else:
        unread.append("register")
    roots = [
        (name, folder, _files(folder))
        for name, folder in folders.items()
        if folder is not None and folder.is_dir()
    ]
    temporary = Path(tempfile.gettempdir())
    return [*roots, ("temporary", temporary, _temporary_files(temporary))], unread


def _temporary_files(folder: Path) -> Iterator[Path]:
    """Yield our own files in the folder that everybody of this machine writes to."""
    for path in sorted(folder.glob(f"{OURS}*")):
        if not path.is_symlink() and path.stat().st_uid == os.getuid():
            yield from _files(path) if path.is_dir() else (path,)


def _files(root: Path) -> Iterator[Path]:
    """Yield the files below a root; a link leads nowhere."""
    for folder, _, names in os.walk(root):
        for name in sorted(names):
            path = Path(folder) / name
            if not path.is_symlink():
                yield path


def _size(path: Path) -> int:
    """Return a file's size; 0 when it went in the meantime or is no plain file."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0


def _holds(path: Path, wanted: list[bytes]) -> bool:
    """Tell whether one of the markers stands in a file."""
    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
        ):
            return any(content.find(marker) >= 0 for marker in wanted)
    except (FileNotFoundError, ValueError):
        return False
