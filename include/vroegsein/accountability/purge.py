"""When personal data are destroyed: each night what is due, and proven.

A purge that was broken off is completed first, as it was begun. While it works no run
of the municipality does; a month it touched can never be run again. A clock that jumped
destroys nothing. A restored backup is brought up to the ledger that lies elsewhere.
"""

import json
import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from vroegsein.accountability.chain import elsewhere
from vroegsein.accountability.purge_files import (
    due_files,
    unknown_folders,
)
from vroegsein.accountability.purge_rows import (
    count_rows,
)
from vroegsein.accountability.purge_scope import Scope, due_cases, due_months, mark_gone
from vroegsein.accountability.purge_steps import (
    ACTION,
    Work,
    begin,
    purge_id_of,
    run_steps,
)
from vroegsein.errors import OperatorError
from vroegsein.parties.moments import read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.policy_retention import Retention
from vroegsein.register import engine, event_chain
from vroegsein.register.audit_tables import (
    event,
    purge,
    purge_certificate,
)
from vroegsein.register.purged import purging
from vroegsein.register.restored import LEDGER, replaying
from vroegsein.settings import settings

MOST_DAYS = 40  # between two nights: a clock that is further on has jumped
NOTHING = "nothing due"
logger = logging.getLogger(__name__)


def purge_personal_data(municipality: str, moment: datetime | str) -> dict[str, int]:
    """Destroy what is due, and prove it; complete first what was broken off.

    Returns:
        Numbers of months, rows, files and bytes searched; no value of anybody.

    Raises:
        OperatorError: A run is at work, or the clock jumped.
        InvariantError: Something of what was destroyed is still there.
    """
    now = read_moment(moment)
    policy = load_policy(settings().municipalities, municipality)
    with purging(municipality):
        done = {"months": 0, "rows": 0, "files": 0, "bytes_searched": 0}
        for begun in open_purges(municipality):
            _add(done, run_steps(begun, now))
        _refuse_jump(municipality, now)
        scope = Scope(municipality, now, policy.retention)
        if _is_due(scope):
            _add(done, run_steps(begin(scope), now))
        else:
            _tell_nothing(scope)
    logger.info("purge=%s %s", municipality, done)
    return done


def dry_run(municipality: str, moment: datetime | str) -> dict[str, Any]:
    """Return what a purge would destroy now; nothing changes.

    Raises:
        ConfigurationError: The policy is missing or wrong.
    """
    policy = load_policy(settings().municipalities, municipality)
    return _counted(Scope(municipality, read_moment(moment), policy.retention))


def _counted(scope: Scope) -> dict[str, Any]:
    """Count what is due, per table."""
    with engine().connect() as connection:
        months, cases = due_months(connection, scope), due_cases(connection, scope)
        mark_gone(connection, scope, months, cases)
        rows = count_rows(connection, scope, months, cases)
        files = len(due_files(connection, scope))
        connection.rollback()
    return {
        "months": len(months),
        "cases": len(cases),
        "rows": rows,
        "files": files,
        "unknown_folders": unknown_folders(),
    }


def count_due(municipality: str, moment: datetime | str) -> dict[str, int]:
    """Count what is due before it goes; a folder without a term is an error in the log.

    Returns:
        Rows per table and the number of files.
    """
    told = dry_run(municipality, moment)
    for name in told["unknown_folders"]:
        logger.error("purge: no term is known of the folder %s", name)
    rows: dict[str, int] = told["rows"]
    return rows | {"files": int(told["files"])}


def open_purges(municipality: str) -> list[Work]:
    """Return the purges that were begun and not certified, oldest first."""
    done = select(purge_certificate.c.purge_id)
    query = (
        select(purge)
        .where(purge.c.municipality_code == municipality, purge.c.purge_id.not_in(done))
        .order_by(purge.c.as_of)
    )
    with engine().connect() as connection:
        rows = connection.execute(query).mappings().all()
    return [
        Work(
            row["purge_id"],
            Scope(municipality, row["as_of"], Retention.model_validate(row["terms"])),
        )
        for row in rows
    ]


def _is_due(scope: Scope) -> bool:
    """Tell whether there is anything to destroy."""
    with engine().connect() as connection:
        query = select(purge_certificate.c.purge_id).filter_by(
            purge_id=purge_id_of(scope)
        )
        if connection.scalar(query):
            return False  # this very night was done already
    found = _counted(scope)
    return bool(found["rows"] or found["files"])


def _tell_nothing(scope: Scope) -> None:
    """Let the chain say that a night had nothing to destroy: silence is a signal."""
    with engine().begin() as connection:
        event_chain.record(
            connection,
            municipality=scope.municipality,
            action=ACTION,
            object_id=scope.day.isoformat(),
            result=NOTHING,
            occurred_at=scope.as_of,
        )


def _refuse_jump(municipality: str, now: datetime) -> None:
    """Refuse a moment before the last night or far beyond it.

    Raises:
        OperatorError: The clock jumped.
    """
    query = (
        select(event.c.occurred_at)
        .where(event.c.municipality_code == municipality, event.c.action == ACTION)
        .order_by(event.c.seq.desc())
        .limit(1)
    )
    with engine().connect() as connection:
        last = connection.scalar(query)
    if last is None or last <= now <= last + timedelta(days=MOST_DAYS):
        return
    msg = (
        f"CLOCK_JUMPED: the last purge was on {last:%Y-%m-%d}, this one says"
        f" {now:%Y-%m-%d}. Nothing was destroyed; see docs/runbook.md#purge."
    )
    raise OperatorError(msg)


def replay_purges(municipality: str, moment: datetime | str) -> int:
    """Do again every purge the ledger elsewhere knows and the register does not.

    For a register that was put back from a backup: call it before anything is opened.

    Returns:
        The number of purges that were done again.
    """
    now = read_moment(moment)
    with replaying():
        return _replay(municipality, now)


def _replay(municipality: str, now: datetime) -> int:
    """Do again what is not certified; return how many purges."""
    with engine().connect() as connection:
        certified = set(connection.scalars(select(purge_certificate.c.purge_id)))
    count = 0
    with purging(municipality):
        for path in sorted(elsewhere(municipality).glob(LEDGER.format("*"))):
            said = json.loads(path.read_bytes())
            if said["purge_id"] in certified:
                continue
            terms = Retention.model_validate(said["terms"])
            scope = Scope(municipality, read_moment(said["as_of"]), terms)
            run_steps(begin(scope), now)
            count += 1
    return count


def _add(total: dict[str, int], found: dict[str, int]) -> None:
    """Add counts to counts."""
    for name, count in found.items():
        total[name] += count
