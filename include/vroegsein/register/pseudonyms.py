"""How a person is named where nobody needs to know who: HMAC under a key kept apart.

One key per municipality, year and purpose, 32 bytes in the folder of keys and never in
the database. Without it a pseudonym says nothing, and pseudonyms of two purposes cannot
be laid side by side. A new year begins with a new key by itself; destroying a key makes
every pseudonym under it unlinkable for ever.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from vroegsein.errors import ConfigurationError
from vroegsein.settings import settings

KEY_BYTES = 32
_OTHERS, _PRIVATE_FILE, _PRIVATE_FOLDER = 0o077, 0o600, 0o700
_NAME = re.compile(r"pseudonyms_(\d{4})_(\d{4})_([a-z]+)\.key")


class Purpose(StrEnum):
    """What pseudonyms are for."""

    LOG = "logboek"
    OBJECTION = "bezwaar"


@dataclass(frozen=True)
class PseudonymKey:
    """The key of one municipality, year and purpose."""

    year: int
    secret: bytes = field(repr=False)

    @property
    def code(self) -> str:
        """Eight signs that name the key and give nothing of it away."""
        return key_code(self.secret)

    def pseudonyms(self, identifiers: Iterable[str]) -> list[str]:
        """Return the pseudonyms of normalised identifiers, in their order."""
        return [
            hmac.digest(self.secret, identifier.encode(), "sha256").hex()
            for identifier in identifiers
        ]


def pseudonym_key(municipality: str, year: int, purpose: Purpose) -> PseudonymKey:
    """Return the key of a year; the first use makes it.

    Raises:
        ConfigurationError: Others can read it, or it is no key.
    """
    name = f"pseudonyms_{municipality}_{year}_{purpose}.key"
    return PseudonymKey(year, secret_file(name, new_secret))


def known_keys(municipality: str, purpose: Purpose) -> list[PseudonymKey]:
    """Return the keys of all years that were not destroyed, oldest first.

    Raises:
        ConfigurationError: Others can read one, or one is no key.
    """
    found = [
        (int(name[2]), path)
        for path in sorted(settings().keys.glob("pseudonyms_*.key"))
        if (name := _NAME.fullmatch(path.name))
        and (name[1], name[3]) == (municipality, purpose)
    ]
    return [PseudonymKey(year, read_secret(path)) for year, path in found]


def destroy_keys(municipality: str, purpose: Purpose, before: int) -> list[str]:
    """Destroy the keys of all years before one; return their codes.

    The bytes are overwritten first; on a disk that writes elsewhere the purge of last
    resort is to destroy the disk's own key.
    """
    codes = []
    for key in known_keys(municipality, purpose):
        if key.year < before:
            name = f"pseudonyms_{municipality}_{key.year}_{purpose}.key"
            path = settings().keys / name
            with path.open("r+b") as file:
                file.write(bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            codes.append(key.code)
    return codes


def key_code(secret: bytes) -> str:
    """Return eight signs that tell keys apart."""
    return hashlib.sha256(b"vroegsein key" + secret).hexdigest()[:8]


def secret_file(name: str, make: Callable[[], bytes]) -> bytes:
    """Return a secret of the folder of keys; it is made whole and once.

    Raises:
        ConfigurationError: Others can read it, or it is no key.
    """
    path = settings().keys / name
    if not path.exists():
        secret = make()
        path.parent.mkdir(_PRIVATE_FOLDER, parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(own, path)
        except FileExistsError:
            pass  # another task was first; its key is the key
        finally:
            own.unlink()
    return read_secret(path)


def new_secret() -> bytes:
    """Return a new key."""
    return secrets.token_bytes(KEY_BYTES)


def read_secret(path: Path) -> bytes:
    """Return a secret that is there.

    Raises:
        ConfigurationError: Others can read it, or it is no key.
    """
    if path.stat().st_mode & _OTHERS:
        msg = f"{path.name} can be read by others: make it 0600."
        raise ConfigurationError(msg)
    secret = path.read_bytes()
    if len(secret) != KEY_BYTES:
        msg = f"{path.name} is no key: it must be {KEY_BYTES} bytes."
        raise ConfigurationError(msg)
    return secret
