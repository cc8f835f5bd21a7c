"""Which files of the municipality lie in its inbox; names nobody agreed are answered.

The inbox holds answers to other questions too: what does not begin like a file of the
asked kinds is left alone.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import date, datetime

from vroegsein.casework.office_file import office_folder
from vroegsein.casework.office_findings import OfficeCode, reply_bytes
from vroegsein.casework.office_names import is_misnamed, name_of
from vroegsein.casework.office_take import INBOX, OUTBOX
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.exchange.recipients import encrypt_for
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.intake.findings import file_finding
from vroegsein.parties.case_codes import OfficeFileKind
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.settings import settings

logger = logging.getLogger(__name__)


def list_office_files(
    municipality: str, kinds: Sequence[str], server: Server, moment: datetime | str
) -> list[str]:
    """Return the agreed names of files that lie in the inbox, in order.

    Args:
        municipality: Whose inbox it is.
        kinds: Kinds of files to look for, values of `OfficeFileKind`.
        server: The municipality's account.
        moment: When the run was due (as text: ISO 8601).

    Raises:
        TransferError: The server cannot be reached, or is not the agreed one.
        ConfigurationError: Keys or policy are not in order.
    """
    wanted = [OfficeFileKind(kind) for kind in kinds]
    day = dutch_day(read_moment(moment))
    with Client(server) as client:
        names = [entry.name for entry in client.list_folder(INBOX) if entry.is_regular]
        misnamed = [
            name for name in names if any(is_misnamed(name, kind) for kind in wanted)
        ]
        for name in misnamed:
            _answer_once(client, municipality, name, day)
    found = sorted(
        name
        for name in names
        if (named := name_of(name)) is not None and named.kind in wanted
    )
    logger.info("office files=%d misnamed=%d", len(found), len(misnamed))
    return found


def _answer_once(client: Client, municipality: str, name: str, day: date) -> None:
    """Say of a name that it is none of the agreed; the file stays where it is.

    The name itself may hold anything, so the answer carries a mark made of it.
    """
    mark = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    kept = private_folder(office_folder(municipality) / "misnamed") / mark
    if kept.exists():
        return
    policy = load_policy(settings().municipalities, municipality)
    answer = reply_bytes([file_finding(OfficeCode.OFF_NAME)], 0, 0)
    sealed = encrypt_for(answer, policy.office.recipients, day)
    client.put(sealed, f"{OUTBOX}/bevindingen_onbekend_{mark}.csv.age")
    write_whole(kept, b"")
