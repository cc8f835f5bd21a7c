"""The steps of a purge, each of which may be done again.

    begin ─▶ rows ─▶ files ─▶ keys ─▶ rewrite ─▶ proof ─▶ certify

The row of `begin` names the moment and terms everything is judged by, so that a purge
that was killed is completed as it was begun, and one that a restored backup forgot can
be replayed. The certificate is written last, in one transaction with its event.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from vroegsein.accountability.certificates import certificate_text
from vroegsein.accountability.chain import elsewhere
from vroegsein.accountability.purge_files import (
    due_files,
    unknown_folders,
    unlink_files,
)
from vroegsein.accountability.purge_proof import (
    Proof,
    change_log_over,
    chosen_markers,
    search,
)
from vroegsein.accountability.purge_rows import (
    delete_rows,
    rewrite_signals,
    vacuum,
)
from vroegsein.accountability.purge_rules import PURGED
from vroegsein.accountability.purge_scope import (
    Scope,
    due_cases,
    due_months,
    gone_table,
    mark_gone,
)
from vroegsein.errors import InvariantError
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.register import engine, event_chain
from vroegsein.register.audit_tables import (
    purge,
    purge_certificate,
    purged_month,
)
from vroegsein.register.processing_log import Action, Touched, log_persons
from vroegsein.register.pseudonyms import Purpose, destroy_keys
from vroegsein.register.restored import LEDGER
from vroegsein.settings import settings

ACTION = "purge_personal_data"


@dataclass
class Work:
    """A purge under way, and what it has done so far; kept in a file of its own."""

    purge_id: str
    scope: Scope
    counts: dict[str, Any] = field(default_factory=dict)
    markers: list[str] = field(default_factory=list)
    destroyed: list[str] = field(default_factory=list)
    proof: Proof | None = None

    @property
    def path(self) -> Path:
        """The file with what has to survive a kill; unlinked as the last thing."""
        folder = settings().storage / "purge" / self.scope.municipality
        return private_folder(folder) / f"{self.purge_id}.json"

    def remember(self) -> None:
        """Write what was done so far."""
        said = {
            "counts": self.counts,
            "markers": self.markers,
            "destroyed": self.destroyed,
        }
        write_whole(self.path, json.dumps(said, sort_keys=True).encode())

    def recall(self) -> None:
        """Read what an earlier start of this purge had done."""
        if self.path.exists():
            said = json.loads(self.path.read_bytes())
            self.counts, self.markers = said["counts"], said["markers"]
            self.destroyed = said["destroyed"]


def purge_id_of(scope: Scope) -> str:
    """Return the id of a municipality's purge of a moment."""
    text = f"{scope.municipality}|{scope.as_of.timestamp()}"
    return f"P{hashlib.sha256(text.encode()).hexdigest()[:19]}"


def begin(scope: Scope) -> Work:
    """Write that a purge begins, and the months it makes impossible to run again."""
    purge_id = purge_id_of(scope)
    with engine().begin() as connection:
        connection.execute(
            upsert(purge)
            .values(
                purge_id=purge_id,
                municipality_code=scope.municipality,
                as_of=scope.as_of,
                terms=scope.terms.model_dump(),
            )
            .on_conflict_do_nothing()
        )
        for month in due_months(connection, scope):
            connection.execute(
                upsert(purged_month)
                .values(
                    municipality_code=scope.municipality,
                    month=month,
                    purge_id=purge_id,
                )
                .on_conflict_do_nothing()
            )
    write_ledger(scope)
    return Work(purge_id, scope)


def run_steps(work: Work, now: datetime) -> dict[str, int]:
    """Do every step of a purge; steps that were done before find nothing to do."""
    work.recall()
    for step in STEPS:
        step(work)
    certify(work, now)
    assert work.proof is not None
    return {
        "months": work.counts.get("months", 0),
        "rows": sum(work.counts.get("rows", {}).values()),
        "files": work.counts.get("files", 0),
        "bytes_searched": work.proof.byte_count,
    }


def purge_rows(work: Work) -> None:
    """Set markers aside and delete the rows, in one transaction."""
    with engine().begin() as connection:
        found = _delete(connection, work.scope, work)
        work.counts = _most(work.counts, found)
        work.remember()


