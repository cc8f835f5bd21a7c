"""A partner's passport: how its files look and what it may send.

One YAML file per partner in `include/partners/`. Adding a partner needs no code.
"""

import hashlib
import re
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from vroegsein.errors import ConfigurationError
from vroegsein.parties.case_codes import CREDITOR_MEASURES, Measure
from vroegsein.parties.forbidden import WITHOUT_BSN, names_bsn
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.record import CHECKED_FIELDS, FIELDS, SPLIT_FIELDS
from vroegsein.parties.yaml_file import Strict, read

CODE = r"^[a-z][a-z0-9_]{1,29}$"

#: DDAS EnumSignaalpartner (v1.2), exact spelling.
PartnerType = Literal[
    "Belastingdienst",
    "CAK Eigen bijdrage",
    "CAK Zorgverzekeringen",
    "Dienst Toeslagen",
    "DUO",
    "Energie",
    "Huur",
    "Hypotheek",
    "Overige",
    "Water",
    "Zorg",
]
#: How dates may be written; in `d-m-yyyy` and `d/m/yyyy` zeros in front are left out.
Dates = Literal[
    "yyyy-mm-dd",
    "dd-mm-yyyy",
    "yyyymmdd",
    "dd/mm/yyyy",
    "ddmmyyyy",
    "d-m-yyyy",
    "d/m/yyyy",
]
Decimal = Literal[".", ","]
Sector = Literal["HUUR", "WATER", "ENERGIE", "WARMTE", "ZORG", "BELASTING"]


class Connection(Strict):
    """The Airflow connection and the partner's account on that server."""

    id: str = "sftp_exchange"
    account: str | None = None  # the partner's code where absent


class Delivery(Strict):
    """What is agreed on the monthly delivery."""

    due_day: int = Field(ge=1, le=28)
    file_name: str  # with {yyyymm} or {yyyy-mm} where the month stands, {nn} a number
    completeness: Literal["manifest", "total_line", "encrypted", "stable"] = "manifest"
    after_acceptance: Literal["archive", "delete"] = "archive"
    max_bytes: int = Field(default=512 * 1024**2, gt=0)


class Protection(Strict):
    """How the partner wraps its file: first compressed, then encrypted and signed."""

    compression: Literal["none", "gzip", "zip"] = "none"
    encryption: Literal["none", "age", "openpgp"] = "none"
    #: `openpgp` inside the message; `ssh`: `<manifest>.sig` by `ssh-keygen -Y sign`.
    signature: Literal["none", "openpgp", "ssh"] = "none"
    #: The partner's public keys: names of files in keys/signers/, or the keys as text.
    signers: tuple[str, ...] = ()
    #: Names of keys in keys/recipients/ that feedback is encrypted to; none: plain.
    recipients: tuple[str, ...] = ()


class FileFormat(Strict):
    """How the partner's system writes a file."""

    format: Literal["csv", "fixed", "xlsx", "jsonl"] = "csv"
    encoding: Literal["utf-8", "cp1252", "iso-8859-15", "utf-16"] = "utf-8"
    separator: Literal[";", ",", "\t", "|"] = ";"
    decimal: Decimal = "."
    dates: Dates = "yyyy-mm-dd"
    quoted: bool = True  # whether fields of a csv file may stand in quotes
    sheet: str | None = None  # of an xlsx file; where absent it may have one only
    #: Of a fixed-width file: name -> first position from 1, and length.
    positions: dict[str, tuple[int, int]] = Field(default={})


class RowRange(Strict):
    """How many rows are usual; outside it the file is taken with a warning."""

    min: int = Field(ge=0)
    max: int = Field(ge=0)

    @model_validator(mode="after")
    def _holds_a_number(self) -> Self:
        """Refuse a range that no number of rows lies in."""
        if self.max < self.min:
            msg = f"max {self.max} is below min {self.min}"
            raise ValueError(msg)
        return self


class Expected(Strict):
    """What a usual delivery looks like."""

    rows: RowRange
    max_rejected_percent: float = Field(default=5.0, ge=0, le=100)
    #: Lines with an address elsewhere; 100 for a partner with one national file.
    max_foreign_percent: float = Field(default=2.0, ge=0, le=100)


class Conditions(Strict):
    """Days that have to lie before a signal (Bgs art. 2), as agreed with a sector."""

    days_after_reminder: int = Field(default=0, ge=0, le=90)
    days_after_offer: int = Field(default=0, ge=0, le=90)  # to object to sharing


