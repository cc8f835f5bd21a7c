"""An inbox file becomes a delivery, known by its bytes; the law is asked first.

The same bytes are the same delivery, whatever their name or month. Taken before:
nothing happens, and the earlier receipt is sent again. Refused before: it is examined
again when delivered again, or when the passport or the legal basis changed since.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from vroegsein.errors import DeliveryError
from vroegsein.exchange.files import rename_durably, write_whole
from vroegsein.exchange.sftp import FileTooLargeError, MissingFileError
from vroegsein.intake import ledger
from vroegsein.intake.canonical import physical_lines
from vroegsein.intake.envelope import MANIFEST_ENDING, Expectation, check_month
from vroegsein.intake.findings import Code, file_finding
from vroegsein.intake.inbox import Inbox
from vroegsein.intake.ledger import Delivery, InboxFile
from vroegsein.intake.places import Places, made_id
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.settings import settings

_log = logging.getLogger(__name__)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class _Arrival:
    """An inbox file on its way in."""

    seen: InboxFile
    passport: Passport

    @property
    def places(self) -> Places:
        return Places(self.seen.municipality_code, self.seen.month)

    @property
    def raw(self) -> Path:
        return self.places.landing / f"{self.seen.inbox_file_id}.raw"

    @property
    def manifest(self) -> Path:
        return self.places.landing / f"{self.seen.inbox_file_id}.manifest.json"

    @property
    def has_manifest(self) -> bool:
        return self.passport.delivery.completeness == "manifest"


def day_of_receipt(received_at: datetime) -> date:
    """Return the Dutch calendar day of a moment."""
    return received_at.astimezone(AMSTERDAM).date()


def fetch_file(inbox_file_id: str, inbox: Inbox) -> str | None:
    """Fetch one file; return its delivery, or None where it is not there any more."""
    seen = ledger.transaction(
        lambda connection: ledger.inbox_file_by_id(connection, inbox_file_id)
    )
    passport = load_passport(settings().partners, seen.partner_code)
    arrival = _Arrival(seen, passport)
    delivery_id = arrival.places.arrived_as(inbox_file_id)
    if delivery_id and not _is_judged_otherwise_now(delivery_id, passport):
        return delivery_id
    if not _land(arrival, inbox):
        return delivery_id
    return _take_in(arrival)


def _land(arrival: _Arrival, inbox: Inbox) -> bool:
    """Bring file and manifest here; False where they are gone, growing or too large."""
    name = arrival.seen.remote_name
    try:
        if not _is_as_listed(arrival.seen, inbox):
            return False
        inbox.take(name, arrival.raw)
        if arrival.has_manifest:
            inbox.take(f"{name}{MANIFEST_ENDING}", arrival.manifest)
        if _is_as_listed(arrival.seen, inbox):
            return True
        _log.info("inbox_file=%s changed while fetched", arrival.seen.inbox_file_id)
    except FileTooLargeError:
        _log.warning("inbox_file=%s code=%s", arrival.seen.inbox_file_id, Code.DEL_SIZE)
    except MissingFileError:
        _log.info("inbox_file=%s is gone", arrival.seen.inbox_file_id)
    _forget(arrival)
    return False


def _is_as_listed(seen: InboxFile, inbox: Inbox) -> bool:
    entry = inbox.look(seen.remote_name)
    return entry is not None and (entry.byte_count, entry.modified_seconds) == (
        seen.byte_count,
        seen.modified_seconds,
    )


def _take_in(arrival: _Arrival) -> str:
    """Register what was landed as a delivery, unless it is one already."""
    seen, places = arrival.seen, arrival.places
    digest = identity(arrival.raw, seen.month, has_total=not arrival.has_manifest)
    delivery_id = made_id("d", seen.municipality_code, seen.partner_code, digest)
    known = ledger.transaction(lambda db: ledger.find_delivery(db, delivery_id))
    if known is None or _is_examined_again(known, seen, arrival.passport):
        _begin(arrival, delivery_id, digest)
    elif known.inbox_file_id != seen.inbox_file_id:
        _log.info("delivery=%s code=%s", delivery_id, Code.DEL_DUPLICATE_FILE)
    _forget(arrival)
    _admit(delivery_id, arrival.passport)
    write_whole(places.arrival(seen.inbox_file_id, delivery_id), b"")
    return delivery_id


def _begin(arrival: _Arrival, delivery_id: str, digest: str) -> None:
    """Put the landed files under the delivery's id, then write the delivery."""
    seen, places = arrival.seen, arrival.places
    byte_count = arrival.raw.stat().st_size
    rename_durably(arrival.raw, places.raw(delivery_id))
    if arrival.has_manifest:
        rename_durably(arrival.manifest, places.manifest(delivery_id))
    values = {
        "delivery_id": delivery_id,
        "municipality_code": seen.municipality_code,
        "month": seen.month,
        "partner_code": seen.partner_code,
        "inbox_file_id": seen.inbox_file_id,
        "digest": digest,
        "byte_count": byte_count,
        "received_at": seen.received_at,
        "legal_basis_code": arrival.passport.legal_basis,
        "passport_digest": arrival.passport.digest,
    }
    ledger.transaction(lambda db: ledger.begin_delivery(db, values))


