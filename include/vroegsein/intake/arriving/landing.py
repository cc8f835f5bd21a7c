"""One inbox file is brought here whole, or it stays there and we remember why.

What grows, is too large or cannot be read is left alone; the next run looks again. A
file of another municipality in a shared inbox is left for that municipality's run: its
manifest decides, and nothing else.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from vroegsein.exchange.sftp import (
    Fault,
    FileTooLargeError,
    MissingFileError,
    SftpError,
)
from vroegsein.intake import ledger
from vroegsein.intake.arriving.desks import Desk
from vroegsein.intake.arriving.envelope import (
    MANIFEST_ENDING,
    MAX_MANIFEST_BYTES,
    SIGNATURE_ENDING,
    Manifest,
    manifest_at,
)
from vroegsein.intake.arriving.inbox import Inbox, is_as_seen
from vroegsein.intake.arriving.inbox_memory import change_inbox_file
from vroegsein.intake.arriving.inbox_notes import end_fetching, note_fetching
from vroegsein.intake.findings import Code
from vroegsein.intake.ledger import InboxFile
from vroegsein.intake.places import Places
from vroegsein.parties.partner import Passport

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Arrival:
    """An inbox file on its way in."""

    seen: InboxFile
    passport: Passport

    @property
    def _folder(self) -> Path:
        return Places(self.seen.municipality_code, self.seen.month).landing

    @property
    def raw(self) -> Path:
        """Where its bytes land."""
        return self._folder / f"{self.seen.inbox_file_id}.raw"

    @property
    def manifest(self) -> Path:
        """Where its manifest lands."""
        return self._folder / f"{self.seen.inbox_file_id}.manifest.json"

    @property
    def signature(self) -> Path:
        """Where the signature over its manifest lands."""
        return self._folder / f"{self.seen.inbox_file_id}.manifest.json.sig"

    @property
    def has_manifest(self) -> bool:
        """Whether a manifest is agreed."""
        return self.passport.delivery.completeness == "manifest"

    @property
    def has_signature(self) -> bool:
        """Whether a signature over the manifest is agreed."""
        return self.has_manifest and self.passport.protection.signature == "ssh"

    def read_manifest(self) -> Manifest | None:
        """Return its manifest, where there is one that can be read."""
        return manifest_at(self.manifest) if self.has_manifest else None

    def forget(self) -> None:
        """Remove what landed."""
        for path in (self.raw, self.manifest, self.signature):
            path.unlink(missing_ok=True)

    def note(self, code: Code) -> None:
        """Remember what kept the file from being fetched."""
        seen = self.seen
        moment = seen.last_seen_at or seen.received_at
        note_fetching(self._desk, code, seen.remote_name, moment)
        _log.warning("inbox_file=%s code=%s", seen.inbox_file_id, code)

    def note_landed(self) -> None:
        """Note that nothing keeps the file from being fetched any more."""
        end_fetching(self._desk, self.seen.remote_name)

    @property
    def _desk(self) -> Desk:
        seen = self.seen
        return Desk(seen.municipality_code, seen.month, self.passport)


def land(arrival: Arrival, inbox: Inbox) -> bool:
    """Bring file, manifest and signature here; tell whether they came whole.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    try:
        has_landed = not _is_elsewhere(arrival, inbox) and _bring(arrival, inbox)
    except FileTooLargeError:
        arrival.note(Code.DEL_SIZE)
        has_landed = False
    except MissingFileError:
        _leave(arrival)
        has_landed = False
    except SftpError as error:
        arrival.forget()
        if error.code is not Fault.DENIED:
            raise
        arrival.note(Code.DEL_ACCESS)
        has_landed = False
    if has_landed:
        arrival.note_landed()
    else:
        arrival.forget()
    return has_landed


def _bring(arrival: Arrival, inbox: Inbox) -> bool:
    """Bring the files here; False where the file changed meanwhile."""
    name = arrival.seen.remote_name
    if not _is_still(arrival, inbox):
        return False
    inbox.take(name, arrival.raw, arrival.passport.delivery.max_bytes)
    if arrival.has_manifest:
        _take_small(inbox, f"{name}{MANIFEST_ENDING}", arrival.manifest)
    if arrival.has_signature:
        _take_signature(arrival, inbox)
    return _is_still(arrival, inbox)


def _take_small(inbox: Inbox, name: str, target: Path) -> None:
    """Bring a manifest or signature; one too large is left empty, and so refused."""
    try:
        inbox.take(name, target, MAX_MANIFEST_BYTES)
    except FileTooLargeError:
        target.write_bytes(b"")


def _take_signature(arrival: Arrival, inbox: Inbox) -> None:
    """Bring the signature; where it is absent the file is refused when unwrapped."""
    try:
        name = f"{arrival.seen.remote_name}{SIGNATURE_ENDING}"
        _take_small(inbox, name, arrival.signature)
    except MissingFileError:
        arrival.signature.unlink(missing_ok=True)


def _is_elsewhere(arrival: Arrival, inbox: Inbox) -> bool:
    """Tell whether a file in a shared inbox is for another municipality."""
    seen, others = arrival.seen, set(arrival.passport.municipalities)
    if len(others) == 1:
        return False
    _take_small(inbox, f"{seen.remote_name}{MANIFEST_ENDING}", arrival.manifest)
    manifest = arrival.read_manifest()
    others.discard(seen.municipality_code)
    if manifest is None or manifest.gemeentecode not in others:
        return False
    _log.info("inbox_file=%s is for another municipality", seen.inbox_file_id)
    return True


def _is_still(arrival: Arrival, inbox: Inbox) -> bool:
    """Tell whether the file is as it was listed; remember it where it is not."""
    entry = inbox.look(arrival.seen.remote_name)
    if entry is not None and is_as_seen(entry, arrival.seen):
        return True
    if entry is not None:
        arrival.note(Code.DEL_UNSTABLE)
    _leave(arrival)
    return False


def _leave(arrival: Arrival) -> None:
    """Note that the file as it was seen is there no more."""
    inbox_file_id = arrival.seen.inbox_file_id
    _log.info("inbox_file=%s is gone or changed", inbox_file_id)
    ledger.transaction(lambda db: change_inbox_file(db, inbox_file_id, left_as="gone"))
