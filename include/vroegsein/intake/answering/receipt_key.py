"""The key of the receipts: 32 bytes beside the database, never in it.

Without the key a digest in the register says nothing of a record id, however short
such ids are. It is made once; when it is gone while there are receipts, nothing goes on
until it is put back, for new receipts under another key would hide that the old ones
can no longer be shown.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from vroegsein.errors import ConfigurationError
from vroegsein.exchange.files import PRIVATE_FILE, private_folder
from vroegsein.register.quality_tables import record_receipt
from vroegsein.settings import settings

NAME = "receipts.key"
KEY_BYTES = 32
_OTHERS = 0o077


@dataclass(frozen=True)
class ReceiptKey:
    """A key, and the code by which a receipt names it."""

    secret: bytes = field(repr=False)

    @property
    def code(self) -> str:
        """Eight signs that tell keys apart and give nothing of them away."""
        return hashlib.sha256(b"vroegsein receipt key" + self.secret).hexdigest()[:8]


def current_key(connection: Connection) -> ReceiptKey:
    """Return the key for new receipts; the first receipt makes it.

    Raises:
        ConfigurationError: It is gone, readable by others, or no key.
    """
    path = settings().keys / NAME
    if not path.exists():
        if connection.execute(select(record_receipt.c.key_code).limit(1)).first():
            msg = (
                f"{NAME} is not in the folder of keys, and receipts were made with it:"
                " put it back from the backup."
            )
            raise ConfigurationError(msg)
        _make(path)
    return _read(path)


def known_keys() -> list[ReceiptKey]:
    """Return the key in use and those kept beside it as `receipts-<year>.key`.

    Raises:
        ConfigurationError: There is none, or one is readable by others or no key.
    """
    paths = sorted(settings().keys.glob("receipts*.key"))
    if not paths:
        msg = f"{NAME} is not in the folder of keys: put it back from the backup."
        raise ConfigurationError(msg)
    return [_read(path) for path in paths]


def _make(path: Path) -> None:
    """Make the key, whole and once, also when several tasks come here together."""
    private_folder(path.parent)
    own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(own, path)
    except FileExistsError:
        pass  # another task was first; its key is the key
    finally:
        own.unlink()


def _read(path: Path) -> ReceiptKey:
    if path.stat().st_mode & _OTHERS:
        msg = f"{path.name} can be read by others: make it 0600."
        raise ConfigurationError(msg)
    secret = path.read_bytes()
    if len(secret) != KEY_BYTES:
        msg = f"{path.name} is no key: it must be {KEY_BYTES} bytes."
        raise ConfigurationError(msg)
    return ReceiptKey(secret)