def _admit(delivery_id: str, passport: Passport) -> None:
    """Refuse, before a byte is decoded, what has no legal basis or another month.

    The name that counts is that of the file which began the delivery: a copy of it
    under another name changes nothing.
    """
    delivery = ledger.current(delivery_id)
    if delivery.state != "fetched":
        return
    if not has_basis(delivery, passport):
        wipe(delivery)
        ledger.refuse(delivery_id, Code.LAW_NO_BASIS, [file_finding(Code.LAW_NO_BASIS)])
        return
    began = ledger.transaction(
        lambda connection: ledger.inbox_file_by_id(connection, delivery.inbox_file_id)
    )
    expected = Expectation(
        delivery.municipality_code, delivery.month, passport, began.remote_name
    )
    code = None
    try:
        check_month(expected)
    except DeliveryError as error:
        code = error.code
    if code is not None:
        ledger.refuse(delivery_id, code, [file_finding(code)])


def has_basis(delivery: Delivery, passport: Passport) -> bool:
    """Tell whether the partner's ground is registered and holds on receipt."""
    return load_legal_bases(settings().legal_bases).holds(
        passport.legal_basis,
        day_of_receipt(delivery.received_at),
        delivery.municipality_code,
        passport.sector,
    )


def wipe(delivery: Delivery) -> None:
    """Remove the landed bytes of a delivery that we may not hold."""
    places = Places(delivery.municipality_code, delivery.month)
    places.raw(delivery.delivery_id).unlink(missing_ok=True)
    places.manifest(delivery.delivery_id).unlink(missing_ok=True)


def identity(raw: Path, month: str, *, has_total: bool) -> str:
    """Return the digest by which a delivery is known: the SHA-256 of its bytes.

    A file without records is the same every month; its digest covers the month too, or
    the second nil report would be taken for the first.
    """
    with raw.open("rb") as file:
        line_count = len(list(islice(physical_lines(file), 3)))
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256")
    if line_count <= (2 if has_total else 1):
        digest.update(month.encode())
    return digest.hexdigest()


def _is_examined_again(known: Delivery, seen: InboxFile, passport: Passport) -> bool:
    """Tell whether a delivery refused before is looked at once more."""
    again = known.inbox_file_id != seen.inbox_file_id
    return known.state == "refused" and (again or _is_changed(known, passport))


def _is_judged_otherwise_now(delivery_id: str, passport: Passport) -> bool:
    known = ledger.current(delivery_id)
    return known.state == "refused" and _is_changed(known, passport)


def _is_changed(known: Delivery, passport: Passport) -> bool:
    """Tell whether what refused a delivery is different now."""
    lawful_now = known.refusal_code == Code.LAW_NO_BASIS and has_basis(known, passport)
    return known.passport_digest != passport.digest or lawful_now


def _forget(arrival: _Arrival) -> None:
    arrival.raw.unlink(missing_ok=True)
    arrival.manifest.unlink(missing_ok=True)
