"""Answer a partner in its outbox, then archive what was answered.

In that order: a file that left the inbox has been answered. Written again, the answers
are the same bytes.
"""

from vroegsein.exchange.sftp import Client, RemoteFile
from vroegsein.intake import ledger
from vroegsein.intake.inbox import OUTBOX, archive
from vroegsein.intake.ledger import Delivery, passport_of
from vroegsein.intake.places import arrivals_of
from vroegsein.intake.receipts import (
    findings_csv,
    findings_name,
    receipt_name,
    receipt_text,
)


def answer(delivery: Delivery, client: Client) -> None:
    """Write receipt and findings, then archive every file that held these bytes."""
    findings = ledger.transaction(
        lambda db: ledger.read_findings(db, delivery.delivery_id)
    )
    receipt = receipt_text(delivery, passport_of(delivery), findings)
    client.put(receipt.encode(), f"{OUTBOX}/{receipt_name(delivery)}")
    if findings:
        client.put(findings_csv(findings), f"{OUTBOX}/{findings_name(delivery)}")
    for inbox_file_id in arrivals_of(delivery.municipality_code, delivery.delivery_id):
        _archive(inbox_file_id, delivery, client)


def _archive(inbox_file_id: str, delivery: Delivery, client: Client) -> None:
    seen = ledger.transaction(lambda db: ledger.inbox_file_by_id(db, inbox_file_id))
    entry = RemoteFile(
        seen.remote_name, seen.byte_count, seen.modified_seconds, is_regular=True
    )
    archive(client, entry, f"{delivery.digest[:8]}_{seen.remote_name}")