def purge_files(work: Work) -> None:
    """Unlink the files that are due."""
    with engine().connect() as connection:
        paths = due_files(connection, work.scope)
    work.counts["files"] = work.counts.get("files", 0) + unlink_files(paths)
    work.remember()


def purge_keys(work: Work) -> None:
    """Destroy the keys of pseudonyms whose years are over."""
    before = work.scope.day.year - work.scope.terms.audit_years
    work.destroyed += destroy_keys(work.scope.municipality, Purpose.LOG, before)
    work.remember()


def rewrite_tables(work: Work) -> None:
    """Write anew the files of every table that rows may have been deleted from."""
    touched = {name for name in work.counts.get("rows", {}) if "signal_20" not in name}
    known = {table.fullname for table in PURGED}
    with engine().connect() as connection:
        autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
        vacuum(autocommit, touched & known if touched else known)


def prove(work: Work) -> None:
    """Search every root for what was set aside."""
    with engine().connect() as connection:
        autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
        may_ask = change_log_over(autocommit)
        proof = search(autocommit, work.markers, work.path)
    if not may_ask:
        proof = replace(proof, unread=(*proof.unread, "write-ahead log"))
    work.proof = proof


STEPS: tuple[Callable[[Work], None], ...] = (
    purge_rows,
    purge_files,
    purge_keys,
    rewrite_tables,
    prove,
)


def certify(work: Work, now: datetime) -> None:
    """Write certificate and event together, and then forget the markers.

    Raises:
        InvariantError: A marker is still there; nothing is certified.
    """
    proof = work.proof
    assert proof is not None
    if proof.found_in:
        msg = (
            f"Purge {work.purge_id}: {len(proof.found_in)} files still hold something"
            f" of what was destroyed ({', '.join(proof.found_in[:5])}); see"
            " docs/runbook.md#purge."
        )
        raise InvariantError(msg)
    said = {
        "purge_id": work.purge_id,
        "municipality_code": work.scope.municipality,
        "counts": work.counts | {"unknown_folders": unknown_folders()},
        "proof": proof.document(),
        "destroyed_keys": work.destroyed,
    }
    digest = hashlib.sha256(certificate_text(said).encode()).hexdigest()
    with engine().begin() as connection:
        connection.execute(
            insert(purge_certificate).values(**said, digest=digest, completed_at=now)
        )
        event_chain.record(
            connection,
            municipality=work.scope.municipality,
            action=ACTION,
            object_id=work.purge_id,
            result=f"{'proven' if proof.holds else 'not proven'} {digest}",
            occurred_at=now,
        )
    work.path.unlink(missing_ok=True)


def _delete(connection: Connection, scope: Scope, work: Work) -> dict[str, Any]:
    """Delete the rows that are due; return months, cases and rows per table."""
    months, cases = due_months(connection, scope), due_cases(connection, scope)
    gone = mark_gone(connection, scope, months, cases)
    if gone:
        work.markers = sorted({*work.markers, *chosen_markers(connection)})
        work.remember()
    rows = delete_rows(connection, scope, months, cases)
    rows |= rewrite_signals(connection)
    whole = Touched(
        scope.municipality, Action.PURGED, work.purge_id, scope.as_of, scope.as_of
    )
    log_persons(connection, whole, connection.scalars(select(gone_table().c.signal_id)))
    return {"months": len(months), "cases": len(cases), "rows": rows}


def _most(before: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Return what a purge did: killed before its commit, it finds the same again."""
    rows = {
        name: max(before.get("rows", {}).get(name, 0), found["rows"].get(name, 0))
        for name in sorted({*before.get("rows", {}), *found["rows"]})
    }
    most = {name: max(before.get(name, 0), found[name]) for name in ("months", "cases")}
    return before | most | {"rows": rows}


def write_ledger(scope: Scope) -> None:
    """Write the purge elsewhere, for a backup that does not know of it."""
    said = {
        "purge_id": purge_id_of(scope),
        "municipality": scope.municipality,
        "as_of": scope.as_of.isoformat(),
        "terms": scope.terms.model_dump(),
    }
    path = elsewhere(scope.municipality) / LEDGER.format(said["purge_id"])
    if not path.exists():
        write_whole(path, json.dumps(said, sort_keys=True).encode() + b"\n")
