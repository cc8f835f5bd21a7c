"""Which files of an inbox are taken: those with an agreed name, complete and regular.

A partner's file name is data. It is compared with the agreed pattern, and a name that
does not fit is counted, never repeated: it may hold a person's name.
"""

import logging
import shutil
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.files import whole_file
from vroegsein.exchange.sftp import Client, MissingFileError, RemoteFile
from vroegsein.intake.envelope import MANIFEST_ENDING
from vroegsein.intake.findings import Code
from vroegsein.parties.partner import Passport

_log = logging.getLogger(__name__)

INBOX, OUTBOX, ARCHIVE = "inbox", "outbox", "archive"
_UNDER_WAY = (".part", ".filepart", ".tmp", "~")


class Inbox(Protocol):
    """Where a partner's files lie: on its server, or in a folder here."""

    def entries(self) -> list[RemoteFile]:
        """Return what lies there, by name."""

    def look(self, name: str) -> RemoteFile | None:
        """Return one entry as it is now; None when it is absent."""

    def take(self, name: str, target: Path) -> None:
        """Copy a file here, whole or not at all."""


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

    def take(self, name: str, target: Path) -> None:
        """Copy a file here, whole or not at all."""
        self.client.download(INBOX, name, target)


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

    def take(self, name: str, target: Path) -> None:
        """Copy a file here, whole or not at all."""
        with (self.folder / name).open("rb") as source, whole_file(target) as sink:
            shutil.copyfileobj(source, sink)


def deliverable(entries: list[RemoteFile], passport: Passport) -> list[RemoteFile]:
    """Return the files that are complete by agreement, in order of name.

    With a manifest agreed, a file waits until its manifest is there. Anything else in
    the inbox is left alone and counted in the log.
    """
    by_name = {entry.name: entry for entry in entries if entry.is_regular}
    agreed = [name for name in sorted(by_name) if passport.file_pattern.fullmatch(name)]
    _count_others(entries, passport)
    if passport.delivery.completeness == "manifest":
        complete = [name for name in agreed if f"{name}{MANIFEST_ENDING}" in by_name]
        if len(complete) < len(agreed):
            _log.info(
                "partner=%s files waiting for a manifest: %d",
                passport.code,
                len(agreed) - len(complete),
            )
        agreed = complete
    return [by_name[name] for name in agreed]


def _count_others(entries: list[RemoteFile], passport: Passport) -> None:
    """Log how many entries are not agreed, by code; names stay out of the log."""
    counted: Counter[str] = Counter()
    for entry in entries:
        agreed = passport.file_pattern.fullmatch(
            entry.name.removesuffix(MANIFEST_ENDING)
        )
        if not entry.is_regular:
            counted[Code.DEL_NOT_REGULAR] += 1
        elif not agreed and not _is_under_way(entry.name):
            counted[Code.NAM_UNSAFE] += 1
    for code, number in sorted(counted.items()):
        _log.warning("partner=%s code=%s entries=%d", passport.code, code, number)


def _is_under_way(name: str) -> bool:
    return name.startswith(".") or name.endswith(_UNDER_WAY)


def archive(client: Client, entry: RemoteFile, archived_as: str) -> None:
    """Move a file and its manifest to `archive/`, unless the partner replaced it.

    The manifest goes first: a file without one is not picked up, so that a partner who
    delivers anew meanwhile is never answered with the earlier manifest.
    """
    now = client.stat(INBOX, entry.name)
    if now is not None and now != entry:
        _log.info("a file was replaced after it was fetched; the next run takes it")
        return
    for ending in (MANIFEST_ENDING, ""):
        try:
            client.move(
                f"{INBOX}/{entry.name}{ending}", f"{ARCHIVE}/{archived_as}{ending}"
            )
        except MissingFileError:
            continue  # taken away by the partner, or never there
