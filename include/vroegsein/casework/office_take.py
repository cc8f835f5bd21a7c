"""A file of the municipality is taken: fetched, opened, judged, written, answered.

Rows and file are written in one transaction. Only after it is the answer sent and the
file taken out of the inbox; killed in between, the next look finds the file known, and
sends the same answer again. A refused file leaves the one before it in force.
"""

import logging
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, func, select, union
from sqlalchemy.dialects.postgresql import insert

from vroegsein.casework.history import lock_cases
from vroegsein.casework.office_file import LARGEST, OfficeFile, read_rows
from vroegsein.casework.office_findings import meaning_of, reply_bytes
from vroegsein.casework.office_judge import Judged, judge_rows, write_rows
from vroegsein.casework.office_names import agreed_name
from vroegsein.errors import DeliveryError
from vroegsein.exchange.files import write_whole
from vroegsein.exchange.recipients import encrypt_for
from vroegsein.exchange.refusal import Refusal
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client, FileTooLargeError, MissingFileError
from vroegsein.intake.findings import Code, Finding, Level
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.register import engine
from vroegsein.register.case_tables import (
    case_signal,
    contact_attempt,
    office_file,
    outcome,
)
from vroegsein.register.effects import note_effect
from vroegsein.register.processing_log import Action
from vroegsein.register.purged import held_off
from vroegsein.settings import settings

INBOX, OUTBOX = "inbox", "outbox"
logger = logging.getLogger(__name__)


def take_office_file(
    municipality: str, name: str, server: Server, moment: datetime | str
) -> dict[str, int]:
    """Take one file from inbox to register; again changes nothing.

    Args:
        municipality: Whose file it is.
        name: Its agreed name, as `list_office_files` gave it.
        server: The municipality's account.
        moment: When the run was due (as text: ISO 8601): the day of receipt.

    Returns:
        Counts: rows, taken and left_out; refused, known, waiting and gone are 1 or 0.

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
        ConfigurationError: Keys or policy are not in order.
    """
    day = dutch_day(read_moment(moment))
    file = OfficeFile(municipality, agreed_name(name), day)
    with Client(server) as client:
        try:
            client.download(INBOX, name, file.sealed, LARGEST)
        except MissingFileError:
            return _counts(gone=1)
        except FileTooLargeError:
            return _turn_away(client, file)
        with held_off(municipality):
            counts = _take(file)
        if not counts["waiting"]:
            _answer(client, file)
    logger.info("office_file=%s counts=%s", file.named.kind, counts)
    return counts


def _take(file: OfficeFile) -> dict[str, int]:
    """Judge and write a file that was fetched."""
    if _is_accepted(file):
        logger.info("office_file=%s was taken before", file.office_file_id)
        return _counts(known=1)
    judged, table = Judged(), pd.DataFrame()
    try:
        table, judged.findings = read_rows(file)
    except DeliveryError as error:
        if error.code == Refusal.ENC_CORRUPT and not _lay_here_before(file):
            return _counts(waiting=1)  # it may still be on its way
        refused = Finding(error.code, Level.FILE, error.line, error.column)
        judged.findings = [refused]
    _write(file, table, judged)
    return _counts(
        rows=judged.line_count,
        taken=judged.taken,
        left_out=judged.left_out,
        refused=int(judged.is_refused),
    )


def _write(file: OfficeFile, table: pd.DataFrame, judged: Judged) -> None:
    """Write rows, file and answer together."""
    with engine().begin() as connection:
        lock_cases(connection, file.municipality)
        kept = table
        if not judged.is_refused:
            kept = judge_rows(connection, file, table, judged)
        _register(connection, file, judged)
        if not judged.is_refused:
            write_rows(connection, file, kept, file.office_file_id)
        answer = reply_bytes(judged.findings, judged.taken, judged.left_out)
        write_whole(file.reply, answer)
        _note(connection, file, judged)
    for finding in judged.findings:
        if finding.level is Level.FILE:
            is_incident = meaning_of(finding.code).incident
            level = logging.ERROR if is_incident else logging.WARNING
            logger.log(level, "office_file=%s refused code=%s", file.named.kind,
                       finding.code)  # fmt: skip


def _note(connection: Connection, file: OfficeFile, judged: Judged) -> None:
    """Note what became of a file, and of whom it told an outcome."""
    told = union(
        *(
            select(table.c.case_id).where(table.c.office_file_id == file.office_file_id)
            for table in (outcome, contact_attempt)
        )
    )
    firsts = (
        select(func.min(case_signal.c.signal_id))
        .where(case_signal.c.case_id.in_(told))
        .group_by(case_signal.c.case_id)
    )
    note_effect(
        connection,
        file.municipality,
        "take_office_file",
        file.office_file_id,
        "refused" if judged.is_refused else f"{judged.taken} rows",
        touching=Action.OUTCOME,
        signal_ids=connection.scalars(firsts),
    )


def _register(connection: Connection, file: OfficeFile, judged: Judged) -> None:
    """Write the file's row; a file that was refused may be judged again."""
    values = {
        "state": "refused" if judged.is_refused else "accepted",
        "line_count": judged.line_count,
        "accepted_count": judged.taken,
        "rejected_count": judged.left_out,
        "received_on": file.day,
        "name": file.named.name,
    }
    written = insert(office_file).values(
        office_file_id=file.office_file_id,
        municipality_code=file.municipality,
        kind=file.named.kind,
        digest=file.digest,
        **values,
    )
    again = written.on_conflict_do_update(
        index_elements=[office_file.c.office_file_id], set_=values
    )
    connection.execute(again)


def _is_accepted(file: OfficeFile) -> bool:
    query = select(office_file.c.state).filter_by(office_file_id=file.office_file_id)
    with engine().connect() as connection:
        return connection.execute(query).scalar_one_or_none() == "accepted"


def _lay_here_before(file: OfficeFile) -> bool:
    """Tell whether these same bytes could not be opened at an earlier look."""
    mark = file.sealed.with_name(f"{file.sealed.name}.seen")
    seen = mark.read_text("ascii") if mark.exists() else ""
    write_whole(mark, file.digest.encode())
    return seen == file.digest


def _answer(client: Client, file: OfficeFile) -> None:
    """Send the answer, then take the file out of the inbox and from here."""
    if file.reply.exists():
        _send(client, file, file.reply.read_bytes())
    client.remove(f"{INBOX}/{file.named.name}")
    file.sealed.with_name(f"{file.sealed.name}.seen").unlink(missing_ok=True)
    file.sealed.unlink(missing_ok=True)


def _send(client: Client, file: OfficeFile, content: bytes) -> None:
    """Put an answer in the outbox, sealed for the officials the policy names."""
    policy = load_policy(settings().municipalities, file.municipality)
    sealed = encrypt_for(content, policy.office.recipients, file.day)
    client.put(sealed, f"{OUTBOX}/{file.named.reply}")


def _turn_away(client: Client, file: OfficeFile) -> dict[str, int]:
    """Refuse a file that is larger than any may be; nothing of it is fetched."""
    finding = Finding(Code.DEL_SIZE, Level.FILE)
    _send(client, file, reply_bytes([finding], 0, 0))
    client.remove(f"{INBOX}/{file.named.name}")
    logger.warning("office_file=%s refused code=%s", file.named.kind, Code.DEL_SIZE)
    return _counts(refused=1)


def _counts(**known: int) -> dict[str, int]:
    """Return all counts, in one order."""
    names = ("rows", "taken", "left_out", "refused", "known", "waiting", "gone")
    return {name: known.get(name, 0) for name in names}
