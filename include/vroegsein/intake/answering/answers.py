"""Answer a partner in its outbox, then take what was answered out of the inbox.

In that order: a file that left the inbox has been answered. The same answer is written
once per delivered file; a correction that replaces an earlier delivery changes the
answer of that one, and it is written anew.
"""

import hashlib
import logging
from collections.abc import Mapping

from vroegsein.exchange.sftp import Client, PassingError, SftpError
from vroegsein.intake import ledger
from vroegsein.intake.answering.outbox_files import outbox_files
from vroegsein.intake.arriving.inbox import OUTBOX, empty_inbox
from vroegsein.intake.arriving.inbox_memory import change_inbox_file, files_of_delivery
from vroegsein.intake.ledger import Delivery, InboxFile, passport_of
from vroegsein.intake.reading.unwrap import ERASED

_log = logging.getLogger(__name__)


def answer(delivery: Delivery, client: Client) -> None:
    """Write receipts and findings, then empty the inbox of the files with these bytes.

    A server that lets nothing be moved or removed changes nothing of the delivery: it
    is logged, and tried again by the next run.
    """
    files, findings = ledger.transaction(
        lambda db: (
            files_of_delivery(db, delivery.delivery_id),
            ledger.read_findings(db, delivery.delivery_id),
        )
    )
    answers = outbox_files(delivery, passport_of(delivery), findings)
    digest = _digest(answers)
    waiting = [file for file in files if _waits(file, digest)]
    if waiting:
        for name, content in answers.items():
            client.put(content, f"{OUTBOX}/{name}")
    for file in waiting:
        _change(file, answer_digest=digest)
    for file in files:
        if file.left_as is None:
            _empty(file, delivery, client)


def _waits(file: InboxFile, digest: str) -> bool:
    """Tell whether this answer was not written for a file yet."""
    return file.left_as != "imported" and file.answer_digest != digest


def _digest(answers: Mapping[str, bytes]) -> str:
    told = hashlib.sha256()
    for name, content in sorted(answers.items()):
        told.update(f"{name}|{len(content)}|".encode() + content)
    return told.hexdigest()


def _empty(file: InboxFile, delivery: Delivery, client: Client) -> None:
    """Take one file out of the inbox, as agreed; what may not be kept, for good."""
    is_agreed = passport_of(delivery).delivery.after_acceptance == "archive"
    is_kept = is_agreed and delivery.refusal_code not in ERASED
    archived_as = f"{delivery.mark}_{file.remote_name}"
    try:
        left_as = empty_inbox(client, file, archived_as, is_kept=is_kept)
    except PassingError:
        raise
    except SftpError as error:
        _log.error("inbox_file=%s stays: %s", file.inbox_file_id, error.code)
        return
    _change(file, left_as=left_as or "gone")


def _change(file: InboxFile, **values: object) -> None:
    ledger.transaction(lambda db: change_inbox_file(db, file.inbox_file_id, **values))
