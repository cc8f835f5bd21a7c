"""A validated delivery enters the register: verdicts, findings and signals together.

One transaction: a reader sees all of it or nothing. A signal is known by municipality,
partner, month and the partner's own record id, so that a second file of the month can
never count a signal twice. Memory stays flat: rows go by in batches, and what was sent
before is compared in the database.
"""

import logging
import shutil
from dataclasses import asdict

from sqlalchemy import Connection, func, select, text

from vroegsein.errors import DeliveryError
from vroegsein.intake import ledger
from vroegsein.intake.arriving.timing import is_unusual, timing_of
from vroegsein.intake.entering import comparing
from vroegsein.intake.entering.line_maps import Rows, Verdicts
from vroegsein.intake.entering.remembered import remember_lines, remember_refused
from vroegsein.intake.entering.staging import (
    month_key,
    stage_rows,
    write_other_verdicts,
)
from vroegsein.intake.findings import Code, Finding, Level, Verdict, file_finding
from vroegsein.intake.judging.incidents import log_incidents
from vroegsein.intake.ledger import Delivery
from vroegsein.intake.places import Places
from vroegsein.intake.reading.fields import headers_of
from vroegsein.intake.reading.work_files import Step, read_step
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.register.effects import note_effect
from vroegsein.register.intake_tables import line_verdict, signal
from vroegsein.register.processing_log import Action

_log = logging.getLogger(__name__)


def load_delivery(delivery_id: str) -> None:
    """Load one validated delivery; one that is loaded already stays as it is."""
    delivery = ledger.current(delivery_id)
    if delivery.state == "validated":
        places = Places(delivery.municipality_code, delivery.month)
        step = read_step(places.validated(delivery_id))
        make_partition(delivery.month)
        log_incidents(delivery_id, step.findings)
        _load_or_refuse(delivery, step, Rows(places.rows(delivery_id)))
    remove_work(ledger.current(delivery_id))


def remove_work(delivery: Delivery) -> None:
    """Remove the work files of a delivery that is done: they hold personal data."""
    folder = Places(delivery.municipality_code, delivery.month).work(
        delivery.delivery_id
    )
    if delivery.is_done and folder.exists():
        shutil.rmtree(folder)


def make_partition(month: str) -> None:
    """Make the partition of a month's signals, once."""
    name = f"signal_{str(ReportingMonth.parse(month)).replace('-', '_')}"

    def work(connection: Connection) -> None:
        key = func.hashtextextended(f"intake.{name}", 0)
        connection.execute(select(func.pg_advisory_xact_lock(key)))
        if connection.scalar(select(func.to_regclass(f"intake.{name}"))) is None:
            connection.execute(
                text(
                    f"CREATE TABLE intake.{name} PARTITION OF intake.signal "
                    f"FOR VALUES IN ('{month}')"
                )
            )

    ledger.transaction(work)


def _load_or_refuse(delivery: Delivery, step: Step, rows: Rows) -> None:
    """Load a delivery, or refuse what only the register can tell."""
    code = None
    try:
        ledger.transaction(lambda db: _load(db, delivery.delivery_id, step, rows))
    except DeliveryError as error:  # the transaction took everything back
        code = error.code
    if code is not None:
        _log.info("delivery=%s code=%s", delivery.delivery_id, code)
        places = Places(delivery.municipality_code, delivery.month)
        remember_refused(delivery, code, step.lines, places.rows(delivery.delivery_id))
        ledger.refuse(delivery.delivery_id, code, [file_finding(code)], step.line_count)


def _load(connection: Connection, delivery_id: str, step: Step, rows: Rows) -> None:
    delivery = ledger.delivery_by_id(connection, delivery_id, lock=True)
    if delivery.state != "validated":
        return
    key = func.hashtextextended("|".join(month_key(delivery)), 0)
    connection.execute(select(func.pg_advisory_xact_lock(key)))
    passport = ledger.passport_of(delivery)
    verdicts = Verdicts.of(step)
    ledger.forget_lines(connection, delivery_id)
    ledger.write_findings(
        connection,
        delivery_id,
        [*step.findings, *_unusual(connection, delivery, passport)],
    )
    stage_rows(connection, delivery, verdicts, rows)
    comparing.refuse_replay(connection, delivery)
    write_other_verdicts(connection, delivery, verdicts, rows)
    changes = _compare(connection, delivery)
    comparing.write_findings(
        connection, delivery, headers_of(passport)["source_record_id"]
    )
    comparing.write_verdicts(connection, delivery)
    comparing.write_signals(connection, delivery)
    for line, word in comparing.changed_verdicts(connection):
        verdicts.set(line, word)
    remember_lines(connection, delivery, verdicts, rows)
    ledger.move(
        connection,
        delivery_id,
        _state(delivery, step),
        timing=timing_of(connection, delivery, passport),
        line_count=step.line_count,
        **_totals(connection, delivery_id),
        **changes,
    )
    _note(connection, delivery, _state(delivery, step))


def _note(connection: Connection, delivery: Delivery, state: str) -> None:
    """Note that a delivery was decided, and whose signals came in."""
    ids = select(signal.c.signal_id).where(
        signal.c.delivery_id == delivery.delivery_id, signal.c.month == delivery.month
    )
    note_effect(
        connection,
        delivery.municipality_code,
        "load_delivery",
        delivery.delivery_id,
        state,
        touching=Action.TAKEN_IN,
        signal_ids=connection.scalars(ids),
    )


def _state(delivery: Delivery, step: Step) -> str:
    if delivery.kind == "withdrawal":
        return "applied"
    return "accepted" if step.line_count else "empty"


def _unusual(
    connection: Connection, delivery: Delivery, passport: Passport
) -> list[Finding]:
    """Return the warning that a file is far from the partner's usual ones."""
    if not is_unusual(connection, delivery, passport):
        return []
    return [Finding(Code.DEL_ROW_COUNT, Level.WARNING)]


def _compare(connection: Connection, delivery: Delivery) -> dict[str, int]:
    """Set the delivery beside what came before; return what a correction changed."""
    comparing.withdraw(connection, delivery)
    if delivery.kind == "correction":
        return asdict(comparing.replace_month(connection, delivery))
    comparing.set_known_apart(connection, delivery)
    return {}


def _totals(connection: Connection, delivery_id: str) -> dict[str, int]:
    """Return the columns of a delivery that say what became of its lines and cents."""
    table = line_verdict.c
    query = (
        select(table.verdict, func.count(), func.sum(table.amount_cents))
        .where(table.delivery_id == delivery_id)
        .group_by(table.verdict)
    )
    found = {
        word: (count, cents or 0) for word, count, cents in connection.execute(query)
    }
    counts = {f"{word}_count": found.get(word, (0, 0))[0] for word in Verdict}
    taken = int(found.get(Verdict.ACCEPTED, (0, 0))[1])
    other = int(sum(cents for _, cents in found.values())) - taken
    return counts | {"accepted_cents": taken, "other_cents": other}
