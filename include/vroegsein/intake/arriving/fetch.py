"""An inbox file becomes a delivery, known by its month and bytes; the law comes first.

The same bytes of the same month are the same delivery, whatever their name. Taken
before: nothing happens, and the earlier receipt is sent again; but where the manifest
now corrects or withdraws with them, they are another delivery. Taken in another month:
refused as a replay. Refused before: it is examined again when delivered again, when the
passport or the legal basis changed since, or when an official released it.
"""

import logging
from pathlib import Path

from vroegsein.errors import DeliveryError
from vroegsein.exchange.files import digest_of, sync_folder
from vroegsein.intake import ledger
from vroegsein.intake.arriving.envelope import (
    Kind,
    Manifest,
    check_month,
    is_collected,
    month_in_name,
    number_in_name,
)
from vroegsein.intake.arriving.inbox import Inbox
from vroegsein.intake.arriving.inbox_memory import change_inbox_file
from vroegsein.intake.arriving.landing import Arrival, land
from vroegsein.intake.entering.remembered import remember_refused
from vroegsein.intake.findings import Code, file_finding
from vroegsein.intake.ledger import Delivery, InboxFile
from vroegsein.intake.places import Places, made_id
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.partner import Passport, load_passport
from vroegsein.settings import settings

_log = logging.getLogger(__name__)


def fetch_file(inbox_file_id: str, inbox: Inbox) -> str | None:
    """Fetch one file; return its delivery, or None where none came of it."""
    seen = ledger.transaction(
        lambda connection: ledger.inbox_file_by_id(connection, inbox_file_id)
    )
    passport = load_passport(settings().partners, seen.partner_code)
    known = seen.delivery_id
    if known and not _is_judged_otherwise_now(known, passport):
        return known
    arrival = Arrival(seen, passport)
    if not land(arrival, inbox):
        return known
    return _take_in(arrival)


def _take_in(arrival: Arrival) -> str:
    """Register what was landed as a delivery, unless it is one already."""
    seen = arrival.seen
    month, digest = _month_of(arrival), digest_of(arrival.raw)
    delivery_id, known = _identity(arrival, month, digest)
    if known is None or _is_examined_again(known, seen, arrival.passport):
        _begin(arrival, delivery_id, month, digest)
    elif known.inbox_file_id != seen.inbox_file_id:
        _log.info("delivery=%s code=%s", delivery_id, Code.DEL_DUPLICATE_FILE)
    arrival.forget()
    _admit(delivery_id, arrival.passport)
    ledger.transaction(
        lambda db: change_inbox_file(
            db, seen.inbox_file_id, delivery_id=delivery_id, left_as=None
        )
    )
    return delivery_id


def _identity(arrival: Arrival, month: str, digest: str) -> tuple[str, Delivery | None]:
    """Return which delivery these bytes are, and what is known of it."""
    seen, manifest = arrival.seen, arrival.read_manifest()
    content = (seen.municipality_code, seen.partner_code, month, digest)
    delivery_id = made_id("d", *content)
    known = ledger.transaction(lambda db: ledger.find_delivery(db, delivery_id))
    if known is None or manifest is None or not _says_otherwise(manifest, known):
        return delivery_id, known
    again = made_id("d", *content, manifest.soort.stored, manifest.volgnummer)
    return again, ledger.transaction(lambda db: ledger.find_delivery(db, again))


def _says_otherwise(manifest: Manifest, known: Delivery) -> bool:
    """Tell whether a manifest changes the month with bytes that were taken before."""
    changes = manifest.soort in {Kind.CORRECTION, Kind.WITHDRAWAL}
    is_taken = known.is_done and known.state != "refused"
    said = (manifest.soort.stored, manifest.volgnummer)
    return changes and is_taken and said != (known.kind, known.sequence)


def _month_of(arrival: Arrival) -> str:
    """Return the month a file is of: by its name, else its manifest, else the run."""
    manifest = arrival.read_manifest()
    stated = month_in_name(arrival.passport, arrival.seen.remote_name) or (
        manifest.leverperiode if manifest else None
    )
    run_month = arrival.seen.month
    return stated if stated and is_collected(stated, run_month) else run_month


