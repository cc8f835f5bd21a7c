"""SSH signatures over a manifest, as `ssh-keygen -Y sign` makes them.

age says nothing of who sent a file. The manifest names the file's digest, month and
number, so a signature over it covers them all. The namespace keeps a signature made for
something else from counting here.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key
from sshsig import InvalidSignature, PublicKey, check_signature
from sshsig.sshsig import SshsigSignature, SshsigWrapper

from vroegsein.errors import ConfigurationError, DeliveryError
from vroegsein.exchange.refusal import Refusal

NAMESPACE = "vroegsein"
SIGNATURE_ENDING = ".sig"  # of the manifest's name, as ssh-keygen names it
MAX_SIGNATURE_BYTES = 16 * 1024
_SIGNER = re.compile(
    r'(?:valid-before="(?P<until>\d{8})"\s+)?(?P<key>ssh-\S+\s+\S+)(\s.*)?'
)


@dataclass(frozen=True)
class SshSigner:
    """A partner's public key.

    Attributes:
        key: The key.
        expires_on: The day from which it no longer counts, if one is agreed.
    """

    key: PublicKey
    expires_on: date | None


def read_signers(lines: Sequence[str]) -> list[SshSigner]:
    """Read a passport's SSH keys: `[valid-before="yyyymmdd"] ssh-ed25519 AAAA… name`.

    Raises:
        ConfigurationError: A line is no such key.
    """
    return [_read_signer(line.strip()) for line in lines]


def _read_signer(line: str) -> SshSigner:
    found = _SIGNER.fullmatch(line)
    if found is not None:
        try:
            until = found["until"]
            day = datetime.strptime(f"{until}Z", "%Y%m%d%z").date() if until else None
            return SshSigner(PublicKey.from_openssh_str(found["key"]), day)
        except (ValueError, NotImplementedError):
            pass
    msg = (
        "An SSH signer cannot be read: expected `ssh-ed25519 AAAA…` (or ssh-rsa), "
        'with `valid-before="yyyymmdd"` before it where the key expires.'
    )
    raise ConfigurationError(msg)


def verify_signature(
    manifest: Path, signature: Path, signers: Sequence[str], on: date
) -> date | None:
    """Verify who signed a manifest; return the day that key expires.

    Args:
        manifest: The signed file.
        signature: Armored signature of `ssh-keygen -Y sign -n vroegsein`.
        signers: The partner's keys, see `read_signers`.
        on: The day of receipt.

    Raises:
        DeliveryError: `ENC_UNSIGNED`, `ENC_CORRUPT`, `ENC_WRONG_SIGNER`, `ENC_EXPIRED`.
    """
    if not signature.is_file():
        raise DeliveryError(Refusal.ENC_UNSIGNED)
    with signature.open("rb") as file:
        armored = file.read(MAX_SIGNATURE_BYTES)
    key = _signed_by(manifest.read_bytes(), armored)
    if key is None:
        raise DeliveryError(Refusal.ENC_CORRUPT)
    theirs = [signer for signer in read_signers(signers) if signer.key == key]
    if not theirs:
        raise DeliveryError(Refusal.ENC_WRONG_SIGNER)
    expires_on = theirs[0].expires_on
    if expires_on is not None and expires_on <= on:
        raise DeliveryError(Refusal.ENC_EXPIRED)
    return expires_on


def _signed_by(content: bytes, armored: bytes) -> PublicKey | None:
    """Return the key that made a good signature; None where it is not good."""
    try:
        return check_signature(content, armored, NAMESPACE)
    except NotImplementedError:
        why = Refusal.ENC_WRONG_SIGNER  # a kind of key we agree with nobody
    except (InvalidSignature, ValueError, AssertionError, EOFError):
        return None
    raise DeliveryError(why)


def sign_manifest(manifest: Path, private_key: Path) -> bytes:
    """Return the armored signature of a manifest, as `ssh-keygen -Y sign` makes it.

    Args:
        manifest: The file to sign.
        private_key: An Ed25519 key in OpenSSH's format, without a passphrase.

    Raises:
        ConfigurationError: The key is of another kind.
    """
    key = load_ssh_private_key(private_key.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        msg = f"{private_key.name} is no Ed25519 key; make one with ssh-keygen."
        raise ConfigurationError(msg)
    wrapped = SshsigWrapper(
        namespace=NAMESPACE.encode(),
        hash_algo=b"sha512",
        hash=hashlib.sha512(manifest.read_bytes()).digest(),
    )
    public = _ssh_text(b"ssh-ed25519") + _ssh_text(key.public_key().public_bytes_raw())
    signature = _ssh_text(b"ssh-ed25519") + _ssh_text(key.sign(wrapped.to_bytes()))
    blob = b"SSHSIG" + (1).to_bytes(4, "big")
    for part in (public, NAMESPACE.encode(), b"", b"sha512", signature):
        blob += _ssh_text(part)
    return SshsigSignature(blob).to_armored().encode()


def _ssh_text(content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + content
