"""A published version goes to the office: every file of it, its manifest last.

The names carry month and version, so that a later version never covers an earlier one.
The manifest is sent last: whoever finds it has all files, and can check each.
"""

import logging
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import RowMapping, select

from vroegsein.errors import DecisionError, InvariantError
from vroegsein.exchange.server import Server
from vroegsein.listing.delivery import deliver
from vroegsein.listing.version_files import MANIFEST, digest_of_bytes, month_folder
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.register import engine
from vroegsein.register.publication_tables import publication, publication_file

logger = logging.getLogger(__name__)


def deliver_list(
    publication_id: str, server: Server, moment: datetime | str
) -> dict[str, str]:
    """Deliver a published version to the municipality; a rerun sends nothing twice.

    Args:
        publication_id: The version.
        server: The municipality's own account.
        moment: When the run was due, with its time zone (as text: ISO 8601).

    Returns:
        SHA-256 of each encrypted file, by the name it has in the outbox.

    Raises:
        DecisionError: There is no such publication.
        ConfigurationError: `OUT_NO_KEY`: nothing was sent. The version is whole in the
            store: add the reader's key and run this again.
        InvariantError: Published files are not what the register says they are.
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    found = _publication(publication_id)
    files = _files(found)
    last = {MANIFEST: files.pop(MANIFEST)}
    named = {
        _outbox_name(name, found): content for name, content in (files | last).items()
    }
    day = dutch_day(read_moment(moment))
    return deliver(found["municipality_code"], server, named, day)


def published_by(publication_id: str) -> str:
    """Return the municipality a publication is of.

    Raises:
        DecisionError: There is no such publication.
    """
    return str(_publication(publication_id)["municipality_code"])


def _outbox_name(name: str, found: RowMapping) -> str:
    """Return a file's name with month and version: `signaallijst_2026-10_v1.xlsx`."""
    path = PurePath(name)
    return f"{path.stem}_{found['month']}_v{found['version']}{path.suffix}"


def _publication(publication_id: str) -> RowMapping:
    """Return a publication.

    Raises:
        DecisionError: There is no such publication.
    """
    query = select(publication).where(publication.c.publication_id == publication_id)
    with engine().connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        msg = f"There is no publication {publication_id}; publish the list first."
        raise DecisionError(msg)
    return row


def _files(found: RowMapping) -> dict[str, bytes]:
    """Return a version's files by name, as they were published.

    Raises:
        InvariantError: A file is gone, or is not the one that was published.
    """
    folder = month_folder(found["municipality_code"], found["month"])
    query = (
        select(publication_file.c.name, publication_file.c.digest)
        .where(publication_file.c.publication_id == found["publication_id"])
        .order_by(publication_file.c.name)
    )
    with engine().connect() as connection:
        known = connection.execute(query).all()
    files = {}
    for name, digest in known:
        path = folder / f"v{found['version']}" / name
        content = path.read_bytes() if path.exists() else b""
        if digest_of_bytes(content) != digest:
            msg = (
                f"{name} of {found['publication_id']} differs from what the register"
                " knows; restore it from the backup."
            )
            raise InvariantError(msg)
        files[name] = content
    return files
