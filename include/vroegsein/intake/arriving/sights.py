"""What in an inbox is no delivery, or not yet one, and what of its name may be told.

A name is data: it may be a path, a command or a person's name. It is told back to the
partner only where it has harmless characters, no sign of a person, and the agreed
beginning. Everywhere else it is known by a keyed digest.
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.exchange.sftp import RemoteFile
from vroegsein.intake.arriving.envelope import MANIFEST_ENDING, SIGNATURE_ENDING
from vroegsein.intake.findings import Code
from vroegsein.parties.partner import Passport
from vroegsein.settings import settings

#: How long something may lie there, by our own looks, before the partner is told.
PATIENCE = {
    Code.DEL_STALE_PART: timedelta(hours=24),
    Code.DEL_NO_MANIFEST: timedelta(hours=24),
    Code.DEL_NO_FILE: timedelta(hours=24),
}
#: How many runs have to meet it before the partner is told.
TIMES = {Code.DEL_UNSTABLE: 3, Code.DEL_ACCESS: 3}
HARMLESS = re.compile(r"[A-Za-z0-9._-]{1,100}")
_UNDER_WAY = (".part", ".filepart", ".tmp", "~")
_PLACEHOLDERS = re.compile(r"\{[a-z-]+\}")
_BIRTH_DATE = re.compile(r"(?<![0-9])[0-3]?[0-9]-[01]?[0-9]-(?:19|20)[0-9]{2}(?![0-9])")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)  # of the BSN, Besluit BSN art. 3
_KEY_BYTES = 32


@dataclass(frozen=True, order=True)
class Sight:
    """One thing seen in an inbox.

    Attributes:
        code: Finding code.
        name: The entry's name: untrusted; empty for the inbox as a whole.
    """

    code: Code
    name: str = ""


def sights_of(entries: Iterable[RemoteFile], passport: Passport) -> list[Sight]:
    """Return what in an inbox is no file to be taken, in a fixed order."""
    listed = list(entries)
    regular = {entry.name for entry in listed if entry.is_regular}
    found = [
        Sight(code, entry.name)
        for entry in listed
        if (code := _code(entry, regular, passport)) is not None
    ]
    return sorted(found)


def _code(entry: RemoteFile, regular: set[str], passport: Passport) -> Code | None:
    """Return what an entry is; None where it is, or belongs to, a file to be taken."""
    if not entry.is_regular:
        return Code.DEL_NOT_REGULAR
    if _is_under_way(entry.name):
        return Code.DEL_STALE_PART
    stem = entry.name.removesuffix(SIGNATURE_ENDING).removesuffix(MANIFEST_ENDING)
    if not passport.file_pattern.fullmatch(stem):
        return _code_of_name(entry.name, passport)
    if stem != entry.name:
        return None if stem in regular else Code.DEL_NO_FILE
    if entry.byte_count > passport.delivery.max_bytes:
        return Code.DEL_SIZE
    waits = passport.delivery.completeness == "manifest"
    if waits and f"{stem}{MANIFEST_ENDING}" not in regular:
        return Code.DEL_NO_MANIFEST
    return None


def _is_under_way(name: str) -> bool:
    """Tell whether a name is what programs give a file they still write."""
    is_path = "/" in name or "\\" in name
    return not is_path and (name.startswith(".") or name.endswith(_UNDER_WAY))


def _code_of_name(name: str, passport: Passport) -> Code:
    """Return what is wrong with a name that is not agreed."""
    if has_sign_of_person(name):
        return Code.NAM_PII
    first, *rest = _PLACEHOLDERS.split(passport.delivery.file_name)
    month = r"[A-Za-z0-9-]{0,12}"
    loose = month.join(re.escape(part) for part in (first, *rest))
    return Code.NAM_PERIOD if rest and re.fullmatch(loose, name) else Code.NAM_UNSAFE


def has_sign_of_person(name: str) -> bool:
    """Tell whether a name may hold a person's number, address or birth date."""
    numbers = (match.group() for match in _NUMBER.finditer(name))
    return (
        "@" in name
        or _BIRTH_DATE.search(name) is not None
        or any(_is_bsn(number) or number.startswith("06") for number in numbers)
    )


def _is_bsn(number: str) -> bool:
    digits = map(int, number)
    return sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def shown_name(name: str, passport: Passport) -> str | None:
    """Return a name that may be stored and told back to the partner; else None."""
    beginning = _PLACEHOLDERS.split(passport.delivery.file_name)[0]
    harmless = HARMLESS.fullmatch(name) and not has_sign_of_person(name)
    return name if harmless and beginning and name.startswith(beginning) else None


def name_key(name: str) -> str:
    """Return the keyed digest by which a name is known here; empty for no name."""
    if not name:
        return ""
    text = name.encode("utf-8", "surrogatepass")
    return hmac.new(_key(), text, hashlib.sha256).hexdigest()


def _key() -> bytes:
    """Return this installation's key for names, made when first needed."""
    path = private_folder(settings().keys) / "inbox-names.key"
    if not path.exists():
        _make_key(path)
    return path.read_bytes()


def _make_key(path: Path) -> None:
    """Write a key whole; of two processes at once the first one's stands."""
    own = path.with_name(f"{path.name}.{os.getpid()}")
    write_whole(own, secrets.token_bytes(_KEY_BYTES))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(own)
    own.unlink()