class Passport(Strict):
    """One partner, as its YAML file in `include/partners/` describes it."""

    code: str = Field(pattern=CODE)
    name: str
    type: PartnerType
    sector: Sector
    legal_basis: str  # a code of include/legal_bases.yml
    kvk_number: str = Field(pattern=r"^\d{8}$")
    municipalities: tuple[str, ...]
    connection: Connection = Connection()
    delivery: Delivery
    protection: Protection = Protection()
    file: FileFormat = FileFormat()
    columns: dict[str, str]  # the partner's header -> canonical field
    #: Partner's header -> what its text is taken apart into.
    splits: dict[str, Literal["person_name", "house_number", "address"]] = Field(
        default={}
    )
    bsn_authority: str | None = None  # the article that lets this partner send a BSN
    ignored_columns: tuple[str, ...] = ()  # known, dropped before storage
    constants: dict[str, str] = Field(default={})  # field -> value for every row
    lookups: dict[str, dict[str, str]] = Field(default={})  # field -> word -> value
    conditions: Conditions = Conditions()
    #: What this partner grants somebody with arrears, by its agreement.
    measures: tuple[Measure, ...] = ()
    expected: Expected

    @model_validator(mode="after")
    def _fields_exist(self) -> Self:
        """Refuse a column, constant or lookup for a field that does not exist."""
        columns = [name for name in self.columns.values() if name not in CHECKED_FIELDS]
        named = [*columns, *self.constants, *self.lookups]
        unknown = sorted({name for name in named if name not in FIELDS})
        if unknown:
            msg = f"unknown canonical fields: {', '.join(unknown)}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _fields_are_filled_once(self) -> Self:
        """Refuse a field that two columns fill, or a column and a split."""
        filled = [*self.columns.values(), *self.constants]
        filled += [SPLIT_FIELDS[word][0] for word in self.splits.values()]
        twice = sorted({name for name in filled if filled.count(name) > 1})
        headers = sorted({*self.columns} & {*self.splits})
        if headers:
            msg = f"both a column and a split: {', '.join(headers)}"
            raise ValueError(msg)
        if twice:
            msg = f"filled more than once: {', '.join(twice)}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _measures_are_a_creditors(self) -> Self:
        """Refuse a measure that only the municipality takes."""
        foreign = sorted({*self.measures} - CREDITOR_MEASURES)
        if foreign:
            msg = f"not a creditor's to grant: {', '.join(foreign)}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _bsn_has_authority(self) -> Self:
        """Refuse a BSN without an article, and a BSN under another field."""
        hidden = [
            header
            for header in (*self.columns, *self.splits)
            if names_bsn(header) and self.columns.get(header) != "bsn"
        ]
        if hidden:
            msg = f"a column of BSNs can be mapped to bsn alone: {', '.join(hidden)}"
            raise ValueError(msg)
        is_mapped = "bsn" in self.columns.values()
        if self.sector in WITHOUT_BSN and (is_mapped or self.bsn_authority):
            msg = f"sector {self.sector} has no authority for the BSN (UAVG art. 46)"
            raise ValueError(msg)
        if is_mapped and not self.bsn_authority:
            msg = "bsn is mapped; name the article that allows it in bsn_authority"
            raise ValueError(msg)
        return self

    @property
    def agreed_headers(self) -> tuple[str, ...]:
        """Names that the partner's header has to hold, each once."""
        return (*self.columns, *self.splits)

    @property
    def account(self) -> str:
        """The partner's account on its SFTP server."""
        return self.connection.account or self.code

    @cached_property
    def file_pattern(self) -> re.Pattern[str]:
        """Pattern of the agreed file name; its group `month` holds the digits."""
        escaped = re.escape(self.delivery.file_name)
        escaped = escaped.replace(re.escape("{yyyymm}"), r"(?P<month>[0-9]{6})")
        escaped = escaped.replace(
            re.escape("{yyyy-mm}"), r"(?P<month>[0-9]{4}-[0-9]{2})"
        )
        escaped = escaped.replace(re.escape("{nn}"), r"(?P<number>[0-9]{2})")
        return re.compile(escaped)

    def file_name(self, month: ReportingMonth) -> str:
        """Return the agreed name of a month's file."""
        compact = str(month).replace("-", "")
        name = self.delivery.file_name.replace("{yyyymm}", compact)
        return name.replace("{yyyy-mm}", str(month)).replace("{nn}", "01")

    @property
    def digest(self) -> str:
        """SHA-256 of the passport's content, printed in the audit report."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def load_passport(folder: Path, code: str) -> Passport:
    """Read one partner's passport.

    Raises:
        ConfigurationError: The file is absent or wrong, or names another code.
    """
    passport = read(folder / f"{code}.yml", Passport)
    if passport.code != code:
        msg = f"{code}.yml: key 'code' says '{passport.code}'; make it '{code}'."
        raise ConfigurationError(msg)
    return passport


def partner_codes(folder: Path, municipality: str) -> list[str]:
    """Return the codes of all partners of a municipality, sorted.

    A partner whose passport cannot be read is in the list: it has to fail by itself,
    in its own task, and not hold up the others.
    """
    codes = sorted(path.stem for path in folder.glob("*.yml"))
    return [code for code in codes if _delivers_to(folder, code, municipality)]


def _delivers_to(folder: Path, code: str, municipality: str) -> bool:
    """Tell whether a partner delivers to a municipality, as far as can be told."""
    try:
        return municipality in load_passport(folder, code).municipalities
    except ConfigurationError:
        return True
