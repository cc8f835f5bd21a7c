"""What lies on the exchange server has a term too, and goes with what it came from.

`archive/` holds files as they came, a second copy of `landing/`; `outbox/` holds what
partners and officials were told of signals. `inbox/` is the partner's: what we never
took is not ours to remove, and `inboxmeldingen` tells its owner that it lies there.
"""

import logging
from datetime import UTC, date, datetime

from vroegsein.accountability.purge_scope import Scope
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client, MissingFileError, RemoteFile
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import partner_codes
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.settings import settings

ARCHIVE, OUTBOX = "archive", "outbox"
ACTION = "clear_account"
logger = logging.getLogger(__name__)


def list_accounts(municipality: str) -> list[str]:
    """Return the codes of the partners whose folders are cleared, in order."""
    return partner_codes(settings().partners, municipality)


def clear_account(
    municipality: str, server: Server, moment: datetime | str
) -> dict[str, int]:
    """Remove from an account's folders what is past its term there.

    Files are judged by their moment on the server: in `archive/` by the term of
    delivered files, in `outbox/` by that of signals. At most as many are looked at as
    the server's limits say; the next night goes on.

    Args:
        municipality: CBS code.
        server: The account of a partner, or of the municipality itself.
        moment: When, with its time zone.

    Returns:
        Number of files removed per folder.

    Raises:
        TransferError: The server cannot be reached, is not the agreed one, or does not
            let us remove; what was not removed goes with the next night.
    """
    now = read_moment(moment)
    terms = load_policy(settings().municipalities, municipality).retention
    scope = Scope(municipality, now, terms)
    last_days = {
        ARCHIVE: scope.days_ago(terms.raw_days),
        OUTBOX: scope.months_ago(terms.signal_months),
    }
    with Client(server) as client:
        removed = {
            folder: _clear(client, folder, last) for folder, last in last_days.items()
        }
    if total := sum(removed.values()):
        with engine().begin() as connection:
            note_effect(
                connection, municipality, ACTION, server.account, f"{total} files",
                occurred_at=now,
            )  # fmt: skip
    logger.info("account=%s removed=%s", server.account, removed)
    return removed


def _clear(client: Client, folder: str, last: date) -> int:
    """Remove files of a folder that were written on a day or before; count them."""
    try:
        entries = client.list_folder(folder)
    except MissingFileError:
        return 0  # no such folder was agreed
    due = [entry for entry in entries if entry.is_regular and _day_of(entry) <= last]
    for entry in due:
        client.remove(f"{folder}/{entry.name}")
    return len(due)


def _day_of(entry: RemoteFile) -> date:
    """Return the Dutch day a file was written, as its server says."""
    return dutch_day(datetime.fromtimestamp(entry.modified_seconds, tz=UTC))
