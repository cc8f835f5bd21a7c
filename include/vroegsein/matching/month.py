"""One month of one municipality: snapshot from the register, match, keep the result.

The snapshot holds the signals of the reporting month and earlier ones received in the
six months before it, by Dutch day of receipt (Divosa monitor). Matching itself is a
pure function of that snapshot and the SQL files, so the run's id is made of their
digests: the same month again is the same run, and nothing is written twice. Where the
municipality gave an extract of its register of persons or lists of who is not to be
approached, these belong to the snapshot: a newer one makes a new run.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, RowMapping, Select, Table, and_, or_, select
from sqlalchemy.dialects.postgresql import insert

from vroegsein.exchange.files import digest_of, private_folder, write_whole
from vroegsein.intake.arriving.turns import one_at_a_time
from vroegsein.matching.command import match
from vroegsein.matching.objections import objected, write_objections
from vroegsein.matching.office_lists import (
    excluded_rows,
    match_excluded,
    source_files,
    write_excluded,
    write_residents,
)
from vroegsein.matching.snapshot import SIGNAL_COLUMNS
from vroegsein.matching.verdicts import write_verdicts
from vroegsein.parties.moments import AMSTERDAM, dutch_day
from vroegsein.parties.period import ReportingMonth
from vroegsein.register import engine
from vroegsein.register.effects import note_effect
from vroegsein.register.exclusion_tables import exclusion_match, run_source
from vroegsein.register.intake_tables import signal
from vroegsein.register.matching_tables import (
    address_case,
    evidence,
    membership,
    run,
)
from vroegsein.register.processing_log import Action, first_of_persons
from vroegsein.register.purged import not_purging
from vroegsein.settings import settings

LOOK_BACK_MONTHS = 6  # Divosa: "opeenvolgend"
# A sole trader (eenmanszaak) is a natural person: its debts are the trader's own.
KIND_BY_DEBTOR = {"NP": "natural", "EENMANSZAAK": "natural", "RP": "organisation"}
logger = logging.getLogger(__name__)


def match_month(municipality: str, month: str) -> str:
    """Match a month's signals and keep the result in the register.

    Returns:
        The id of the matching run; the same for the same signals and SQL.

    Raises:
        ConfigurationError: `month` is no month.
        DecisionError: The month was purged (PERIOD_PURGED).
        OperatorError: Another run matches this month; it is tried again.
    """
    period = ReportingMonth.parse(month)
    turn = one_at_a_time(f"{municipality}|{month}|matching")  # they share a folder
    with not_purging(municipality, month), turn:
        return _match_month(municipality, month, period)


def _match_month(municipality: str, month: str, period: ReportingMonth) -> str:
    """Match a month while nothing of it can be purged."""
    folder = private_folder(settings().storage / "matching" / municipality / month)
    snapshot = _snapshot(folder, municipality, period)
    summary = match(
        snapshot.signals,
        folder,
        residents=snapshot.residents,
        verdicts=snapshot.verdicts,
    )
    excluded = match_excluded(snapshot.signals, snapshot.lists, snapshot.excluded)
    snapshot_digest, rules = snapshot.digest, summary.sql_digest
    run_id = _run_id(municipality, month, snapshot_digest, rules)
    row = {
        "run_id": run_id,
        "municipality_code": municipality,
        "month": month,
        "snapshot_digest": snapshot_digest,
        "sql_digest": rules,
        "membership_digest": summary.digests["membership"],
        "evidence_digest": summary.digests["evidence"],
        "engine": f"{summary.engine} {summary.engine_version}",
        "counts": summary.counts | {"excluded": len(excluded)},
    }
    with engine().begin() as connection:
        excluded += objected(connection, municipality, snapshot.signals)
        is_new = (
            connection.scalar(select(run.c.run_id).filter_by(run_id=run_id)) is None
        )
        _keep(connection, run, [row])
        _keep(connection, run_source, _of_run(snapshot.sources, run_id))
        _keep(connection, exclusion_match, _of_run(excluded, run_id))
        _keep(connection, membership, _with_address(folder, run_id))
        _keep(connection, evidence, _rows(folder / "evidence.parquet", run_id))
        cases = _rows(folder / "address_case.parquet", run_id)
        _keep(connection, address_case, cases)
        if is_new:
            _note(connection, municipality, run_id, summary.counts)
    logger.info("run=%s month=%s counts=%s", run_id, month, row["counts"])
    return run_id


def _note(
    connection: Connection, municipality: str, run_id: str, counts: Mapping[str, int]
) -> None:
    """Note that persons' signals were matched."""
    note_effect(
        connection,
        municipality,
        "keep_run",
        run_id,
        f"{counts['signals']} signals, {counts['persons']} persons",
        touching=Action.MATCHED,
        signal_ids=first_of_persons(connection, run_id),
    )


