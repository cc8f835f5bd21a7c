"""Which SQL files there are: one file, one statement, a header that explains it.

The audit report prints the `Report:` sentence of a file's header, so a reader who was
not there knows what was asked of the register.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, RowMapping, TextClause, text

from vroegsein.errors import ConfigurationError
from vroegsein.settings import settings

HEADER = re.compile(
    r"\A-- (?P<name>[a-z_.]+): (?P<sentence>.+)\n"
    r"--\n"
    r"-- Grain: +(?P<grain>.+)\n"
    r"-- Reads: +(?P<reads>.+(?:\n-- {10}.+)*)\n"
    r"-- Params: +(?P<params>.+)\n"
    r"-- Report: +(?P<report>.+(?:\n-- {10}.+)*)\n"
    r"(?:-- Code: +(?P<code>[A-Z_]+) \((?P<level>stop|warning)\)\n)?"
)


@dataclass(frozen=True)
class Statement:
    """One SQL file.

    Attributes:
        name: File name without its ending.
        report: The sentence of the header for the audit report, in Dutch.
        code: Finding code of a check, absent for other files.
        is_stop: Whether a check's offending row forbids publication.
        sql: The text as it is sent.
    """

    name: str
    report: str
    code: str | None
    is_stop: bool
    sql: str

    @property
    def clause(self) -> TextClause:
        """The statement with its bound parameters."""
        return text(self.sql)


def statement(folder: str, name: str) -> Statement:
    """Read one SQL file of `include/sql/`.

    Raises:
        ConfigurationError: The file's header is not the agreed one.
    """
    return _read(settings().sql / folder / f"{name}.sql")


def statements(folder: str) -> list[Statement]:
    """Read all SQL files of a folder, by name."""
    return [_read(path) for path in sorted((settings().sql / folder).glob("*.sql"))]


def rows(
    connection: Connection, folder: str, name: str, **parameters: object
) -> list[RowMapping]:
    """Return the rows one SQL file asks for."""
    found = connection.execute(statement(folder, name).clause, parameters)
    return list(found.mappings())


def sql_digest() -> str:
    """Return one SHA-256 over all SQL files, names included."""
    root = settings().sql
    total = hashlib.sha256()
    for path in sorted(root.rglob("*.sql"), key=lambda found: found.as_posix()):
        total.update(f"{path.relative_to(root).as_posix()}\n".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _read(path: Path) -> Statement:
    """Read a file and its header."""
    sql = path.read_text("utf-8")
    found: Mapping[str, str | None] | None = (
        match.groupdict() if (match := HEADER.match(sql)) else None
    )
    if found is None:
        msg = f"{path.name}: the header is not the agreed one; see its neighbours."
        raise ConfigurationError(msg)
    return Statement(
        name=path.stem,
        report=re.sub(r"\n-- +", " ", found["report"] or ""),
        code=found["code"],
        is_stop=found["level"] == "stop",
        sql=sql,
    )
