"""What the municipality's own files bring to a run: residents, and who is excluded.

The newest accepted extract of the register of persons is matched with the month. The
newest accepted list of each kind of exclusion is matched apart from it, one kind at a
time: the matcher links a signal to one resident at most, and somebody may stand on two
lists. Rows that name one person twice are matched once. Nothing of it is evidence that
anybody reads: only which signal is of which row is kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, RowMapping, select

from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.matching.command import match
from vroegsein.matching.snapshot import RESIDENT_COLUMNS
from vroegsein.parties.case_codes import ExclusionKind, OfficeFileKind
from vroegsein.register.case_tables import exclusion, office_file, resident

COUNTED = frozenset({"certain", "probable"})


def source_files(connection: Connection, municipality: str) -> list[dict[str, Any]]:
    """Return the office files a run leans on: newest extract, newest list per kind.

    Returns:
        Rows for `matching.run_source` without the run, ordered by file.
    """
    files = (
        select(office_file.c.office_file_id, office_file.c.kind, office_file.c.digest)
        .where(
            office_file.c.municipality_code == municipality,
            office_file.c.state == "accepted",
            office_file.c.kind != OfficeFileKind.REQUESTS,  # no list; none replaces it
        )
        .order_by(
            office_file.c.received_on.desc(),
            office_file.c.recorded_at.desc(),
            office_file.c.office_file_id.desc(),
        )
    )
    found = [dict(row) for row in connection.execute(files).mappings()]
    extracts = [row for row in found if row["kind"] == OfficeFileKind.RESIDENTS]
    kinds = _kinds_by_file(connection, municipality)
    # A request of one person is no list: it stands beside the lists, for ever.
    listed = [row for row in found if row["kind"] == OfficeFileKind.EXCLUSIONS]
    lists = [
        next((row for row in listed if kind in kinds[row["office_file_id"]]), None)
        for kind in ExclusionKind
    ]
    used = {
        row["office_file_id"]: row
        for row in (*extracts[:1], *filter(None, lists))
    }  # fmt: skip
    return [used[key] for key in sorted(used)]


def _kinds_by_file(connection: Connection, municipality: str) -> dict[str, set[str]]:
    """Return which kinds of exclusion each file holds."""
    query = (
        select(exclusion.c.office_file_id, exclusion.c.kind)
        .where(exclusion.c.municipality_code == municipality)
        .distinct()
    )
    kinds: dict[str, set[str]] = defaultdict(set)
    for file_id, kind in connection.execute(query):
        kinds[file_id].add(kind)
    return kinds


def write_residents(
    connection: Connection, sources: Iterable[Mapping[str, Any]], path: Path
) -> bool:
    """Write the extract a run leans on; return whether there is one."""
    files = [
        row["office_file_id"]
        for row in sources
        if row["kind"] == OfficeFileKind.RESIDENTS
    ]
    query = (
        select(resident)
        .where(resident.c.office_file_id.in_(files))
        .order_by(resident.c.resident_id)
    )
    if files:
        _write(path, connection.execute(query).mappings().all(), "resident_id")
    return bool(files)


def excluded_rows(
    connection: Connection, municipality: str, sources: Iterable[Mapping[str, Any]]
) -> dict[str, list[RowMapping]]:
    """Return the rows of the exclusion lists a run leans on, by kind.

    A file of an older date counts only for the kinds that no newer file holds.
    """
    found: dict[str, list[RowMapping]] = {}
    kinds = _kinds_by_file(connection, municipality)
    for kind in ExclusionKind:
        newest = _newest_of(connection, [
            row["office_file_id"]
            for row in sources
            if kind in kinds[row["office_file_id"]]
        ])  # fmt: skip
        query = (
            select(exclusion)
            .where(exclusion.c.office_file_id == newest, exclusion.c.kind == kind)
            .order_by(exclusion.c.exclusion_id)
        )
        rows = list(connection.execute(query).mappings())
        if rows:
            found[kind] = rows
    return found


def _newest_of(connection: Connection, files: list[str]) -> str | None:
    """Return the file that came last."""
    query = (
        select(office_file.c.office_file_id)
        .where(office_file.c.office_file_id.in_(files))
        .order_by(
            office_file.c.received_on.desc(),
            office_file.c.recorded_at.desc(),
            office_file.c.office_file_id.desc(),
        )
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()


def write_excluded(
    rows_by_kind: Mapping[str, list[RowMapping]], folder: Path
) -> dict[str, Path]:
    """Write one file per kind, each person once; return the files by kind."""
    written = {}
    for kind, rows in rows_by_kind.items():
        path = folder / f"excluded_{kind}.parquet"
        _write(path, [same[0] for same in _persons(rows)], "exclusion_id")
        written[kind] = path
    return written


def match_excluded(
    signals: Path, lists: Mapping[str, Path], rows_by_kind: Mapping[str, Any]
) -> list[dict[str, str]]:
    """Match a month's signals with the exclusion lists, one kind at a time.

    Returns:
        Rows for `matching.exclusion_match` without the run, in a total order.
    """
    found = []
    for kind, path in lists.items():
        out = private_folder(path.with_suffix(""))
        match(signals, out, residents=path)
        members = pq.read_table(out / "membership.parquet").to_pylist()
        same = {rows[0]["exclusion_id"]: rows for rows in _persons(rows_by_kind[kind])}
        found += [
            {
                "signal_id": member["signal_id"],
                "exclusion_id": row["exclusion_id"],
                "confidence": member["confidence"],
            }
            for member in members
            if member["confidence"] in COUNTED
            for row in same.get(member["resident_id"], ())
        ]
    return sorted(found, key=lambda row: (row["signal_id"], row["exclusion_id"]))


def _persons(rows: Iterable[RowMapping]) -> list[list[RowMapping]]:
    """Group rows that name one person in the same way, the first row in front."""
    by_person: dict[tuple[str, ...], list[RowMapping]] = defaultdict(list)
    for row in rows:
        given = row["initials"] or row["first_names"] or ""
        texts = (
            given[:1],
            row["surname"],
            row["birth_date"],
            row["postcode"],
            row["house_number"],
        )
        key = tuple(re.sub(r"\W", "", text or "").casefold() for text in texts)
        by_person[key].append(row)
    return list(by_person.values())


def _write(path: Path, rows: Iterable[RowMapping], identifier: str) -> None:
    """Write rows as the matcher takes residents: all text, ordered by id."""
    listed = list(rows)
    columns = {
        name: pa.array(
            [
                row.get(identifier if name == "resident_id" else name)
                for row in listed
            ],
            pa.string(),
        )
        for name in RESIDENT_COLUMNS
    }  # fmt: skip
    content = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), content, compression="zstd")
    write_whole(path, content.getvalue().to_pybytes())
