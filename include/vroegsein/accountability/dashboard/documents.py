"""Which files of the storage folder the pages hand out, to whom, and as what.

Audit reports with their PDF and signed digests, quality pages, monitors: nothing with
a person in it. Their addresses mirror the folder, so that the links between them hold.
A name is one of the patterns below or there is no such file: no path is made of it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from vroegsein.accountability.dashboard.asking import Asked, UnknownPageError
from vroegsein.accountability.dashboard.rights import may_see
from vroegsein.parties.period import PATTERN
from vroegsein.settings import settings

#: Names within `<folder>/<municipality>/<month>/`, for each folder that is shown.
NAMES = {
    "reports": r"auditrapport-v\d{1,4}\.(html|pdf)|kenmerken-v\d{1,4}\.txt(\.sig)?",
    "quality": r"(levering|scorekaart)_[A-Za-z0-9_-]{1,60}\.html|scorekaart\.html",
    "statistics": r"monitor_\d{4}_\d{4}-\d{2}\.(html|csv)",
}
#: Which right each folder asks for, by its name in `rights.NEEDS`.
ASKS = {"reports": "report", "quality": "quality", "statistics": "monitor"}
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".sig": "application/octet-stream",
}
#: A page has its style and the widths of its bars within it, and no script.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self';"
    " base-uri 'none'; form-action 'none'"
)
NOTHING = "default-src 'none'; frame-ancestors 'self'; base-uri 'none'"


@dataclass(frozen=True)
class Place:
    """Where a file lies: folder, month and name; the municipality is the reader's."""

    folder: str
    month: str
    name: str


@dataclass(frozen=True)
class Document:
    """A file as it is sent.

    Attributes:
        content: Its bytes.
        media_type: What they are.
        policy: Its Content-Security-Policy.
        download: Name to keep it under; None for a page that is shown.
    """

    content: bytes
    media_type: str
    policy: str
    download: str | None = None


def document(asked: Asked, place: Place) -> Document:
    """Return a file of the storage folder.

    Args:
        asked: Who asks: their rights and their municipality.
        place: Which file.

    Raises:
        PermissionError: The reader has not the right to see files of this folder.
        UnknownPageError: There is no such file on this machine.
    """
    if place.folder not in NAMES:
        raise UnknownPageError
    if not may_see(ASKS[place.folder], asked.rights):
        raise PermissionError
    path = path_of(asked.municipality, place)
    if path is None:
        raise UnknownPageError
    is_page = path.suffix == ".html"
    stem, dot, suffix = place.name.partition(".")
    return Document(
        content=path.read_bytes(),
        media_type=MEDIA_TYPES[path.suffix],
        policy=POLICY if is_page else NOTHING,
        download=None if is_page else f"{stem}-{place.month}{dot}{suffix}",
    )


def path_of(municipality: str, place: Place) -> Path | None:
    """Return where a file lies; None where it has no name of ours, or is not there."""
    known = NAMES.get(place.folder, "(?!)")
    if not (
        re.fullmatch(known, place.name, re.ASCII)
        and re.fullmatch(PATTERN, place.month, re.ASCII)
        and re.fullmatch(r"\d{4}", municipality, re.ASCII)
    ):
        return None
    path = settings().storage / place.folder / municipality / place.month / place.name
    return path if path.is_file() and not path.is_symlink() else None


def link_to(asked: Asked, place: Place) -> str | None:
    """Return the address of a file for a reader who may see it, where it is there."""
    may = may_see(ASKS[place.folder], asked.rights)
    if not may or path_of(asked.municipality, place) is None:
        return None
    inside = f"{asked.municipality}/{place.month}/{place.name}"
    return f"{asked.base}/files/{place.folder}/{inside}"


def newest_monitor(asked: Asked) -> Place | None:
    """Return the monitor of the month shown, or the last one before it."""
    folder = settings().storage / "statistics" / asked.municipality
    months = sorted((each.name for each in folder.glob("????-??")), reverse=True)
    for month in months:
        place = Place("statistics", month, f"monitor_{asked.municipality}_{month}.html")
        if month <= str(asked.month) and link_to(asked, place):
            return place
    return None
