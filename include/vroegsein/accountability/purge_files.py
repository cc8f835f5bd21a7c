"""Which files a purge destroys: every folder of the storage has a term, or stays.

A folder is `<kind>/<municipality>/<month>`. One that is not named here is reported, so
that no new kind of file is forgotten. What lies there under no month, left behind by
work that was killed say, goes by its own age.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from vroegsein.accountability.purge_scope import Scope, due_months, held
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.publication_tables import publication
from vroegsein.settings import settings

#: Counts without persons: they may stay.
KEPT = ("quality", "reports", "statistics")
#: Of a month that is closed: files as they came, and what was made on the way.
RAW = ("landing",)
WORK = ("matching", "work", "reviews", "inzage", "outgoing")
#: Files that lie under no month: so long after they were written.
AGED = ("office", "feedback")
#: Lists as long as their signals.
LISTS = ("ddas", "publications")
MONTH = re.compile(r"20\d\d-\d\d")
OWN = "purge"  # what a purge under way keeps until it is done


def due_files(connection: Connection, scope: Scope) -> list[Path]:
    """Return the files of a municipality that are due, in order."""
    months = set(due_months(connection, scope))
    on_hold = held(connection, scope.municipality, "month")
    closed = _closed_days(connection, scope)
    found: list[Path] = []
    for kind, folder, month in _folders(scope.municipality):
        if month in on_hold:
            continue
        if kind in LISTS:
            is_due = month in months
        else:
            days = scope.terms.raw_days if kind in RAW else scope.terms.work_days
            closed_on = closed.get(month, _end_of(scope, month))
            is_due = scope.day >= closed_on + timedelta(days=days)
        if is_due or month in months:
            found += sorted(path for path in folder.rglob("*") if not path.is_dir())
    return found + _aged_files(scope)


def unlink_files(paths: list[Path]) -> int:
    """Unlink files and the folders they leave empty; return how many files there were.

    What is gone already was unlinked by the same purge, before it was broken off.
    """
    count = 0
    for path in paths:
        count += path.exists()
        path.unlink(missing_ok=True)
    storage = settings().storage
    for folder in {parent for path in paths for parent in path.parents}:
        _remove_if_empty(folder, storage)
    return count


def unknown_folders() -> list[str]:
    """Return folders of the storage that no term is known of."""
    known = {*KEPT, *RAW, *WORK, *AGED, *LISTS, OWN}
    if not settings().storage.exists():
        return []
    return sorted(
        path.name
        for path in settings().storage.iterdir()
        if path.is_dir() and path.name not in known
    )


def _folders(municipality: str) -> Iterator[tuple[str, Path, str]]:
    """Yield kind, folder and month of everything that has a term."""
    for kind in (*RAW, *WORK, *LISTS):
        base = settings().storage / kind / municipality
        for folder in sorted(base.iterdir()) if base.is_dir() else ():
            if MONTH.fullmatch(folder.name):
                yield kind, folder, folder.name


def _aged_files(scope: Scope) -> list[Path]:
    """Return files under no month that were written long enough ago."""
    last = scope.days_ago(scope.terms.work_days)
    found: list[Path] = []
    for path in _under_no_month(scope.municipality):
        written = datetime.fromtimestamp(path.lstat().st_mtime, tz=UTC)
        if dutch_day(written) <= last:
            found.append(path)
    return found


def _under_no_month(municipality: str) -> Iterator[Path]:
    """Yield files that lie under no month, in order."""
    for kind in (*AGED, *RAW, *WORK, *LISTS):
        base = settings().storage / kind / municipality
        for path in sorted(base.rglob("*")) if base.is_dir() else ():
            is_of_month = MONTH.fullmatch(path.relative_to(base).parts[0])
            if not path.is_dir() and not (is_of_month and kind not in AGED):
                yield path


def _closed_days(connection: Connection, scope: Scope) -> dict[str, date]:
    """Return the day on which each month's list was first published."""
    query = (
        select(publication.c.month, func.min(publication.c.published_at))
        .where(publication.c.municipality_code == scope.municipality)
        .group_by(publication.c.month)
    )
    return {month: dutch_day(moment) for month, moment in connection.execute(query)}


def _end_of(scope: Scope, month: str) -> date:
    """Return when a month that was never published counts as closed."""
    ended = ReportingMonth.parse(month).plus(1).first_day
    return ended + timedelta(days=scope.terms.wait_days)


def _remove_if_empty(folder: Path, storage: Path) -> None:
    """Remove a folder and the empty ones above it, within the storage."""
    while folder != storage and storage in folder.parents:
        if not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
        folder = folder.parent