@dataclass(frozen=True)
class MonthSnapshot:
    """The files of one month's run, and which office files they were made of."""

    signals: Path
    verdicts: Path
    residents: Path | None
    lists: dict[str, Path]
    excluded: dict[str, list[RowMapping]]
    sources: list[dict[str, Any]]
    objections: Path | None = None

    @property
    def files(self) -> list[Path]:
        """Every file, in a fixed order."""
        extract = [path for path in (self.residents, self.objections) if path]
        lists = [self.lists[kind] for kind in sorted(self.lists)]
        return [self.signals, self.verdicts, *extract, *lists]

    @property
    def digest(self) -> str:
        """One digest of what was matched and of the office files it came from."""
        ids = [source["office_file_id"] for source in self.sources]
        parts = "".join([*map(digest_of, self.files), *ids])
        return hashlib.sha256(parts.encode()).hexdigest()


def _snapshot(folder: Path, municipality: str, month: ReportingMonth) -> MonthSnapshot:
    """Write what is matched, and remember where it came from."""
    signals, verdicts = folder / "signals.parquet", folder / "verdicts.parquet"
    residents = folder / "residents.parquet"
    _write_snapshot(signals, municipality, month)
    with engine().connect() as connection:
        write_verdicts(connection, municipality, verdicts)
        sources = source_files(connection, municipality)
        has_extract = write_residents(connection, sources, residents)
        excluded = excluded_rows(connection, municipality, sources)
        objections = write_objections(
            connection, municipality, folder / "objections.json"
        )
    lists = write_excluded(excluded, folder)
    return MonthSnapshot(
        signals,
        verdicts,
        residents if has_extract else None,
        lists,
        excluded,
        sources,
        objections,
    )


def _of_run(rows: Iterable[Mapping[str, Any]], run_id: str) -> list[dict[str, Any]]:
    """Return rows with the run they are of."""
    return [{**row, "run_id": run_id} for row in rows]


def _run_id(*parts: str) -> str:
    """Return an id made of the run's inputs."""
    return "R" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:19]


def _write_snapshot(path: Path, municipality: str, month: ReportingMonth) -> None:
    """Write the signals to match, all text, ordered by id."""
    with engine().connect() as connection:
        rows = connection.execute(_signals(municipality, month)).mappings().all()
    columns = {
        name: pa.array([_as_text(name, row) for row in rows], pa.string())
        for name in SIGNAL_COLUMNS
    }
    content = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), content, compression="zstd")
    write_whole(path, content.getvalue().to_pybytes())


def _signals(municipality: str, month: ReportingMonth) -> Select[Any]:
    """Select the month and what was received in its look-back, in a total order."""
    earlier = and_(
        signal.c.month < str(month),
        signal.c.received_at >= _dutch_midnight(month.plus(-LOOK_BACK_MONTHS)),
        signal.c.received_at < _dutch_midnight(month.plus(1)),
    )
    return (
        select(signal)
        .where(
            signal.c.municipality_code == municipality,
            signal.c.ended_by.is_(None),
            or_(signal.c.month == str(month), earlier),
        )
        .order_by(signal.c.signal_id)
    )


def _dutch_midnight(month: ReportingMonth) -> datetime:
    """Return the moment a month begins in the Netherlands."""
    return datetime.combine(month.first_day, time(), AMSTERDAM)


def _as_text(name: str, row: RowMapping) -> str | None:
    """Return one value as the matcher takes it: text, or nothing."""
    if name == "received_at":
        return str(dutch_day(row["received_at"]))
    if name == "debtor_kind":
        return KIND_BY_DEBTOR.get(row[name], "business")
    return None if row[name] is None else str(row[name])


def _rows(path: Path, run_id: str) -> list[dict[str, Any]]:
    """Return a result table's rows, each with the run's id."""
    return [row | {"run_id": run_id} for row in pq.read_table(path).to_pylist()]


def _with_address(folder: Path, run_id: str) -> list[dict[str, Any]]:
    """Return the membership rows with the address each signal stands at."""
    addresses = pq.read_table(folder / "address_signal.parquet").to_pylist()
    key_by_signal = {row["signal_id"]: row["address_key"] for row in addresses}
    return [
        row | {"address_key": key_by_signal.get(row["signal_id"])}
        for row in _rows(folder / "membership.parquet", run_id)
    ]


def _keep(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows that are not there yet; a rerun adds nothing."""
    columns = table.columns.keys()
    wanted = [{name: row[name] for name in columns if name in row} for row in rows]
    if wanted:
        connection.execute(insert(table).on_conflict_do_nothing(), wanted)
