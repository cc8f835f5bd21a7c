"""What the partner says about its file, and whether the file agrees.

A manifest comes last and names bytes, digest, lines and cents; or the last line of the
file is a total line. Either way the partner's own count is compared with ours, so that
a cut or swallowed file is never taken for a smaller month.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from vroegsein.errors import DeliveryError
from vroegsein.exchange.files import digest_of
from vroegsein.intake.findings import Code
from vroegsein.intake.reading import notation
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import PATTERN, ReportingMonth
from vroegsein.parties.yaml_file import Strict

MAX_MANIFEST_BYTES = 64 * 1024
MANIFEST_ENDING = ".manifest.json"
SIGNATURE_ENDING = f"{MANIFEST_ENDING}.sig"
LARGEST_NUMBER = 2**31 - 1  # that the register holds; a date as a number fits
OLDEST_MONTHS = 2  # before the month of the run: what is older is refused


class Kind(StrEnum):
    """What a delivery says of its month."""

    FULL = "VOLLEDIG"
    CORRECTION = "CORRECTIE"  # replaces all the partner delivered for the month
    WITHDRAWAL = "INTREKKING"  # takes the named records out of the month
    NIL = "NUL"  # nothing to report

    @property
    def stored(self) -> str:
        """Word for it in the register."""
        return self.name.lower()


class Manifest(Strict):
    """A partner's manifest; its keys are Dutch because partners write it."""

    schema_versie: Literal["1.0"]
    gemeentecode: str
    partner: str
    leverperiode: str
    volgnummer: int = Field(ge=0, le=LARGEST_NUMBER)
    soort: Kind
    bestand: str
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-fA-F]{64}$")
    aantal_records: int = Field(ge=0)
    controletotaal_bedrag: str = Field(pattern=r"^-?[0-9]{1,12}\.[0-9]{2}$")
    aangemaakt_op: str


@dataclass(frozen=True)
class Totals:
    """A partner's own count of its file.

    Attributes:
        lines: Lines after the header, the total line excluded.
        cents: Arrears together.
    """

    lines: int
    cents: int


@dataclass(frozen=True)
class Expectation:
    """What a file has to be, before a byte of it is decoded.

    Attributes:
        municipality: CBS code the run is for.
        month: Reporting month of the run, yyyy-mm.
        passport: The partner whose inbox it came from.
        name: The file's name in the inbox.
    """

    municipality: str
    month: str
    passport: Passport
    name: str


def month_in_name(passport: Passport, name: str) -> str | None:
    """Return the month (yyyy-mm) an agreed file name speaks of, if it does."""
    match = passport.file_pattern.fullmatch(name)
    digits = match.groupdict().get("month") if match else None
    if digits is None or "-" in digits:
        return digits
    return f"{digits[:4]}-{digits[4:]}"


def number_in_name(passport: Passport, name: str) -> int | None:
    """Return the sequence number an agreed file name speaks of, if it does."""
    match = passport.file_pattern.fullmatch(name)
    digits = match.groupdict().get("number") if match else None
    return int(digits) if digits else None


def is_collected(month: str, run_month: str) -> bool:
    """Tell whether a run takes a file of a month: its own, or one of the two before."""
    own = ReportingMonth.parse(run_month)
    return month in {str(own.plus(-back)) for back in range(OLDEST_MONTHS + 1)}


def check_month(month: str | None, run_month: str) -> None:
    """Refuse a file whose name speaks of no month, a later one, or one long ago.

    Raises:
        DeliveryError: `NAM_PERIOD` or `DEL_PERIOD`.
    """
    if month is None:
        return
    if not re.fullmatch(PATTERN, month):
        raise DeliveryError(Code.NAM_PERIOD)
    if not is_collected(month, run_month):
        raise DeliveryError(Code.DEL_PERIOD)


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        DeliveryError: `DEL_MANIFEST`, with the key that is absent or wrong.
    """
    failure: DeliveryError
    try:
        return Manifest.model_validate_json(content, strict=False)
    except ValidationError as error:
        place = error.errors(include_url=False, include_input=False)[0]["loc"]
        known = place and place[0] in Manifest.model_fields
        failure = DeliveryError(
            Code.DEL_MANIFEST, column=str(place[0]) if known else None
        )
    raise failure from None


def manifest_at(path: Path) -> Manifest | None:
    """Return a manifest that can be read; one that cannot is refused when decoded."""
    try:
        return read_manifest(path.read_bytes())
    except (FileNotFoundError, DeliveryError):
        return None


def check_manifest(manifest: Manifest, expected: Expectation) -> None:
    """Refuse a manifest of another partner, municipality, month or file.

    Raises:
        DeliveryError: `DEL_WRONG_PARTNER`, `DEL_PERIOD` or `DEL_MANIFEST`.
    """
    if manifest.partner != expected.passport.code:
        raise DeliveryError(Code.DEL_WRONG_PARTNER, column="partner")
    if manifest.gemeentecode != expected.municipality:
        raise DeliveryError(Code.DEL_WRONG_PARTNER, column="gemeentecode")
    if manifest.leverperiode != expected.month:
        raise DeliveryError(Code.DEL_PERIOD, column="leverperiode")
    if manifest.bestand != expected.name:
        raise DeliveryError(Code.DEL_MANIFEST, column="bestand")
    if manifest.soort is Kind.WITHDRAWAL and manifest.aantal_records == 0:
        raise DeliveryError(Code.DEL_MANIFEST, column="soort")


def check_bytes(raw: Path, manifest: Manifest | None) -> None:
    """Refuse a file that is not, byte for byte, the one its manifest speaks of.

    Raises:
        DeliveryError: `DEL_EMPTY`, `DEL_INCOMPLETE` or `DEL_HASH`.
    """
    byte_count = raw.stat().st_size
    if byte_count == 0:
        raise DeliveryError(Code.DEL_EMPTY)
    if manifest is None:
        return
    if byte_count < manifest.bytes:
        raise DeliveryError(Code.DEL_INCOMPLETE)
    if digest_of(raw) != manifest.sha256.lower():
        raise DeliveryError(Code.DEL_HASH)


def stated_totals(manifest: Manifest) -> Totals:
    """Return lines and cents by the manifest.

    Raises:
        DeliveryError: A nil report that counts lines or cents.
    """
    amount = notation.cents(manifest.controletotaal_bedrag, ".")
    assert amount is not None  # the manifest's pattern is narrower
    totals = Totals(manifest.aantal_records, amount)
    if manifest.soort is Kind.NIL and totals != Totals(0, 0):
        raise DeliveryError(Code.DEL_TOTALS)
    return totals


def read_total_line(parts: list[str], decimal: str) -> Totals:
    """Read `Totaal;<lines>;<amount>`, the last line of a file without a manifest.

    Raises:
        DeliveryError: `DEL_INCOMPLETE`: the last line is no total line.
    """
    word, count, amount, *rest = [*(part.strip() for part in parts), "", "", ""]
    lines = notation.whole_number(count)
    total = notation.cents(amount, decimal)
    if word.casefold() != "totaal" or any(rest) or lines is None or total is None:
        raise DeliveryError(Code.DEL_INCOMPLETE)
    return Totals(lines, total)


def check_totals(stated: Totals, counted: Totals, *, all_readable: bool) -> None:
    """Refuse a file whose lines or cents differ from what the partner says.

    Cents are compared where every amount could be read; a line that could not be read
    is reported by itself.

    Raises:
        DeliveryError: `DEL_TOTALS`.
    """
    differ = stated.lines != counted.lines
    if differ or (all_readable and stated.cents != counted.cents):
        raise DeliveryError(Code.DEL_TOTALS)
