"""From a partner's inbox to the register: one function per task of the Dag.

Each can be run again, any number of times, with the same effect: what is done is found
done. They pass ids and counts, never names or values. A refused file stops nothing but
itself; an unreachable server raises `TransferError` for its own partner.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.intake import ledger
from vroegsein.intake.answering.answers import answer
from vroegsein.intake.arriving.desks import desk_of, desks_of, scopes_of
from vroegsein.intake.arriving.envelope import month_in_name
from vroegsein.intake.arriving.fetch import fetch_file
from vroegsein.intake.arriving.inbox import (
    FolderInbox,
    Inbox,
    SftpInbox,
    deliverable,
    with_expected,
)
from vroegsein.intake.arriving.inbox_memory import (
    files_to_take,
    mark_imported,
    remember_inbox_files,
)
from vroegsein.intake.arriving.inbox_notes import note_listing, tell_partner
from vroegsein.intake.arriving.sights import Sight, sights_of
from vroegsein.intake.arriving.turns import one_at_a_time
from vroegsein.intake.entering.loading import load_delivery
from vroegsein.intake.findings import Code
from vroegsein.intake.ledger import Delivery
from vroegsein.intake.steps import decode_delivery, validate_deliveries
from vroegsein.parties.moments import read_moment
from vroegsein.parties.partner import partner_codes
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
    desk = desk_of(municipality, month, partner_code)
    with one_at_a_time(desk.scope), Client(server) as client:
        inbox = SftpInbox(client)
        entries = inbox.entries()
        sights = sights_of(entries, desk.passport)
        if len(entries) >= client.limits.listed:
            sights.append(Sight(Code.DEL_TOO_MANY_FILES))
            entries = with_expected(inbox, entries, desk.passport, month)
        names = {entry.name for entry in entries}
        note_listing(desk, sights, names, read_moment(moment))
        tell_partner(desk, client)
        files = deliverable(entries, desk.passport)
        remember_inbox_files(desk, files, read_moment(moment))
        return files_to_take(desk)


def fetch_files(inbox_file_ids: list[str], server: Server) -> list[str]:
    """Bring files here and register them as deliveries; return the deliveries' ids.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    desks = desks_of(inbox_file_ids)
    scopes = [desk.scope for desk in desks]
    with one_at_a_time(*scopes), Client(server) as client:
        delivery_ids = _fetch(inbox_file_ids, SftpInbox(client))
        for desk in desks:
            tell_partner(desk, client)
    return delivery_ids


def decode_files(delivery_ids: list[str]) -> list[str]:
    """Turn delivered bytes into numbered canonical rows; return the same ids."""
    with one_at_a_time(*scopes_of(delivery_ids)):
        for delivery_id in delivery_ids:
            delivery = ledger.current(delivery_id)
            if delivery.state == "fetched":
                decode_delivery(delivery)
    return delivery_ids


def validate_files(delivery_ids: list[str]) -> list[str]:
    """Judge every line by the expectation suite; return the same ids."""
    with one_at_a_time(*scopes_of(delivery_ids)):
        found = [ledger.current(delivery_id) for delivery_id in delivery_ids]
        for batch in _batches([item for item in found if item.state == "decoded"]):
            validate_deliveries(batch)
    return delivery_ids


def load_files(delivery_ids: list[str]) -> list[str]:
    """Write verdicts, findings and signals to the register; return the same ids.

    Of a month, in the partner's own order: a correction after what it corrects.
    """
    with one_at_a_time(*scopes_of(delivery_ids)):
        found = [ledger.current(delivery_id) for delivery_id in delivery_ids]
        for delivery in sorted(found, key=_in_partners_order):
            load_delivery(delivery.delivery_id)
    return delivery_ids


def send_receipts(delivery_ids: list[str], server: Server) -> dict[str, int]:
    """Answer in the outbox and archive what was answered; return counts per state.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    with one_at_a_time(*scopes_of(delivery_ids)), Client(server) as client:
        deliveries = [ledger.current(delivery_id) for delivery_id in delivery_ids]
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
        desk = desk_of(municipality, month, partner_code)
        inbox = FolderInbox(folder)
        entries = [
            entry
            for entry in deliverable(inbox.entries(), desk.passport)
            if month_in_name(desk.passport, entry.name) in {None, month}
        ]
        with one_at_a_time(desk.scope):
            seen = remember_inbox_files(desk, entries, read_moment(moment))
            delivery_ids += _fetch(seen, inbox)
            mark_imported(seen)
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


def _in_partners_order(delivery: Delivery) -> tuple[str, int, datetime, str]:
    """Order of loading: by month, the partner's own number, and receipt."""
    return (
        delivery.month,
        delivery.sequence or 0,
        delivery.received_at,
        delivery.delivery_id,
    )


def _fetch(inbox_file_ids: list[str], inbox: Inbox) -> list[str]:
    found = [fetch_file(inbox_file_id, inbox) for inbox_file_id in inbox_file_ids]
    return list(dict.fromkeys(found_id for found_id in found if found_id))


def _counts(deliveries: list[Delivery]) -> dict[str, int]:
    counts = Counter(delivery.state for delivery in deliveries)
    return dict(sorted(counts.items()))
