"""From the file as delivered to its plain content, which lies in the work folder alone.

Verified, decrypted and decompressed as the passport agrees, in a process apart; what
was delivered is scanned before, and what came out after. Nothing is believed of a file
that was not read to its end.
"""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from vroegsein.errors import ConfigurationError, DeliveryError
from vroegsein.exchange.files import private_folder
from vroegsein.exchange.keyring import KeyKind, public_key, usable_keys
from vroegsein.exchange.malware import CLAMD, scanner_at
from vroegsein.exchange.opening import mismatch
from vroegsein.exchange.refusal import Refusal
from vroegsein.exchange.signers import public_keys
from vroegsein.intake.arriving.envelope import check_bytes, read_manifest
from vroegsein.intake.findings import Code, Finding, Level
from vroegsein.intake.reading.apart import Caps, run_apart
from vroegsein.parties.partner import Passport, Protection
from vroegsein.settings import settings

#: Refused for what we may not keep: the bytes are erased here and on the server.
ERASED: frozenset[str] = frozenset(
    {Refusal.ENC_PLAINTEXT, Refusal.MAL_FOUND, Code.SCH_NO_GROUND}
)
_MIB = 1024**2


@dataclass(frozen=True)
class Wrapped:
    """A delivery as it landed.

    Attributes:
        raw: The delivered bytes.
        manifest: The delivered manifest, where one is agreed.
        signature: The signature over the manifest, where one is agreed.
    """

    raw: Path
    manifest: Path | None = None
    signature: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that was delivered."""
        named = (self.raw, self.manifest, self.signature)
        return tuple(path for path in named if path is not None and path.is_file())


def scan(wrapped: Wrapped, on: date) -> None:
    """Ask the malware scanner, where there is one, about every delivered file.

    Raises:
        DeliveryError: `MAL_FOUND`.
        ScannerError: The scanner cannot be relied on; the delivery waits.
    """
    scanner = scanner_at(os.environ.get(CLAMD))
    if scanner is not None:
        for path in wrapped.files:
            scanner.check(path, on)


@dataclass(frozen=True)
class Terms:
    """What was agreed of a file.

    Attributes:
        protection: How it is wrapped.
        file_format: What is in it, such as `xlsx`.
        max_bytes: Largest size as delivered; twice that may come out of compression.
    """

    protection: Protection
    file_format: str
    max_bytes: int

    @classmethod
    def of(cls, passport: Passport) -> Self:
        """Return what was agreed with a partner."""
        agreed = passport.delivery
        return cls(passport.protection, passport.file.format, agreed.max_bytes)


def unwrap(
    wrapped: Wrapped, passport: Passport, on: date, plain: Path
) -> list[Finding]:
    """Verify, decrypt and decompress a file as its partner agreed to wrap it.

    What comes out is scanned, as a scanner cannot look into what is encrypted; the
    delivered files are by then (`scan`).

    Args:
        wrapped: The delivered files.
        passport: The partner's.
        on: The day of receipt: which keys are valid and how old signatures may be.
        plain: Where the content appears, in the work folder; removed with it.

    Returns:
        Warnings.

    Raises:
        DeliveryError: `ENC_…`, `ZIP_…`, `MAL_FOUND` or `NAM_TYPE_MISMATCH`; nothing of
            the content is left.
        ScannerError: The scanner cannot be relied on; the delivery waits.
        ConfigurationError: Our keys or the passport are not in order.
    """
    private_folder(plain.parent)
    _leave_nothing(plain)
    _check_agreement(passport)
    if not _is_wrapped(passport.protection):
        return _take_as_it_is(wrapped.raw, plain, passport)
    try:
        codes = open_apart(wrapped, Terms.of(passport), on, plain)
        scan(Wrapped(plain), on)
    except BaseException:
        _leave_nothing(plain)
        raise
    return [Finding(code, Level.WARNING) for code in codes]


def _is_wrapped(protection: Protection) -> bool:
    parts = (protection.encryption, protection.compression, protection.signature)
    return any(part != "none" for part in parts)


def _take_as_it_is(raw: Path, plain: Path, passport: Passport) -> list[Finding]:
    """Give the delivered bytes the content's name, without copying them."""
    refused = mismatch(raw, passport.file.format, was_packed="none")
    if refused is not None:
        raise DeliveryError(refused)
    os.link(raw, plain)
    return []


