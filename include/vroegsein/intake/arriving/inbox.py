"""Which files of an inbox are taken: those with an agreed name, complete and regular.

A partner's file name is data. It is compared with the agreed pattern, and a name that
does not fit is counted, never repeated: it may hold a person's name.
"""

import logging
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.files import whole_file
from vroegsein.exchange.sftp import (
    Client,
    Fault,
    FileTooLargeError,
    MissingFileError,
    RemoteFile,
)
from vroegsein.intake.arriving.envelope import (
    MANIFEST_ENDING,
    OLDEST_MONTHS,
    SIGNATURE_ENDING,
)
from vroegsein.intake.ledger import InboxFile
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth

_log = logging.getLogger(__name__)

INBOX, OUTBOX, ARCHIVE = "inbox", "outbox", "archive"
_BLOCK = 1024 * 1024


class Inbox(Protocol):
    """Where a partner's files lie: on its server, or in a folder here."""

    def entries(self) -> list[RemoteFile]:
        """Return what lies there, by name."""

    def look(self, name: str) -> RemoteFile | None:
        """Return one entry as it is now; None when it is absent."""

    def take(self, name: str, target: Path, largest: int) -> None:
        """Copy a file of at most so many bytes here, whole or not at all.

        Raises:
            FileTooLargeError: It is, or grows, larger than that.
            MissingFileError: It is not there.
            SftpError: The server refuses it.
        """


@dataclass(frozen=True)
class SftpInbox:
    """A partner's `inbox/` on its SFTP server."""

    client: Client

    def entries(self) -> list[RemoteFile]:
        """Return what lies there, by name."""
        return self.client.list_folder(INBOX)

    def look(self, name: str) -> RemoteFile | None:
        """Return one entry as it is now; None when it is absent."""
        return self.client.stat(INBOX, name)

    def take(self, name: str, target: Path, largest: int) -> None:
        """Copy a file of at most so many bytes here, whole or not at all."""
        cap = min(largest, self.client.limits.byte_count)
        self.client.download(INBOX, name, target, cap)


@dataclass(frozen=True)
class FolderInbox:
    """A folder on this machine, for a municipality's earlier months."""

    folder: Path

    def entries(self) -> list[RemoteFile]:
        """Return what lies there, by name.

        Raises:
            ConfigurationError: There is no such folder.
        """
        if not self.folder.is_dir():
            msg = f"There is no folder {self.folder.name} to import from."
            raise ConfigurationError(msg)
        found = [self.look(path.name) for path in sorted(self.folder.iterdir())]
        return [entry for entry in found if entry is not None]

    def look(self, name: str) -> RemoteFile | None:
        """Return one entry as it is now; None when it is absent."""
        path = self.folder / name
        try:
            status = path.lstat()
        except FileNotFoundError:
            return None
        return RemoteFile(
            name=name,
            byte_count=status.st_size,
            modified_seconds=min(int(status.st_mtime), 2**31 - 1),
            is_regular=stat.S_ISREG(status.st_mode),
        )

    def take(self, name: str, target: Path, largest: int) -> None:
        """Copy a file of at most so many bytes here, whole or not at all."""
        try:
            source = (self.folder / name).open("rb")
        except FileNotFoundError:
            raise MissingFileError(Fault.MISSING, "folder", "fetch a file") from None
        with source, whole_file(target) as sink:
            while block := source.read(_BLOCK):
                sink.write(block)
                if sink.tell() > largest:
                    raise FileTooLargeError(Fault.TOO_LARGE, "folder", "fetch a file")


def deliverable(entries: list[RemoteFile], passport: Passport) -> list[RemoteFile]:
    """Return the files that are complete by agreement, in order of name.

    With a manifest agreed, a file waits until its manifest is there. A file that is
    larger than agreed is never taken. Anything else in the inbox is left alone; what
    it is, `sights_of` says.
    """
    by_name = {entry.name: entry for entry in entries if entry.is_regular}
    agreed = [name for name in sorted(by_name) if passport.file_pattern.fullmatch(name)]
    if passport.delivery.completeness == "manifest":
        agreed = [name for name in agreed if f"{name}{MANIFEST_ENDING}" in by_name]
    return [
        by_name[name]
        for name in agreed
        if by_name[name].byte_count <= passport.delivery.max_bytes
    ]


def with_expected(
    inbox: Inbox, entries: list[RemoteFile], passport: Passport, month: str
) -> list[RemoteFile]:
    """Add the files a run expects where a listing was cut off before they came."""
    own = ReportingMonth.parse(month)
    months = [own.plus(-back) for back in range(OLDEST_MONTHS + 1)]
    names = [
        f"{passport.file_name(one)}{ending}"
        for one in months
        for ending in ("", MANIFEST_ENDING)
    ]
    listed = {entry.name for entry in entries}
    found = [inbox.look(name) for name in names if name not in listed]
    return entries + [entry for entry in found if entry is not None]


def empty_inbox(
    client: Client, seen: InboxFile, archived_as: str, *, is_kept: bool
) -> str | None:
    """Take a file, manifest and signature out of the inbox; return how it left.

    Not where the partner replaced it meanwhile (None). The manifest goes first: a file
    without one is not picked up, so that a partner who delivers anew meanwhile is never
    answered with the earlier manifest.

    Args:
        client: The partner's account.
        seen: The file as it was taken.
        archived_as: Its name in `archive/`.
        is_kept: Whether it goes to `archive/`; otherwise it is removed.
    """
    now = client.stat(INBOX, seen.remote_name)
    if now is not None and not is_as_seen(now, seen):
        _log.info("a file was replaced after it was fetched; the next run takes it")
        return None
    for ending in (MANIFEST_ENDING, SIGNATURE_ENDING, ""):
        source = f"{INBOX}/{seen.remote_name}{ending}"
        if not is_kept:
            client.remove(source)
            continue
        try:
            client.move(source, f"{ARCHIVE}/{archived_as}{ending}")
        except MissingFileError:
            continue  # taken away by the partner, or never there
    return "archived" if is_kept else "deleted"


def is_as_seen(entry: RemoteFile, seen: InboxFile) -> bool:
    """Tell whether an entry is the file that was seen, by its name, size and time."""
    return (entry.name, entry.byte_count, entry.modified_seconds) == (
        seen.remote_name,
        seen.byte_count,
        seen.modified_seconds,
    )
