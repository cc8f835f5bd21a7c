"""From a partner's inbox to the register: one function per task of the Dag.

Each can be run again, any number of times, with the same effect: what is done is found
done. They pass ids and counts, never names or values. A refused file stops nothing but
itself; an unreachable server raises `TransferError` for its own partner.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client, RemoteFile
from vroegsein.intake import ledger
from vroegsein.intake.answers import answer
from vroegsein.intake.envelope import month_in_name
from vroegsein.intake.fetch import fetch_file
from vroegsein.intake.inbox import FolderInbox, Inbox, SftpInbox, deliverable
from vroegsein.intake.ledger import Delivery, InboxFile
from vroegsein.intake.loading import load_delivery
from vroegsein.intake.places import made_id
from vroegsein.intake.steps import decode_delivery, validate_deliveries
from vroegsein.parties.partner import Passport, load_passport, partner_codes
from vroegsein.parties.period import ReportingMonth
from vroegsein.settings import settings

LINES_AT_ONCE = 100_000  # of several deliveries that are validated together


def list_partners(municipality: str, month: str) -> list[str]:
    """Return the codes of the partners a municipality's month is collected from.

    A partner without a legal basis is among them: its files are refused, not ignored.

    Raises:
        ConfigurationError: The month is none, or no partner names the municipality.
    """
    ReportingMonth.parse(month)
    codes = partner_codes(settings().partners, municipality)
    if not codes:
        msg = f"No passport in {settings().partners.name}/ names {municipality}."
        raise ConfigurationError(msg)
    return codes


def list_files(
    municipality: str,
    month: str,
    partner_code: str,
    server: Server,
    moment: datetime | str,
) -> list[str]:
    """Note which files lie in a partner's inbox; return all ids of the month.

    Args:
        municipality: CBS code.
        month: Reporting month, yyyy-mm.
        partner_code: Partner whose inbox is looked at.
        server: The partner's account.
        moment: When the run was due, with its time zone (as text: ISO 8601); the
            receipt of files seen for the first time.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    passport = _passport_for(municipality, partner_code)
    with Client(server) as client:
        entries = deliverable(SftpInbox(client).entries(), passport)
    return _remember(municipality, month, passport, entries, _aware(moment))


def fetch_files(inbox_file_ids: list[str], server: Server) -> list[str]:
    """Bring files here and register them as deliveries; return the deliveries' ids.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    with Client(server) as client:
        return _fetch(inbox_file_ids, SftpInbox(client))


def decode_files(delivery_ids: list[str]) -> list[str]:
    """Turn delivered bytes into numbered canonical rows; return the same ids."""
    for delivery_id in delivery_ids:
        delivery = ledger.current(delivery_id)
        if delivery.state == "fetched":
            decode_delivery(delivery)
    return delivery_ids


def validate_files(delivery_ids: list[str]) -> list[str]:
    """Judge every line by the expectation suite; return the same ids."""
    found = [ledger.current(delivery_id) for delivery_id in delivery_ids]
    for batch in _batches([item for item in found if item.state == "decoded"]):
        validate_deliveries(batch)
    return delivery_ids


def load_files(delivery_ids: list[str]) -> list[str]:
    """Write verdicts, findings and signals to the register; return the same ids."""
    for delivery_id in delivery_ids:
        load_delivery(delivery_id)
    return delivery_ids


def send_receipts(delivery_ids: list[str], server: Server) -> dict[str, int]:
    """Answer in the outbox and archive what was answered; return counts per state.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    deliveries = [ledger.current(delivery_id) for delivery_id in delivery_ids]
    with Client(server) as client:
        for delivery in deliveries:
            if delivery.is_done:
                answer(delivery, client)
    return _counts(deliveries)


def import_deliveries(
    municipality: str, month: str, folders: dict[str, Path], moment: datetime | str
) -> dict[str, int]:
    """Take in a month's files from folders on this machine; return counts per state.

    The same intake without a server: for the months before a municipality began.

    Args:
        municipality: CBS code.
        month: Reporting month, yyyy-mm.
        folders: Folder with the files, by partner code.
        moment: Moment of receipt, as for `list_files`.
    """
    delivery_ids: list[str] = []
    for partner_code, folder in sorted(folders.items()):
        passport = _passport_for(municipality, partner_code)
        inbox = FolderInbox(folder)
        entries = [
            entry
            for entry in deliverable(inbox.entries(), passport)
            if month_in_name(passport, entry.name) in {None, month}
        ]
        seen = _remember(municipality, month, passport, entries, _aware(moment))
        delivery_ids += _fetch(seen, inbox)
    load_files(validate_files(decode_files(delivery_ids)))
    return _counts([ledger.current(delivery_id) for delivery_id in delivery_ids])


def _batches(deliveries: list[Delivery]) -> Iterator[list[Delivery]]:
    """Yield deliveries in groups of so many lines that their tables fit in memory."""
    batch: list[Delivery] = []
    for delivery in deliveries:
        lines = sum(item.line_count or 0 for item in [*batch, delivery])
        if batch and lines > LINES_AT_ONCE:
            yield batch
            batch = []
        batch.append(delivery)
    if batch:
        yield batch


def _aware(moment: datetime | str) -> datetime:
    """Return a moment that has a time zone.

    Raises:
        ConfigurationError: It has none: the legal clocks would start hours off.
    """
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    if read.tzinfo is None:
        msg = "The moment of receipt needs a time zone."
        raise ConfigurationError(msg)
    return read


def _passport_for(municipality: str, partner_code: str) -> Passport:
    passport = load_passport(settings().partners, partner_code)
    if municipality not in passport.municipalities:
        msg = f"{partner_code}.yml: municipality {municipality} is not listed; add it."
        raise ConfigurationError(msg)
    return passport


def _remember(
    municipality: str,
    month: str,
    passport: Passport,
    entries: list[RemoteFile],
    moment: datetime,
) -> list[str]:
    month = str(ReportingMonth.parse(month))
    place = (municipality, month, passport.code)
    files = [_seen(place, entry, moment) for entry in entries]

    def work(connection: Connection) -> list[str]:
        ledger.remember_inbox_files(connection, files)
        return ledger.inbox_files_of_month(
            connection, municipality, month, passport.code
        )

    return ledger.transaction(work)


def _seen(
    place: tuple[str, str, str], entry: RemoteFile, moment: datetime
) -> InboxFile:
    """Return an inbox file; its id is the same whenever it is listed unchanged."""
    municipality, month, partner_code = place
    facts = (entry.name, entry.byte_count, entry.modified_seconds)
    return InboxFile(
        inbox_file_id=made_id("f", municipality, partner_code, month, *facts),
        municipality_code=municipality,
        month=month,
        partner_code=partner_code,
        remote_name=entry.name,
        byte_count=entry.byte_count,
        modified_seconds=entry.modified_seconds,
        received_at=moment,
    )


def _fetch(inbox_file_ids: list[str], inbox: Inbox) -> list[str]:
    found = [fetch_file(inbox_file_id, inbox) for inbox_file_id in inbox_file_ids]
    return list(dict.fromkeys(found_id for found_id in found if found_id))


def _counts(deliveries: list[Delivery]) -> dict[str, int]:
    counts = Counter(delivery.state for delivery in deliveries)
    return dict(sorted(counts.items()))
