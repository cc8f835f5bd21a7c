"""Whose signature counts: a partner's public keys, by name or as text.

A passport names a key by the file it lies in, `keys/signers/<name>.pub`, or holds its
text. A name is what a key that is replaced each year needs: the passport stays as it
is. What the file holds is trusted as the passport is, so the same people write there.
"""

import re
from collections.abc import Sequence

from vroegsein.errors import ConfigurationError
from vroegsein.settings import settings

_NAME = re.compile(r"[a-z][a-z0-9_-]{1,59}")
_CERTIFICATE = "-----BEGIN PGP PUBLIC KEY BLOCK-----"


def public_keys(signers: Sequence[str]) -> list[str]:
    """Return the public keys a passport names, as text.

    Args:
        signers: Names of files in `keys/signers/`, without their ending `.pub`, or keys
            as text. A file holds one armored certificate, or one SSH key a line.

    Raises:
        ConfigurationError: A file is absent or holds nothing.
    """
    return [key for signer in signers for key in _keys_of(signer)]


def _keys_of(signer: str) -> list[str]:
    """Return the keys that one entry stands for."""
    if not _NAME.fullmatch(signer):
        return [signer]
    path = settings().keys / "signers" / f"{signer}.pub"
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        msg = f"put the partner's public key in keys/signers/{path.name}."
        raise ConfigurationError(msg) from None
    if _CERTIFICATE in text:
        return [text]
    lines = [line.strip() for line in text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if not keys:
        msg = f"keys/signers/{path.name} holds no public key."
        raise ConfigurationError(msg)
    return keys
