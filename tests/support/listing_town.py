"""A town with a published October, for tests that only read what came of it."""

import csv
import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from sqlalchemy import Engine, create_engine, text

from support.listing_month import DECIDED_AT, SEPTEMBER, Register
from support.listing_residents import sixty_persons
from support.postgres import copy_of
from vroegsein import accountability, listing
from vroegsein.register import session
from vroegsein.settings import settings


@dataclass(frozen=True)
class Town:
    """One publication with all that was made of it."""

    month: Register
    storage: Path
    draft_id: str
    publication_id: str
    figures: dict[str, object]
    shown: str
    report_digest: str

    @property
    def folder(self) -> Path:
        """Where the published files lie."""
        return self.storage / "publications" / "1940" / "2026-10" / "v1"

    @property
    def workbook_file(self) -> bytes:
        """The workbook as it was published."""
        return (self.folder / "signaallijst.xlsx").read_bytes()

    @property
    def workbook(self) -> Workbook:
        """The workbook, opened."""
        return openpyxl.load_workbook(io.BytesIO(self.workbook_file))

    @property
    def table(self) -> list[list[str]]:
        """The cells of the CSV file, header first."""
        written = (self.folder / "signaallijst.csv").read_text("utf-8-sig")
        return list(csv.reader(io.StringIO(written), delimiter=";"))

    @property
    def page(self) -> str:
        """The audit report."""
        file = self.storage / "reports" / "1940" / "2026-10" / "auditrapport-v1.html"
        return file.read_text("utf-8")

    def rows(self, table: str, where: str = "TRUE") -> list[dict[str, object]]:
        """Return rows of a table of the register, as they stand there."""
        with self.month.engine.connect() as connection:
            found = connection.execute(text(f"SELECT * FROM {table} WHERE {where}"))
            return [dict(row) for row in found.mappings()]

    def october(self) -> list[dict[str, object]]:
        """Return the signals of October."""
        return self.rows("intake.signal", "month = '2026-10'")

    def entries(self) -> list[dict[str, object]]:
        """Return the places on October's list, in their order."""
        found = self.rows("casework.list_entry", f"draft_id = '{self.draft_id}'")
        return sorted(found, key=lambda row: row["entry_number"])

    def decisions(self) -> list[dict[str, object]]:
        """Return the decisions on October's signals."""
        return self.rows("casework.signal_decision", f"draft_id = '{self.draft_id}'")


@contextmanager
def fresh_register(postgres_url: str, template: str, storage: Path) -> Iterator[Engine]:
    """A register and storage of their own for longer than one test."""
    name = f"register_{secrets.token_hex(4)}"
    server = create_engine(f"{postgres_url}/postgres", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(copy_of(template, name))
    storage.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VROEGSEIN_REGISTER_URL", f"{postgres_url}/{name}")
        patch.setenv("VROEGSEIN_STORAGE", str(storage))
        settings.cache_clear()
        session.engine.cache_clear()
        engine = session.engine()
        yield engine
        engine.dispose()
        session.engine.cache_clear()
    settings.cache_clear()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@contextmanager
def published_town(postgres_url: str, template: str, folder: Path) -> Iterator[Town]:
    """A town whose September and October are published; for reading only."""
    storage = folder / "storage"
    with fresh_register(postgres_url, template, storage) as engine:
        month = Register(engine)
        sixty_persons(month)
        month.publish(SEPTEMBER, at=datetime(2026, 9, 15, 8, tzinfo=UTC))
        draft_id = listing.triage_month(month.match())
        figures = listing.audit_draft(draft_id)
        shown = listing.approval_text(draft_id)
        listing.record_approval(draft_id, "approved", "c.ordinator", DECIDED_AT)
        publication_id = listing.publish_list(draft_id)
        digest = accountability.write_audit_report(publication_id)
        yield Town(month, storage, draft_id, publication_id, figures, shown, digest)


def in_euros(cents: int) -> str:
    """Write an amount without the code under test, `€ 1.234,56`."""
    whole, rest = divmod(cents, 100)
    digits, groups = str(whole), []
    while digits:
        groups.insert(0, digits[-3:])
        digits = digits[:-3]
    return f"€ {'.'.join(groups)},{rest:02d}"
