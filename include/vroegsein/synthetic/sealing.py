"""Decides how partners wrap their exports before they send them, as agreed with each.

The generator leaves exports: plain content under the name it will be sent by. Here they
are compressed, encrypted to the municipality's public keys and signed with each
partner's own, as a partner does with its own programs. That is apart because keys are
made per stack: encrypted bytes are never the same twice.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vroegsein.exchange.age_files import encrypt_age
from vroegsein.exchange.containers import pack_gzip, pack_zip
from vroegsein.exchange.files import digest_of, private_folder
from vroegsein.exchange.openpgp import encrypt_openpgp
from vroegsein.exchange.signatures import sign_manifest
from vroegsein.parties.partner import Passport, load_passport

MANIFEST = ".manifest.json"
SIGNATURE = f"{MANIFEST}.sig"


@dataclass(frozen=True)
class SealingKeys:
    """The keys partners wrap their files with.

    Attributes:
        age: The municipality's age recipient, `age1…`.
        openpgp: Its OpenPGP certificate, armored.
        signing: Folder with each partner's own private key, `<code>.key` (SSH) or
            `<code>.asc` (OpenPGP).
    """

    age: str
    openpgp: str
    signing: Path


def seal_month(exports: Path, out: Path, partners: Path, keys: SealingKeys) -> int:
    """Write what partners send of their exports; return how many files.

    Args:
        exports: The generator's folder, with `truth/`.
        out: New folder; `inbox/`, `late/` and `history/` come as in `exports`.
        partners: Folder with the passports.
        keys: The keys.
    """
    rows = json.loads((exports / "truth" / "deliveries.json").read_text("utf-8"))
    sent = [row for row in rows if row["file_name"]]
    for row in sent:
        source = exports / row["folder"] / row["file_name"]
        target = private_folder(out / row["folder"]) / row["file_name"]
        passport = load_passport(partners, row["partner_code"])
        _send(source, target, passport, keys, is_sealed=row["is_sealed"])
    return len(sent)


def _send(
    source: Path,
    target: Path,
    passport: Passport,
    keys: SealingKeys,
    *,
    is_sealed: bool,
) -> None:
    """Write one file with its manifest and signature."""
    agreed = passport.protection
    is_plain = agreed.compression == agreed.encryption == "none"
    manifest = source.with_name(f"{source.name}{MANIFEST}")
    if is_plain or not is_sealed:
        shutil.copyfile(source, target)
    else:
        _wrap(source, target, passport, keys)
    if not manifest.exists():
        return
    said = json.loads(manifest.read_text("utf-8"))
    if is_sealed:
        said |= _of(target, said, source)
    written = target.with_name(f"{target.name}{MANIFEST}")
    text = json.dumps(said, indent=2, ensure_ascii=False)
    written.write_text(f"{text}\n", "utf-8")
    if agreed.signature == "ssh":
        signature = sign_manifest(written, keys.signing / f"{passport.code}.key")
        target.with_name(f"{target.name}{SIGNATURE}").write_bytes(signature)


def _of(target: Path, said: dict[str, Any], source: Path) -> dict[str, Any]:
    """Return what the manifest says of the wrapped bytes.

    An upload that broke off did so after its manifest was made: what that says stays.
    """
    if said["sha256"] != digest_of(source):
        return {}
    return {"bytes": target.stat().st_size, "sha256": digest_of(target)}


def _wrap(source: Path, target: Path, passport: Passport, keys: SealingKeys) -> None:
    """Compress, then encrypt and sign."""
    agreed = passport.protection
    packed = target.with_name(f"{target.name}.packed")
    match agreed.compression:
        case "gzip":
            pack_gzip(source, packed)
        case "zip":
            pack_zip(source, packed, f"{target.stem}.csv")
        case _:
            shutil.copyfile(source, packed)
    match agreed.encryption:
        case "age":
            encrypt_age(packed, target, [keys.age])
        case "openpgp":
            is_signed = agreed.signature == "openpgp"
            signer = keys.signing / f"{passport.code}.asc" if is_signed else None
            encrypt_openpgp(packed, target, [keys.openpgp], signer)
        case _:
            packed.replace(target)
    packed.unlink(missing_ok=True)
