"""The files of one version of a list, and the folder they appear in whole."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vroegsein.errors import InvariantError
from vroegsein.exchange.files import (
    digest_of,
    rename_durably,
    sync_folder,
    write_whole,
)
from vroegsein.listing.addendum import addendum_csv, changes
from vroegsein.listing.addendum_book import addendum_book
from vroegsein.listing.columns import ListRow, cells, headers
from vroegsein.listing.content import ListContent
from vroegsein.listing.dutch import enumeration
from vroegsein.listing.explanation import Edition
from vroegsein.listing.list_json import list_json, team_of
from vroegsein.listing.table_file import csv_bytes
from vroegsein.listing.workbook import workbook_bytes
from vroegsein.parties.policy_publication import REST
from vroegsein.settings import settings

STEM = "signaallijst"
TABLE, RECORDS, MANIFEST = f"{STEM}.csv", f"{STEM}.json", "manifest.json"
STAGING = ".staging-"
MOST_ROWS = 1_048_575  # of a sheet in Excel, its header apart


@dataclass(frozen=True)
class Approved:
    """One approval of a version, and the official who gave it."""

    approval_id: str
    approved_by: str


@dataclass(frozen=True)
class Version:
    """A version of a month's list, about to be published."""

    publication_id: str
    number: int
    audit_id: str
    approvals: tuple[Approved, ...]
    published_at: datetime

    @property
    def approved_by(self) -> str:
        """Who approved it, as it is printed."""
        return enumeration([one.approved_by for one in self.approvals])

    @property
    def folder_name(self) -> str:
        """Name under which readers find it."""
        return f"v{self.number}"


@dataclass(frozen=True)
class Registered:
    """A version as the register knows it: its files by name, with their digests."""

    publication_id: str
    number: int
    digests: Mapping[str, str]


def month_folder(municipality: str, month: str) -> Path:
    """Return where the versions of a month's list lie."""
    return settings().storage / "publications" / municipality / month


def files_of(
    content: ListContent,
    version: Version,
    sheet_rows: int = MOST_ROWS,
    before: Sequence[Mapping[str, str]] | None = None,
) -> dict[str, bytes]:
    """Return a version's files by name; the manifest describes the others.

    Args:
        content: The list.
        version: The version it is published as.
        sheet_rows: Rows that fit on a sheet below its header; a longer list goes on
            in `signaallijst-2.xlsx` and so on.
        before: The rows of the version before; absent for the first.
    """
    files = {
        TABLE: csv_bytes(headers(), map(cells, content.list_rows)),
        RECORDS: list_json(
            content, version.publication_id, version.number, version.published_at
        ),
    }
    for stem, part in _parts(content).items():
        files |= _books(content, version, stem, part, sheet_rows)
    if before is not None:
        found = changes(before, content.list_rows)
        files["addendum.csv"] = addendum_csv(found)
        files["addendum.xlsx"] = addendum_book(content, version.number, found)
    return files | {MANIFEST: _manifest(content, version, files)}


def _parts(content: ListContent) -> dict[str, Sequence[ListRow]]:
    """Return who is in which workbook: the whole list, then one per team."""
    whole, teams = content.list_rows, content.policy.teams
    parts: dict[str, Sequence[ListRow]] = {STEM: whole}
    if teams:
        for code in (*(team.code for team in teams), None):
            members = [row for row in whole if team_of(row, content.policy) == code]
            parts[f"{STEM}-team-{code}" if code else f"{STEM}-{REST}"] = members
    return parts


def _books(
    content: ListContent,
    version: Version,
    stem: str,
    part: Sequence[ListRow],
    sheet_rows: int,
) -> dict[str, bytes]:
    """Return the workbooks of a part of the list: one, or more where it is long."""
    edition = Edition(version.number, version.published_at, version.approved_by)
    return {
        f"{stem}.xlsx" if number == 1 else f"{stem}-{number}.xlsx": workbook_bytes(
            content, edition, part[first : first + sheet_rows]
        )
        for number, first in enumerate(range(0, max(len(part), 1), sheet_rows), start=1)
    }


def digest_of_bytes(written: bytes) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(written).hexdigest()


def stage(folder: Path, version: Version, files: Mapping[str, bytes]) -> Path:
    """Write a version's files into a folder nobody reads yet; return it."""
    staged = folder / f"{STAGING}{version.publication_id}"
    staged.mkdir(mode=0o700)
    for name, written in files.items():
        write_whole(staged / name, written)
    sync_folder(staged)
    return staged


def finish_or_clear(folder: Path, versions: Mapping[str, Registered]) -> None:
    """Name what was committed but not renamed; clear what was not committed.

    Args:
        folder: The month's folder.
        versions: What the register knows of the month, by publication.

    Raises:
        InvariantError: Published files are not what the register says they are.
    """
    for staged in sorted(folder.glob(f"{STAGING}*")):
        known = versions.get(staged.name.removeprefix(STAGING))
        if known and holds(staged, known.digests):
            rename_durably(staged, folder / f"v{known.number}")
        else:
            shutil.rmtree(staged)
    for known in versions.values():
        if not holds(folder / f"v{known.number}", known.digests):
            msg = (
                f"Files of {known.publication_id} differ from what the register"
                " knows; restore them from the backup."
            )
            raise InvariantError(msg)


def holds(folder: Path, digests: Mapping[str, str]) -> bool:
    """Tell whether a folder holds exactly these files with these digests."""
    if not folder.is_dir():
        return False
    return {path.name: digest_of(path) for path in folder.iterdir()} == dict(digests)


def _manifest(
    content: ListContent, version: Version, files: Mapping[str, bytes]
) -> bytes:
    """Return what a system needs to check and file the list; no person in it."""
    found = content.draft
    lanes = Counter(listed.lane[:2] for listed in content.list_rows)
    document = {
        "schema_versie": "1.0",
        "publicatie": version.publication_id,
        "gemeentecode": found["municipality_code"],
        "maand": found["month"],
        "versie": version.number,
        "gepubliceerd_op": version.published_at.astimezone(UTC).isoformat(),
        "concept": found["draft_id"],
        "invoer_sha256": found["input_digest"],
        "inhoud_sha256": content.digest,
        "beleid": {"versie": content.policy.version, "sha256": content.policy.digest},
        "programmaversie": found["code_version"],
        "ontbrekende_partners": found["missing_partners"],
        "aantal_personen": len(content.list_rows),
        "personen_per_laan": dict(sorted(lanes.items())),
        "bestanden": [
            {"naam": name, "bytes": len(written), "sha256": digest_of_bytes(written)}
            for name, written in sorted(files.items())
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
