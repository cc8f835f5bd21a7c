"""Files encrypted with age: opened in a stream, believed only when they end well.

age has no compression, so what comes out is never larger than what came in. What was
written before an error stands in a `.part` that is removed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pyrage

from vroegsein.errors import ConfigurationError, DeliveryError
from vroegsein.exchange.files import whole_file
from vroegsein.exchange.refusal import Refusal

_OTHER_KEY = "No matching keys found"


class _Sink:
    """A file for pyrage to write to, which keeps our disk's errors apart from its."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failure: OSError | None = None

    def write(self, content: bytes) -> int:
        """Write, and remember when that fails."""
        try:
            return self._file.write(content)
        except OSError as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Flush the file."""
        self._file.flush()


def decrypt_age(source: Path, target: Path, keys: Sequence[Path]) -> int:
    """Decrypt a file with the first key that opens it; return that key's place.

    Args:
        source: An age file, binary or armored.
        target: Where its content appears, whole or not at all.
        keys: Files with a private key, in the order they are tried.

    Raises:
        DeliveryError: `ENC_NO_KEY`, `ENC_CORRUPT`.
        ConfigurationError: A key's file holds no age key.
    """
    for place, key in enumerate(keys):
        if _decrypted(source, target, read_identity(key)):
            return place
    raise DeliveryError(Refusal.ENC_NO_KEY)


def _decrypted(source: Path, target: Path, identity: pyrage.x25519.Identity) -> bool:
    """Decrypt a file; return False where it is not for this key."""
    is_damaged = False
    with source.open("rb") as ciphertext:
        try:
            with whole_file(target) as file:
                sink = _Sink(file)
                pyrage.decrypt_io(ciphertext, sink, [identity])
        except pyrage.DecryptError as error:
            if str(error) == _OTHER_KEY:
                return False
            is_damaged = True
        except OSError as error:
            if error.errno is not None or sink.failure is not None:
                raise sink.failure or error from None
            is_damaged = True
    if is_damaged:
        raise DeliveryError(Refusal.ENC_CORRUPT)
    return True


def encrypt_age(source: Path, target: Path, recipients: Sequence[str]) -> None:
    """Encrypt a file to the holders of age keys.

    Args:
        source: File with the content.
        target: Where the age file appears, whole or not at all.
        recipients: Public keys, `age1…`.

    Raises:
        ConfigurationError: One is no public key.
    """
    try:
        known = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    except pyrage.RecipientError:
        msg = "An age recipient is none: expected `age1…`; ask for the public key."
        raise ConfigurationError(msg) from None
    with source.open("rb") as content, whole_file(target) as file:
        pyrage.encrypt_io(content, file, known)


def read_identity(path: Path) -> pyrage.x25519.Identity:
    """Read a private key.

    Raises:
        ConfigurationError: The file holds none.
    """
    lines = path.read_text("ascii", errors="replace").splitlines()
    secret = next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    try:
        return pyrage.x25519.Identity.from_str(secret.strip())
    except pyrage.IdentityError:
        pass
    msg = f"{path} holds no age key; put it back from the key ring's backup."
    raise ConfigurationError(msg)
