"""Who can read what we send: files go out encrypted to their readers' own keys.

A public key is a text file in `keys/recipients/`; a comment may say until when it
holds. Without a key that holds nothing goes out (age, age-encryption.org/v1).
"""

import re
from collections.abc import Sequence
from datetime import date

import pyrage

from vroegsein.errors import ConfigurationError
from vroegsein.settings import settings

_VALID_UNTIL = re.compile(
    r"^# valid until: ([0-9]{4}-[0-9]{2}-[0-9]{2})$", re.MULTILINE
)
_PUBLIC_KEY = re.compile(r"^age1[0-9a-z]{58}$", re.MULTILINE)


def encrypt_for(content: bytes, recipients: Sequence[str], day: date) -> bytes:
    """Return a file that only the named recipients can read.

    Args:
        content: What they may read.
        recipients: Names of files in `keys/recipients/`, without their ending `.pub`.
        day: The day it is sent; a key must still hold on it.

    Raises:
        ConfigurationError: Nobody is named, or a key is absent, wrong or has expired.
    """
    if not recipients:
        msg = (
            "OUT_NO_KEY: the policy names no recipients; nothing goes out unencrypted."
        )
        raise ConfigurationError(msg)
    keys = [_public_key(name, day) for name in recipients]
    sealed: bytes = pyrage.encrypt(content, keys)
    return sealed


def _public_key(name: str, day: date) -> pyrage.x25519.Recipient:
    path = settings().keys / "recipients" / f"{name}.pub"
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        msg = f"OUT_NO_KEY: put {name}'s public age key in keys/recipients/{path.name}."
        raise ConfigurationError(msg) from None
    found = _PUBLIC_KEY.search(text)
    if found is None:
        msg = f"OUT_NO_KEY: keys/recipients/{path.name} holds no line `age1…`."
        raise ConfigurationError(msg)
    until = _VALID_UNTIL.search(text)
    if until is not None and date.fromisoformat(until[1]) < day:
        msg = f"OUT_NO_KEY: {name}'s key expired on {until[1]}; ask for the new one."
        raise ConfigurationError(msg)
    return _recipient(found[0], path.name)


def _recipient(key: str, file_name: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        msg = f"OUT_NO_KEY: the key in keys/recipients/{file_name} is not a valid one."
        raise ConfigurationError(msg) from None
