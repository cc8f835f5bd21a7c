"""What lies on the exchange server has a term too, and goes with what it came from.

`archive/` holds files as they came, a second copy of `landing/`; `outbox/` holds what
partners and officials were told of signals. `inbox/` is the partner's, but it lies with
us: what was never taken goes when its owner read in `inboxmeldingen` for as long as a
delivered file is kept that it lies there. What nobody was told of stays.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select

from vroegsein.accountability.purge_scope import Scope
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client, MissingFileError, RemoteFile
from vroegsein.intake.arriving.sights import name_key
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.register.inbox_tables import inbox_finding
from vroegsein.settings import settings

ARCHIVE, OUTBOX, INBOX = "archive", "outbox", "inbox"
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
    delivered files, in `outbox/` by that of signals, in `inbox/` by that of delivered
    files and only where the partner was told of them as long ago. At most as many are
    looked at as the server's limits say; the next night goes on.

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
    told = _told(municipality, server.account, last_days[ARCHIVE])
    with Client(server) as client:
        removed = {
            folder: _remove(client, folder, _due(client, folder, last))
            for folder, last in last_days.items()
        }
        left = _due(client, INBOX, last_days[ARCHIVE]) if told else []
        refused = [entry for entry in left if name_key(entry.name) in told]
        removed[INBOX] = _remove(client, INBOX, refused)
    if total := sum(removed.values()):
        with engine().begin() as connection:
            note_effect(
                connection, municipality, ACTION, server.account, f"{total} files",
                occurred_at=now,
            )  # fmt: skip
    logger.info("account=%s removed=%s", server.account, removed)
    return removed


def _told(municipality: str, account: str, last: date) -> frozenset[str]:
    """Return the names that an account's owner was told of on a day or before."""
    folder = settings().partners
    codes = [
        code
        for code in partner_codes(folder, municipality)
        if load_passport(folder, code).account == account
    ]
    table = inbox_finding.c
    query = select(table.name_key, table.first_seen_at).where(
        table.municipality_code == municipality,
        table.partner_code.in_(codes),
        table.name_key != "",
        table.is_told,
    )
    with engine().connect() as connection:
        found = connection.execute(query).all()
    return frozenset(name for name, seen in found if dutch_day(seen) <= last)


def _due(client: Client, folder: str, last: date) -> list[RemoteFile]:
    """Return the files of a folder that were written on a day or before."""
    try:
        entries = client.list_folder(folder)
    except MissingFileError:
        return []  # no such folder was agreed
    return [entry for entry in entries if entry.is_regular and _day_of(entry) <= last]


def _remove(client: Client, folder: str, entries: Sequence[RemoteFile]) -> int:
    """Remove files of a folder; count them. A name is never a path."""
    named = [entry.name for entry in entries if "/" not in entry.name]
    for name in named:
        client.remove(f"{folder}/{name}")
    return len(named)


def _day_of(entry: RemoteFile) -> date:
    """Return the Dutch day a file was written, as its server says."""
    return dutch_day(datetime.fromtimestamp(entry.modified_seconds, tz=UTC))