def _begin(arrival: Arrival, delivery_id: str, month: str, digest: str) -> None:
    """Put the landed files under the delivery's id, then write the delivery."""
    seen, passport = arrival.seen, arrival.passport
    places = Places(seen.municipality_code, month)
    manifest = arrival.read_manifest()
    number = number_in_name(passport, seen.remote_name)
    values = {
        "delivery_id": delivery_id,
        "municipality_code": seen.municipality_code,
        "month": month,
        "partner_code": seen.partner_code,
        "inbox_file_id": seen.inbox_file_id,
        "digest": digest,
        "byte_count": arrival.raw.stat().st_size,
        "received_at": seen.received_at,
        "kind": manifest.soort.stored if manifest else "full",
        "sequence": manifest.volgnummer if manifest else number,
        "stated_digest": manifest.sha256.lower() if manifest else None,
        "legal_basis_code": passport.legal_basis,
        "passport_digest": passport.digest,
    }
    _settle(arrival.raw, places.raw(delivery_id))
    _settle(arrival.manifest, places.manifest(delivery_id))
    _settle(arrival.signature, places.signature(delivery_id))
    ledger.transaction(lambda db: ledger.begin_delivery(db, values))


def _settle(source: Path, target: Path) -> None:
    """Move a landed file to its place; an absent one leaves no earlier one there."""
    if source.exists():
        source.replace(target)
    else:
        target.unlink(missing_ok=True)
    sync_folder(target.parent)


def _admit(delivery_id: str, passport: Passport) -> None:
    """Refuse, before a byte is decoded, what has no legal basis, month or novelty.

    The name that counts is that of the file which began the delivery: a copy of it
    under another name changes nothing.
    """
    delivery = ledger.current(delivery_id)
    if delivery.state != "fetched":
        return
    code = _refusal(delivery, passport)
    if code == Code.LAW_NO_BASIS:
        wipe(delivery)
    if code is not None:
        _log.info("delivery=%s code=%s", delivery_id, code)
        places = Places(delivery.municipality_code, delivery.month)
        remember_refused(delivery, code, range(0), places.rows(delivery_id))
        ledger.refuse(delivery_id, code, [file_finding(code)])


def _refusal(delivery: Delivery, passport: Passport) -> str | None:
    """Return why a delivery is not admitted, if it is not."""
    if not has_basis(delivery, passport):
        return Code.LAW_NO_BASIS
    began = ledger.transaction(
        lambda db: ledger.inbox_file_by_id(db, delivery.inbox_file_id)
    )
    try:
        check_month(month_in_name(passport, began.remote_name), delivery.month)
    except DeliveryError as error:
        return error.code
    return ledger.transaction(
        lambda db: (
            Code.DEL_REPLAY
            if ledger.month_of_same_content(db, delivery)
            and not ledger.is_released(db, delivery.delivery_id, Code.DEL_REPLAY)
            else None
        )
    )


def has_basis(delivery: Delivery, passport: Passport) -> bool:
    """Tell whether a delivery's legal basis holds on the day of receipt."""
    return load_legal_bases(settings().legal_bases).holds(
        passport.legal_basis,
        dutch_day(delivery.received_at),
        delivery.municipality_code,
        passport.sector,
    )


def wipe(delivery: Delivery) -> None:
    """Remove the landed bytes of a delivery that we may not hold."""
    places = Places(delivery.municipality_code, delivery.month)
    for path in (places.raw, places.manifest, places.signature):
        path(delivery.delivery_id).unlink(missing_ok=True)


def _is_examined_again(known: Delivery, seen: InboxFile, passport: Passport) -> bool:
    """Tell whether a delivery refused before is looked at once more.

    A file that came back looks as it did, where the partner's program keeps its time:
    the bytes may be the same, and the manifest beside them another.
    """
    came_back = seen.delivery_id is None
    again = came_back or known.inbox_file_id != seen.inbox_file_id
    return known.state == "refused" and (again or _is_changed(known, passport))


def _is_judged_otherwise_now(delivery_id: str, passport: Passport) -> bool:
    known = ledger.current(delivery_id)
    return known.state == "refused" and _is_changed(known, passport)


def _is_changed(known: Delivery, passport: Passport) -> bool:
    """Tell whether what refused a delivery is different now."""
    lawful_now = known.refusal_code == Code.LAW_NO_BASIS and has_basis(known, passport)
    return known.passport_digest != passport.digest or lawful_now
