"""The whole intake of one partner, and everything it leaves behind."""

import hashlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from support.sftp_server import RunningServer
from vroegsein.exchange.server import Server
from vroegsein.intake import collect
from vroegsein.register import session

MOMENT = datetime(2026, 10, 7, 6, tzinfo=UTC)
TABLES = {
    "inbox_file": "inbox_file_id",
    "inbox_finding": "code, shown_name, name_key",
    "delivery": "delivery_id",
    "line_verdict": "delivery_id, line_number",
    "finding": "delivery_id, line_number, code, column_name",
    "signal": "signal_id",
}
#: Columns the register fills in by itself.
OWN_CLOCK = {"recorded_at", "finding_id"}


@dataclass
class Desk:
    """One partner's account, and the steps that are taken for it."""

    sftp: RunningServer
    register: Engine
    storage: Path
    partner: str = "woonproef"
    month: str = "2026-10"
    moment: datetime = MOMENT
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root = self.sftp.account(self.partner)

    @property
    def server(self) -> Server:
        return self.sftp.server(self.partner)

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    def names(self, folder: str) -> list[str]:
        """What lies in one of the account's folders."""
        return sorted(path.name for path in (self.root / folder).iterdir())

    def answer(self, beginning: str) -> str:
        """The one answer for people in the outbox whose name begins so."""
        found = (self.root / "outbox").glob(f"{beginning}*")
        aside = ("ontvangstbewijzen_", ".json")  # receipts per line, and for programs
        (path,) = [
            path for path in found if not any(word in path.name for word in aside)
        ]
        return path.read_text("utf-8")

    def look(self) -> list[str]:
        return collect.list_files(
            "1940", self.month, self.partner, self.server, self.moment
        )

    def fetch(self) -> list[str]:
        self.ids = collect.fetch_files(self.look(), self.server)
        return self.ids

    def finish(self) -> dict[str, int]:
        """Take the steps after fetching."""
        collect.decode_files(self.ids)
        collect.validate_files(self.ids)
        collect.load_files(self.ids)
        return collect.send_receipts(self.ids, self.server)

    def run(self) -> dict[str, int]:
        """Take every step."""
        self.fetch()
        return self.finish()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table, in order, without what the register's clock says."""
        query = text(f"SELECT * FROM intake.{table} ORDER BY {TABLES[table]}")
        with self.register.connect() as connection:
            found = [dict(row) for row in connection.execute(query).mappings()]
        return [
            {name: row[name] for name in row if name not in OWN_CLOCK} for row in found
        ]

    def left_behind(self) -> dict[str, Any]:
        """Everything there is: rows of the register, bytes in storage and account."""
        tables = {table: self.rows(table) for table in TABLES}
        return tables | digests(self.storage) | digests(self.root)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def killed(work: Callable[[], object], after: float) -> bool:
    """Do work in a child that is killed after so many seconds; tell whether it was."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            session.engine().dispose(close=False)  # the parent's connections
            session.engine.cache_clear()
            work()
            code = 0
        finally:
            os._exit(code)
    deadline = time.monotonic() + after
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            assert status == 0, "the child broke off by itself"
            return False
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True
