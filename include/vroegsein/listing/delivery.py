"""How files reach the municipality: sealed for its readers, sent once, remembered.

age gives other bytes each time it encrypts, so what was sealed is kept as it was:
sending it again puts the same bytes there. Every file of a delivery is sealed before
the first one leaves: without a key that holds nothing goes out (`OUT_NO_KEY`).
"""

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from vroegsein.errors import InvariantError
from vroegsein.exchange.files import digest_of, private_folder, write_whole
from vroegsein.exchange.recipients import encrypt_for
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.listing.month_lock import scope_lock
from vroegsein.parties.municipality import load_policy
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.register.outgoing_tables import outgoing_file
from vroegsein.register.purged import held_off
from vroegsein.settings import settings

OUTBOX = "outbox"
_NAME = re.compile(r"[a-z0-9][A-Za-z0-9_.-]{0,120}")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sealed:
    """One encrypted file, kept as it goes out.

    Attributes:
        name: Name before encryption.
        path: Where the encrypted file is kept.
        digest: SHA-256 of the encrypted file.
        is_sent: Whether it lay in the outbox before.
    """

    name: str
    path: Path
    digest: str
    is_sent: bool


def deliver(
    municipality: str, server: Server, files: Mapping[str, bytes], day: date
) -> dict[str, str]:
    """Bring files to a municipality's outbox, encrypted for those its policy names.

    A file that was sent is not sent again; one that was sealed but did not arrive is
    sent as it was sealed. The files arrive in the order given.

    Args:
        municipality: CBS code.
        server: The municipality's own account.
        files: Content by name; in the outbox `.age` comes after the name.
        day: The day they are sent; the readers' keys must hold on it.

    Returns:
        SHA-256 of each encrypted file, by the name it has in the outbox.

    Raises:
        ConfigurationError: `OUT_NO_KEY`: no reader has a key that holds, nothing was
            sent; add the key and run again.
        InvariantError: A file of this name went out with other content.
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    turn = scope_lock(f"outgoing|{municipality}", f"outgoing files of {municipality}")
    with held_off(municipality), turn:
        sealed = _seal_all(municipality, files, day)
        waiting = [one for one in sealed if not one.is_sent]
        if waiting:
            with Client(server) as client:
                for one in waiting:
                    client.put(one.path.read_bytes(), f"{OUTBOX}/{one.path.name}")
                    _mark_sent(municipality, one.name, day)
    logger.info(
        "municipality=%s files=%d sent=%d", municipality, len(sealed), len(waiting)
    )
    return {one.path.name: one.digest for one in sealed}


def sealed_path(municipality: str, name: str, sealed_on: date) -> Path:
    """Return where a file is kept as it was sent, by the month it was sealed in."""
    folder = settings().storage / "outgoing" / municipality / f"{sealed_on:%Y-%m}"
    return folder / f"{name}.age"


def _path_of(row: RowMapping) -> Path:
    """Return where a file that was sealed before is kept."""
    return sealed_path(row["municipality_code"], row["name"], row["sealed_on"])


def _seal_all(municipality: str, files: Mapping[str, bytes], day: date) -> list[Sealed]:
    """Seal what was not sealed before: all of it, or nothing is kept.

    Raises:
        ConfigurationError: `OUT_NO_KEY`.
        InvariantError: A name is unfit, or went out with other content.
    """
    readers = load_policy(settings().municipalities, municipality).office.recipients
    known = {
        name: _known(municipality, name, content) for name, content in files.items()
    }
    fresh = {
        name: encrypt_for(files[name], readers, day)
        for name, row in known.items()
        if row is None
    }
    return [
        _keep(municipality, name, files[name], fresh[name], day)
        if row is None
        else _kept(row)
        for name, row in known.items()
    ]


def _known(municipality: str, name: str, content: bytes) -> RowMapping | None:
    """Return what is remembered of a file, unless it has to be sealed again.

    Raises:
        InvariantError: The name is unfit, or went out with other content.
    """
    if not _NAME.fullmatch(name):
        msg = "A file for the outbox has a name of letters, digits, '_', '.' and '-'."
        raise InvariantError(msg)
    query = select(outgoing_file).where(
        outgoing_file.c.municipality_code == municipality,
        outgoing_file.c.name == name,
    )
    with engine().connect() as connection:
        row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    if row["digest"] != hashlib.sha256(content).hexdigest():
        msg = (
            f"{name} went out before with other content; what was sent is never"
            " changed: give the new content a name of its own."
        )
        raise InvariantError(msg)
    is_whole = _kept(row).is_sent or _is_there(row)
    return row if is_whole else None


def _is_there(row: RowMapping) -> bool:
    """Tell whether a sealed file is kept as the register knows it."""
    path = _path_of(row)
    return path.exists() and digest_of(path) == row["sealed_digest"]


def _kept(row: RowMapping) -> Sealed:
    """Return a file that was sealed before."""
    path = _path_of(row)
    return Sealed(row["name"], path, row["sealed_digest"], row["sent_on"] is not None)


def _keep(
    municipality: str, name: str, content: bytes, encrypted: bytes, day: date
) -> Sealed:
    """Keep a sealed file, then remember it."""
    path = sealed_path(municipality, name, day)
    private_folder(path.parent)
    write_whole(path, encrypted)
    found = {
        "digest": hashlib.sha256(content).hexdigest(),
        "sealed_digest": hashlib.sha256(encrypted).hexdigest(),
        "byte_count": len(encrypted),
        "sealed_on": day,
    }
    key = {"municipality_code": municipality, "name": name}
    statement = upsert(outgoing_file).values(**key, **found)
    with engine().begin() as connection:
        connection.execute(
            statement.on_conflict_do_update(index_elements=list(key), set_=found)
        )
    return Sealed(name, path, str(found["sealed_digest"]), is_sent=False)


def _mark_sent(municipality: str, name: str, day: date) -> None:
    """Remember that a file lay in the outbox."""
    with engine().begin() as connection:
        digest = connection.scalar(
            update(outgoing_file)
            .where(
                outgoing_file.c.municipality_code == municipality,
                outgoing_file.c.name == name,
            )
            .values(sent_on=day)
            .returning(outgoing_file.c.sealed_digest)
        )
        note_effect(connection, municipality, "send_file", name, f"sha256 {digest}")
