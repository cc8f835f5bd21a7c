"""OpenPGP messages: for us, unchanged, and signed by the agreed partner.

The library writes the content to a file while it reads; what stands there before the
end has been verified is removed. How large it may grow is held by the kernel's limit on
a file's size, because a message can be a compression bomb.
"""

import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pysequoia import Cert, Tsk, decrypt_file, encrypt_file
from pysequoia.packet import PacketPile, Tag

from vroegsein.errors import ConfigurationError, DeliveryError
from vroegsein.exchange.files import PRIVATE_FILE, part_of, rename_durably
from vroegsein.exchange.openpgp_packets import (
    HEAD_BYTES,
    HIDDEN,
    Outside,
    read_outside,
)
from vroegsein.exchange.refusal import Refusal

_COMPRESSED = "Unexpected message structure"  # a compressed layer is not looked through


@dataclass
class _Signers:
    """The partner's keys, asked for by the library when it meets a signature.

    Attributes:
        certificates: The partner's public keys.
        on: The day of receipt.
        asked: Key ids or fingerprints of the signatures met; None where none was.
    """

    certificates: list[Cert]
    on: date
    asked: list[str] | None = field(default=None)

    def __call__(self, ids: list[str]) -> list[Cert]:
        """Return the keys that were valid on the day of receipt."""
        self.asked = [*(self.asked or []), *(str(name).lower() for name in ids)]
        return [cert for cert in self.certificates if self._is_valid(cert)]

    def _is_valid(self, cert: Cert) -> bool:
        expires = cert.expiration
        is_over = expires is not None and expires.date() <= self.on
        return not is_over and not cert.is_revoked

    def why_not(self) -> Refusal:
        """Return why no signature was accepted."""
        if not self.asked:
            return Refusal.ENC_UNSIGNED
        theirs = [cert for cert in self.certificates if self._made_by(cert)]
        if not theirs:
            return Refusal.ENC_WRONG_SIGNER
        if not any(self._is_valid(cert) for cert in theirs):
            return Refusal.ENC_EXPIRED
        return Refusal.ENC_CORRUPT

    def _made_by(self, cert: Cert) -> bool:
        ids = key_ids(cert)
        return any(name[-16:] in ids for name in self.asked or ())


def decrypt_openpgp(
    source: Path, target: Path, keys: Sequence[Path], signers: Sequence[str], on: date
) -> tuple[int, date | None]:
    """Decrypt a message with one of our keys and verify who signed it.

    Call it in a process of its own where the source is not ours: a limit on the size of
    files belongs to the whole process, see `at_most`.

    Args:
        source: An OpenPGP message, binary or armored.
        target: Where its content appears, whole or not at all.
        keys: Files with a private key, in the order they are tried.
        signers: The partner's public keys; none where no signature is agreed.
        on: The day of receipt.

    Returns:
        The place of the key that opened it, and the day the signer's key expires.

    Raises:
        DeliveryError: `ENC_NO_KEY`, `ENC_NO_INTEGRITY`, `ENC_CORRUPT`, `ENC_UNSIGNED`,
            `ENC_WRONG_SIGNER`, `ENC_EXPIRED`, `ENC_COMPRESSED`, `ENC_BOMB`.
        ConfigurationError: A key's file holds no OpenPGP key.
    """
    with source.open("rb") as file:
        outside = read_outside(file.read(HEAD_BYTES))
    if outside is None:
        raise DeliveryError(Refusal.ENC_CORRUPT)
    if not outside.has_integrity:
        raise DeliveryError(Refusal.ENC_NO_INTEGRITY)
    place, key = _key_for(outside, keys)
    asked = _Signers(read_certificates(signers), on) if signers else None
    part = part_of(target)
    try:
        signed_by = _decrypt(source, part, key, asked)
        rename_durably(part, target)
    finally:
        part.unlink(missing_ok=True)
    return place, signed_by


def _decrypt(source: Path, part: Path, key: Tsk, asked: _Signers | None) -> date | None:
    """Decrypt into a private file; return when the signer's key expires."""
    part.unlink(missing_ok=True)
    part.touch(mode=PRIVATE_FILE)
    try:
        opened = decrypt_file(source, part, decryptor=key.decryptor(), store=asked)
    except OSError:
        limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
        if part.stat().st_size != limit:
            raise  # our disk
        why = Refusal.ENC_BOMB
    except RuntimeError as error:
        why = _why(str(error), asked)
    else:
        if asked is None:
            return None
        good = {signature.certificate for signature in opened.valid_sigs}
        expiry = [c.expiration for c in asked.certificates if c.fingerprint in good]
        if expiry:
            days = [moment.date() for moment in expiry if moment is not None]
            return min(days, default=None)
        why = asked.why_not()
    raise DeliveryError(why)


def _why(text: str, asked: _Signers | None) -> Refusal:
    """Return why the library gave up; its own text never leaves here."""
    if text.startswith(_COMPRESSED):
        return Refusal.ENC_COMPRESSED
    if text.startswith("Signature verification failed") and asked is not None:
        return asked.why_not()
    return Refusal.ENC_CORRUPT


def _key_for(outside: Outside, keys: Sequence[Path]) -> tuple[int, Tsk]:
    """Return the first of our keys a message is for, and its place."""
    for place, path in enumerate(keys):
        key = read_secret_key(path)
        wanted = key_ids(key.extract_certificate()) | {HIDDEN}
        if wanted.intersection(outside.recipients):
            return place, key
    raise DeliveryError(Refusal.ENC_NO_KEY)


def encrypt_openpgp(
    source: Path, target: Path, recipients: Sequence[str], signer: Path | None = None
) -> None:
    """Encrypt a file to the holders of OpenPGP keys, and sign it.

    Args:
        source: File with the content.
        target: Where the message appears, whole or not at all.
        recipients: Certificates, armored.
        signer: File with the private key to sign with.

    Raises:
        ConfigurationError: A recipient or the signer is no OpenPGP key.
    """
    part = part_of(target)
    part.unlink(missing_ok=True)
    part.touch(mode=PRIVATE_FILE)
    try:
        encrypt_file(
            source,
            part,
            recipients=read_certificates(recipients),
            signer=read_secret_key(signer).signer() if signer else None,
        )
        rename_durably(part, target)
    finally:
        part.unlink(missing_ok=True)


def read_certificates(texts: Sequence[str]) -> list[Cert]:
    """Read public keys.

    Raises:
        ConfigurationError: One is none.
    """
    try:
        return [Cert.from_bytes(text.encode()) for text in texts]
    except RuntimeError:
        pass
    msg = "An OpenPGP public key cannot be read: expected one armored key per entry."
    raise ConfigurationError(msg)


def read_secret_key(path: Path) -> Tsk:
    """Read a private key.

    Raises:
        ConfigurationError: The file holds none.
    """
    try:
        return Tsk.from_bytes(path.read_bytes())
    except RuntimeError:
        pass
    msg = f"{path} holds no OpenPGP key; put it back from the key ring's backup."
    raise ConfigurationError(msg)


def key_ids(cert: Cert) -> set[str]:
    """Return the ids of a key and its subkeys: 16 hexadecimal digits each."""
    packets = PacketPile.from_bytes(bytes(cert))
    return {
        packet.fingerprint[-16:].lower()
        for packet in packets
        if packet.tag in (Tag.PublicKey, Tag.PublicSubkey) and packet.fingerprint
    }


@contextmanager
def at_most(byte_count: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size while the block runs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    wanted = byte_count if hard == resource.RLIM_INFINITY else min(byte_count, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
