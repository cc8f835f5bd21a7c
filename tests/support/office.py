"""The municipality's account on a real server, and officials who put files there."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pyrage
from sqlalchemy import text

from support.casework import CaseRegister
from support.listing_month import signal
from support.reviewing import Officials
from vroegsein import casework
from vroegsein.exchange.keyring import KeyKind, new_key, public_key
from vroegsein.settings import settings

RECEIVED = "2026-10-20T09:00:00+02:00"
HEADERS = ("Melding", "Resultaat", "Resultaat datum", "Maatregelen")
HELPED = "Vervolghulp en/of verwijzing financieel"
UNREACHED = "Definitief geen contact kunnen krijgen"
GONE = "Persoon is geen inwoner (meer) in de gemeente"
Rows = Sequence[Sequence[object]]


@dataclass
class Office:
    """Officials with an account, a published list, and our public key."""

    officials: Officials
    cases: CaseRegister
    our_key: str

    def put(self, name: str, content: bytes) -> None:
        """Seal a file for us and put it in the inbox."""
        recipient = pyrage.x25519.Recipient.from_str(self.our_key)
        self.put_plain(name, pyrage.encrypt(content, [recipient]))

    def put_plain(self, name: str, content: bytes) -> None:
        """Put a file in the inbox as it is."""
        (self.officials.folder / "inbox" / name).write_bytes(content)

    def take(self, name: str, moment: str = RECEIVED) -> dict[str, int]:
        """Take a file; return the counts that are not zero."""
        counts = casework.take_office_file("1940", name, self.officials.server, moment)
        return {key: count for key, count in counts.items() if count}

    def send(self, name: str, content: bytes, moment: str = RECEIVED) -> dict[str, int]:
        """Put a sealed file in the inbox and take it."""
        self.put(name, content)
        return self.take(name, moment)

    def inbox(self) -> list[str]:
        """What lies in the inbox."""
        return sorted(path.name for path in self._folder("inbox").iterdir())

    def replies(self) -> list[str]:
        """Names of what lies in the outbox."""
        return sorted(path.name for path in self._folder("outbox").iterdir())

    def reply(self, name: str) -> list[list[str]]:
        """An answer: row, column, code, level, meaning and remedy; header left out."""
        path = (
            self._folder("outbox") / f"bevindingen_{name.removesuffix('.age')}.csv.age"
        )
        plain = pyrage.decrypt(path.read_bytes(), [self.officials.key])
        lines = io.StringIO(plain.decode("utf-8-sig"), newline="")
        return list(csv.reader(lines, delimiter=";"))[1:]

    def found(self, name: str) -> list[tuple[str, str, str]]:
        """The findings of an answer: row, column and code."""
        return [(row[0], row[1], row[2]) for row in self.reply(name)[1:]]

    def count(self, table: str) -> int:
        """Rows of a table of the casework."""
        return self.value(f"SELECT COUNT(*) FROM casework.{table}")

    def value(self, query: str) -> object:
        """The one value a query gives."""
        with self.cases.engine.connect() as connection:
            return connection.execute(text(query)).scalar_one()

    def _folder(self, name: str) -> Path:
        return self.officials.folder / name


def office_of(officials: Officials, register) -> Office:
    """Officials after October's list of three cases: M-1 (two signals), M-2, M-3."""
    entry = new_key(settings().keys, KeyKind.AGE, date(2026, 1, 1), "test").entry
    cases = CaseRegister(register)
    cases.deliver(
        [signal("S1", "A"), signal("S2", "A"), signal("S3", "B"), signal("S4", "C")]
    )
    casework.open_cases(
        cases.publish_places(
            {
                "M-1": ("A", ["S1", "S2"]),
                "M-2": ("B", ["S3"]),
                "M-3": ("C", ["S4"]),
            }
        )
    )
    return Office(officials, cases, public_key(settings().keys, entry))


def lines_of(headers: Sequence[str], rows: Rows) -> bytes:
    """A CSV file as officials' systems write it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([headers, *rows])
    return out.getvalue().encode("utf-8-sig")


def workbook_of(
    headers: Sequence[str], rows: Rows, sheet: str = "Signaallijst"
) -> bytes:
    """A workbook as Excel writes it."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in (headers, *rows):
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
