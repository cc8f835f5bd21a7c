"""The key of the receipts: 32 bytes beside the database, never in it.

Without the key a digest in the register says nothing of a record id, however short
such ids are. It is made once; when it is gone while there are receipts, nothing goes on
until it is put back, for new receipts under another key would hide that the old ones
can no longer be shown.
"""

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from vroegsein.errors import ConfigurationError
from vroegsein.register.pseudonyms import new_secret, read_secret, secret_file
from vroegsein.register.quality_tables import record_receipt
from vroegsein.settings import settings

NAME = "receipts.key"


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
    made = select(record_receipt.c.key_code).limit(1)
    if not (settings().keys / NAME).exists() and connection.execute(made).first():
        msg = (
            f"{NAME} is not in the folder of keys, and receipts were made with it:"
            " put it back from the backup."
        )
        raise ConfigurationError(msg)
    return ReceiptKey(secret_file(NAME, new_secret))


def known_keys() -> list[ReceiptKey]:
    """Return the key in use and those kept beside it as `receipts-<year>.key`.

    Raises:
        ConfigurationError: There is none, or one is readable by others or no key.
    """
    paths = sorted(settings().keys.glob("receipts*.key"))
    if not paths:
        msg = f"{NAME} is not in the folder of keys: put it back from the backup."
        raise ConfigurationError(msg)
    return [ReceiptKey(read_secret(path)) for path in paths]
