"""One file of the municipality on its way: where it lies here, and what it is called.

It lies here sealed, as it came, until its rows are in the register; what is opened
lies in the work folder for as long as it is read.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from vroegsein.casework.office_names import OfficeName
from vroegsein.errors import DeliveryError
from vroegsein.exchange.files import digest_of, private_folder
from vroegsein.exchange.refusal import Refusal
from vroegsein.intake.findings import Finding, line_finding
from vroegsein.intake.reading.apart import run_apart
from vroegsein.intake.reading.unwrap import Terms, Wrapped, open_apart, scan
from vroegsein.parties.partner import Protection
from vroegsein.settings import settings

#: Largest file that is taken, in bytes.
LARGEST = 200 * 1024**2
_AGE = Protection(encryption="age")
_WORK = "vroegsein.casework.office_read:read_office_file"


@dataclass(frozen=True)
class OfficeFile:
    """A file that lies in the inbox, or came from it.

    Attributes:
        municipality: Of which municipality.
        named: What its name says.
        day: Dutch day of receipt.
    """

    municipality: str
    named: OfficeName
    day: date

    @property
    def sealed(self) -> Path:
        """Where it lies as it came."""
        return office_folder(self.municipality) / self.named.name

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes as they came."""
        return digest_of(self.sealed)

    @property
    def office_file_id(self) -> str:
        """Our id of it."""
        return f"{self.named.kind}-{self.municipality}-{self.digest[:16]}"

    @property
    def reply(self) -> Path:
        """Where the answer to it is kept until it was sent; it names no values."""
        folder = private_folder(office_folder(self.municipality) / "replies")
        return folder / f"{self.office_file_id}.csv"


def office_folder(municipality: str) -> Path:
    """Return the folder of a municipality's own files."""
    return private_folder(settings().storage / "office" / municipality)


def read_rows(file: OfficeFile) -> tuple[pd.DataFrame, list[Finding]]:
    """Open and read a file in processes apart.

    Returns:
        Texts by agreed column, by row number; and the rows that could not be read.

    Raises:
        DeliveryError: It is not sealed, which its name may tell alone, or it cannot
            be read at all.
        ScannerError: The scanner cannot be relied on; the file waits.
        ConfigurationError: Our key ring is not in order.
    """
    named = file.named
    if not named.is_sealed:
        raise DeliveryError(Refusal.ENC_PLAINTEXT)
    wrapped = Wrapped(file.sealed)
    scan(wrapped, file.day)
    plain = file.sealed.with_name(f"{file.sealed.name}.open")
    plain.unlink(missing_ok=True)
    try:
        terms = Terms(_AGE, named.file_format, LARGEST)
        open_apart(wrapped, terms, file.day, plain)
        scan(Wrapped(plain), file.day)
        arguments: dict[str, object] = {
            "path": str(plain),
            "file_format": named.file_format,
            "kind": named.kind,
        }
        said: dict[str, Any] = run_apart(_WORK, arguments)
    finally:
        plain.unlink(missing_ok=True)
    table = pd.DataFrame(
        [row[1:] for row in said["rows"]],
        columns=said["columns"],
        index=[int(row[0]) for row in said["rows"]],
        dtype=object,
    )
    return table, [line_finding(code, int(line)) for line, code in said["bad"]]
