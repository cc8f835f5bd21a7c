"""Signed checkpoints go to somebody outside: each once, whole, and never overwritten.

The folder elsewhere may still be ours; a server of the supervisor's is not. What lies
there under a checkpoint's name is compared and left as it is. A checkpoint that did not
arrive goes with the next run; what did arrive is remembered, also when its keeper has
put it away since.
"""

import hashlib
import logging
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from vroegsein.accountability.chain import checkpoint_file, public_key
from vroegsein.errors import InvariantError
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.parties.moments import read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.register import engine
from vroegsein.register.audit_tables import checkpoint, checkpoint_copy
from vroegsein.settings import settings

logger = logging.getLogger(__name__)


def send_checkpoints(
    municipality: str, server: Server | None, moment: datetime | str
) -> int:
    """Send every checkpoint that does not lie outside yet, oldest first.

    Args:
        municipality: CBS code.
        server: The account outside; None: there is none, nothing is sent.
        moment: When, with its time zone.

    Returns:
        How many were sent.

    Raises:
        InvariantError: What lies outside under a checkpoint's name is not what was
            signed; nothing is overwritten.
        TransferError: The server cannot be reached, or is not the agreed one; what was
            not sent goes with the next run.
    """
    keeper = load_policy(settings().municipalities, municipality).checkpoints
    if server is None or keeper is None:
        logger.warning(
            "municipality=%s checkpoints have no account outside", municipality
        )
        return 0
    waiting = _waiting(municipality, server.account)
    if waiting:
        with Client(server) as client:
            for row in waiting:
                name, content = checkpoint_file(row)
                _send(client, keeper.folder, *public_key(row["key_code"]))
                _send(client, keeper.folder, name, content)
                _remember(row, server.account, content, read_moment(moment))
    logger.info("municipality=%s checkpoints sent=%d", municipality, len(waiting))
    return len(waiting)


def _waiting(municipality: str, account: str) -> list[Mapping[str, Any]]:
    """Return the checkpoints that were not sent to an account, oldest first."""
    copies = checkpoint_copy.c
    query = (
        select(checkpoint)
        .outerjoin(
            checkpoint_copy,
            (copies.municipality_code == checkpoint.c.municipality_code)
            & (copies.seq == checkpoint.c.seq)
            & (copies.account == account),
        )
        .where(checkpoint.c.municipality_code == municipality, copies.seq.is_(None))
        .order_by(checkpoint.c.seq)
    )
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def _send(client: Client, folder: str, name: str, content: bytes) -> None:
    """Put one file there whole, unless it is there.

    Raises:
        InvariantError: Something else has its name.
    """
    found = client.stat(folder, name)
    if found is None:
        client.put(content, f"{folder}/{name}")
    elif found.byte_count != len(content) or _there(client, folder, name) != content:
        msg = (
            f"{name}: what lies outside is not the checkpoint of the register. Was a"
            " backup put back? See docs/runbook.md#chain."
        )
        raise InvariantError(msg)


def _there(client: Client, folder: str, name: str) -> bytes:
    """Return a file as it lies outside."""
    with tempfile.TemporaryDirectory(prefix="vroegsein-") as place:
        target = Path(place) / "found"
        client.download(folder, name, target)
        return target.read_bytes()


def _remember(
    row: Mapping[str, Any], account: str, content: bytes, moment: datetime
) -> None:
    """Remember that a checkpoint lies with an account."""
    statement = upsert(checkpoint_copy).values(
        municipality_code=row["municipality_code"],
        seq=row["seq"],
        account=account,
        digest=hashlib.sha256(content).hexdigest(),
        sent_at=moment,
    )
    with engine().begin() as connection:
        connection.execute(statement.on_conflict_do_nothing())