def open_apart(wrapped: Wrapped, terms: Terms, on: date, plain: Path) -> list[str]:
    """Open a wrapped file in a child process; return the codes of warnings.

    Args:
        wrapped: The file as it came.
        terms: What was agreed of it.
        on: The day of receipt.
        plain: Where the content appears, whole or not at all.

    Raises:
        DeliveryError: Any code of `Refusal`.
        ConfigurationError: Our key ring is not in order.
    """
    if terms.protection.signature == "ssh":
        assert wrapped.manifest is not None  # the agreement was checked
        check_bytes(wrapped.raw, read_manifest(wrapped.manifest.read_bytes()))
    opened = run_apart(
        "vroegsein.exchange.opening:open_wrapped",
        arguments_for(wrapped, terms, on, plain),
        _caps(wrapped.raw.stat().st_size, terms.max_bytes),
        died=_died(terms.protection),
    )
    codes = opened["warnings"]
    assert isinstance(codes, list)
    return [str(code) for code in codes]


def arguments_for(
    wrapped: Wrapped, terms: Terms, on: date, plain: Path
) -> dict[str, object]:
    """Return what `exchange.opening.open_wrapped` has to know of a file.

    Raises:
        ConfigurationError: Our key ring is not in order.
    """
    protection = terms.protection
    return {
        "raw": str(wrapped.raw),
        "plain": str(plain),
        "manifest": str(wrapped.manifest) if wrapped.manifest else None,
        "signature_file": str(wrapped.signature) if wrapped.signature else None,
        "keys": _keys(protection, on),
        "on": on.isoformat(),
        "agreed": {
            "encryption": protection.encryption,
            "compression": protection.compression,
            "signature": protection.signature,
            "signers": public_keys(protection.signers),
            "file_format": terms.file_format,
            "max_bytes": terms.max_bytes,
        },
    }


def _keys(protection: Protection, on: date) -> list[list[object]]:
    """Return the files of our keys, and which of them are old."""
    if protection.encryption == "none":
        return []
    found = usable_keys(settings().keys, KeyKind(protection.encryption), on)
    for entry, _ in found:
        public_key(settings().keys, entry)  # or an error that is ours to put right
    return [[str(path), entry.retired_on is not None] for entry, path in found]


def _caps(byte_count: int, max_bytes: int) -> Caps:
    """Return what the child may use.

    OpenPGP keeps the whole message in memory, and half as much again. A megabyte takes
    about 20 milliseconds; ten times that is allowed.
    """
    return Caps(
        cpu_seconds=60 + byte_count // (5 * _MIB),
        memory_bytes=512 * _MIB + 3 * byte_count,
        file_bytes=2 * max_bytes + _MIB,
    )


def _died(protection: Protection) -> str:
    """Return what a file is refused with that the child did not survive."""
    if protection.encryption != "none":
        return Refusal.ENC_CORRUPT
    return Refusal.ZIP_CORRUPT if protection.compression != "none" else "TXT_UNREADABLE"


def _check_agreement(passport: Passport) -> None:
    """Refuse a passport whose agreement nobody could keep or verify.

    Raises:
        ConfigurationError: It is to be complete by an encryption there is not, or its
            signature has no signers, unreadable ones, or nothing to sign.
    """
    protection, complete_by = passport.protection, passport.delivery.completeness
    why = ""
    if complete_by == "encrypted" and protection.encryption == "none":
        why = "'completeness: encrypted' needs an encryption"
    elif protection.signature != "none" and not protection.signers:
        why = "name the partner's public key in 'signers'"
    elif protection.signature == "openpgp" and protection.encryption != "openpgp":
        why = "a signature inside the message needs 'encryption: openpgp'"
    elif protection.signature == "ssh" and complete_by != "manifest":
        why = "an SSH signature is over the manifest: 'completeness: manifest'"
    if not why:
        why = _unreadable_signers(protection)
    if why:
        msg = f"{passport.code}.yml: key 'protection': {why}."
        raise ConfigurationError(msg)


def _unreadable_signers(protection: Protection) -> str:
    """Return why the partner's public keys cannot be read, if they cannot."""
    try:
        if protection.signature == "ssh":
            from vroegsein.exchange.signatures import read_signers

            read_signers(public_keys(protection.signers))
        elif protection.signature == "openpgp":
            from vroegsein.exchange.openpgp import read_certificates

            read_certificates(public_keys(protection.signers))
    except ConfigurationError as error:
        return str(error).removesuffix(".")
    return ""


def _leave_nothing(plain: Path) -> None:
    """Remove what came out, and what was on its way."""
    for path in plain.parent.glob(f"{plain.name}*"):
        path.unlink(missing_ok=True)
