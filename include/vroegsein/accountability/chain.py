"""Signed checkpoints of the event chain, and its export for who wants to verify it.

A checkpoint says where the chain stood: number and hash of the last event, signed
(Ed25519). It is written elsewhere, one file per checkpoint and never twice, so that a
chain that is cut short or replaced by an older copy no longer fits what was signed. The
verifier (`scripts/verify_chain.py`) shares nothing with this module but the format.
"""

import json
import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, insert, select

from vroegsein.errors import InvariantError
from vroegsein.exchange.files import private_folder, whole_file, write_whole
from vroegsein.parties.moments import read_moment
from vroegsein.register import engine
from vroegsein.register.audit_tables import checkpoint
from vroegsein.register.event_chain import exported, last_event
from vroegsein.register.pseudonyms import key_code, secret_file
from vroegsein.settings import settings

KEY = "checkpoint.key"
PUBLIC = "checkpoint.pub"
logger = logging.getLogger(__name__)


def sign_checkpoint(
    municipality: str, moment: datetime | str | None, reason: str = "daily"
) -> int:
    """Sign where the chain stands now, and write elsewhere what is not there yet.

    Args:
        municipality: CBS code.
        moment: When, with its time zone; None: by the register's own clock.
        reason: `publication` or `daily`.

    Returns:
        The number of the last event that is vouched for; 0 when there is none.

    Raises:
        InvariantError: What lies elsewhere is not what was signed.
        ConfigurationError: The signing key can be read by others.
    """
    with engine().begin() as connection:
        last = last_event(connection, municipality)
        known = connection.execute(
            select(checkpoint)
            .where(checkpoint.c.municipality_code == municipality)
            .order_by(checkpoint.c.seq)
        ).mappings().all()  # fmt: skip
        rows = [dict(row) for row in known]
        if last and (not rows or rows[-1]["seq"] < last["seq"]):
            now = moment or connection.execute(select(func.now())).scalar_one()
            rows.append(_signed(municipality, dict(last), read_moment(now), reason))
            connection.execute(insert(checkpoint).values(rows[-1]))
    for row in rows:
        _write_elsewhere(row)
    logger.info("chain=%s events=%d", municipality, last["seq"] if last else 0)
    return int(last["seq"]) if last else 0


def export_chain(municipality: str, path: Path) -> int:
    """Write a municipality's chain as JSON lines; return the number of events."""
    count = 0
    with engine().connect() as connection, whole_file(path) as file:
        for line in exported(connection, municipality):
            file.write(line.encode("ascii"))
            count += 1
    return count


def elsewhere(municipality: str) -> Path:
    """Return the folder that checkpoints and the ledger of purges are written to."""
    return private_folder(settings().elsewhere / municipality)


def checkpoint_file(row: Mapping[str, Any]) -> tuple[str, bytes]:
    """Return name and content of the file of a checkpoint; always the same bytes."""
    content = _public(row) | {"key": row["key_code"], "signature": row["signature"]}
    written = json.dumps(content, sort_keys=True).encode() + b"\n"
    return f"checkpoint_{row['seq']:012d}.json", written


def public_key(code: str) -> tuple[str, bytes]:
    """Return name and content of the file of the public key, as it goes outside.

    Args:
        code: The key that signed.

    Raises:
        InvariantError: That key is not the one we have.
    """
    secret = secret_file(KEY, _make)
    if key_code(secret) != code:
        msg = (
            f"checkpoint.key is not key {code}, which signed what waits to go outside;"
            " put that key back. See docs/runbook.md#chain."
        )
        raise InvariantError(msg)
    return f"checkpoint_{code}.pub", _public_text(secret)


def signature_of(content: bytes) -> bytes:
    """Return the signature (64 bytes) over a file, by the key of the checkpoints.

    What is signed must not look like a checkpoint, which is one object of JSON.

    Raises:
        ConfigurationError: The signing key can be read by others.
    """
    return Ed25519PrivateKey.from_private_bytes(secret_file(KEY, _make)).sign(content)


def _signed(
    municipality: str, last: Mapping[str, Any], moment: datetime, reason: str
) -> dict[str, Any]:
    """Return a checkpoint of the last event."""
    secret = secret_file(KEY, _make)
    row = {
        "municipality_code": municipality,
        "seq": last["seq"],
        "hash": last["hash"],
        "reason": reason,
        "signed_at": moment,
        "key_code": key_code(secret),
    }
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(_said(row))
    return row | {"signature": signature.hex()}


def _said(row: Mapping[str, Any]) -> bytes:
    """Return what is signed, in canonical JSON."""
    return json.dumps(_public(row), sort_keys=True, separators=(",", ":")).encode()


def _public(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a checkpoint as it is signed and published."""
    return {
        "municipality": row["municipality_code"],
        "seq": row["seq"],
        "hash": row["hash"],
        "reason": row["reason"],
        "signed_at": row["signed_at"].astimezone(UTC).isoformat(timespec="seconds"),
    }


def _write_elsewhere(row: Mapping[str, Any]) -> None:
    """Write one checkpoint where only we add to; one that is there stays.

    Raises:
        InvariantError: Another checkpoint has its name.
    """
    folder = elsewhere(row["municipality_code"])
    name, written = checkpoint_file(row)
    path = folder / name
    if not path.exists():
        write_whole(path, written)
    elif path.read_bytes() != written:
        msg = (
            f"{path.name}: what lies elsewhere is not the checkpoint of the register."
            " Was a backup put back? See docs/runbook.md#chain."
        )
        raise InvariantError(msg)
    public = folder / PUBLIC
    if not public.exists():
        write_whole(public, _public_text(secret_file(KEY, _make)))


def _public_text(secret: bytes) -> bytes:
    """Return the public key of a signing key, in hexadecimal."""
    key = Ed25519PrivateKey.from_private_bytes(secret).public_key()
    return key.public_bytes_raw().hex().encode()


def _make() -> bytes:
    """Return a new signing key."""
    return secrets.token_bytes(32)
