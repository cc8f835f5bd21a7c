"""The work of the child process: from a partner's wrapped file to its plain content.

In the order agreed in the passport: who signed it, decrypt, decompress, and see whether
what came out is of the agreed kind. It takes and returns what JSON can hold.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from vroegsein.errors import DeliveryError
from vroegsein.exchange.kinds import HEAD_BYTES, Kind, is_damaged_ciphertext, kind_of
from vroegsein.exchange.refusal import Refusal

#: A partner is told so long before its key expires.
NOTICE = timedelta(days=30)


@dataclass(frozen=True)
class _Agreed:
    """What is agreed of a file; see `agreed` of `open_wrapped`."""

    encryption: str
    compression: str
    signature: str
    signers: Sequence[str]
    file_format: str
    max_bytes: int
    on: date

    @property
    def cap(self) -> int:
        """Most bytes that may come out of compression."""
        return 2 * self.max_bytes


def open_wrapped(
    raw: str,
    plain: str,
    manifest: str | None,
    signature_file: str | None,
    keys: list[list[object]],
    on: str,
    agreed: dict[str, Any],
) -> dict[str, object]:
    """Verify, decrypt and decompress a file.

    Args:
        raw: The file as delivered.
        plain: Where its content appears, whole or not at all.
        manifest: The delivered manifest, where one is agreed.
        signature_file: The signature over it, where one is agreed.
        keys: File of each private key, and whether it is an old one.
        on: The day of receipt, yyyy-mm-dd.
        agreed: `encryption`, `compression`, `signature`, `signers` of the passport's
            protection, `file_format`, and `max_bytes` of a delivery.

    Returns:
        `warnings`: codes the partner has to know of.

    Raises:
        DeliveryError: Any code of `Refusal`.
    """
    terms = _Agreed(on=date.fromisoformat(on), **agreed)
    source, target = Path(raw), Path(plain)
    expiry: date | None = None
    if terms.signature == "ssh":
        expiry = _verify(manifest, signature_file, terms)
    is_old, signed_until = _open(source, target, keys, terms)
    refused = mismatch(target, terms.file_format, was_packed=terms.compression)
    if refused is not None:
        target.unlink(missing_ok=True)
        raise DeliveryError(refused)
    expiry = expiry or signed_until
    warnings = [Refusal.ENC_OLD_KEY] if is_old else []
    if expiry is not None and expiry - terms.on <= NOTICE:
        warnings.append(Refusal.ENC_EXPIRES_SOON)
    return {"warnings": [str(code) for code in warnings]}


def _open(
    source: Path, target: Path, keys: list[list[object]], terms: _Agreed
) -> tuple[bool, date | None]:
    """Decrypt, then decompress; return whether our key is old, and the signer's end."""
    inner = target.with_name(f"{target.name}.packed")
    is_old, signed_until = False, None
    try:
        if terms.encryption != "none":
            opened = target if terms.compression == "none" else inner
            place, signed_until = _decrypt(source, opened, keys, terms)
            is_old = bool(keys[place][1])
            source = opened
        if terms.compression != "none":
            _decompress(source, target, terms)
        elif source != target:
            os.link(source, target)  # signed only: the delivered bytes are the content
    finally:
        inner.unlink(missing_ok=True)
    return is_old, signed_until


def _verify(manifest: str | None, signature: str | None, terms: _Agreed) -> date | None:
    """Verify the signature over the manifest."""
    from vroegsein.exchange.signatures import verify_signature

    if manifest is None or signature is None:
        raise DeliveryError(Refusal.ENC_UNSIGNED)
    return verify_signature(Path(manifest), Path(signature), terms.signers, terms.on)


def _decrypt(
    source: Path, target: Path, keys: list[list[object]], terms: _Agreed
) -> tuple[int, date | None]:
    """Decrypt; return the place of our key and when the signer's expires."""
    found = kind_of(head_of(source))
    if found != terms.encryption:
        raise DeliveryError(_instead_of_ciphertext(source, found))
    paths = [Path(str(key[0])) for key in keys]
    if terms.encryption == "age":
        from vroegsein.exchange.age_files import decrypt_age

        return decrypt_age(source, target, paths), None
    from vroegsein.exchange.openpgp import at_most, decrypt_openpgp

    signers = terms.signers if terms.signature == "openpgp" else ()
    with at_most(terms.cap):
        return decrypt_openpgp(source, target, paths, signers, terms.on)


def _instead_of_ciphertext(source: Path, found: Kind) -> Refusal:
    """Return why what is not the agreed ciphertext is refused."""
    if found in {Kind.AGE, Kind.OPENPGP}:
        return Refusal.NAM_TYPE_MISMATCH  # encrypted, in another way than agreed
    if found is Kind.OTHER and is_damaged_ciphertext(head_of(source)):
        return Refusal.ENC_CORRUPT
    return Refusal.ENC_PLAINTEXT


def _decompress(source: Path, target: Path, terms: _Agreed) -> None:
    """Decompress, within the cap."""
    from vroegsein.exchange.containers import open_gzip, open_zip

    if kind_of(head_of(source)) != terms.compression:
        raise DeliveryError(Refusal.NAM_TYPE_MISMATCH)
    unpack = open_gzip if terms.compression == "gzip" else open_zip
    unpack(source, target, terms.cap)


def mismatch(path: Path, file_format: str, *, was_packed: str) -> Refusal | None:
    """Return why content is not of the agreed kind, if it is not.

    Args:
        path: The content.
        file_format: The passport's `file.format`.
        was_packed: The compression it came out of, or `none`.
    """
    found = kind_of(head_of(path))
    if file_format == "xlsx":
        return None if found is Kind.ZIP else Refusal.NAM_TYPE_MISMATCH
    if found is Kind.OTHER:
        return None
    is_nested = was_packed != "none" and found in {Kind.ZIP, Kind.GZIP}
    return Refusal.ZIP_SHAPE if is_nested else Refusal.NAM_TYPE_MISMATCH


def head_of(path: Path) -> bytes:
    """Return a file's first bytes."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)
