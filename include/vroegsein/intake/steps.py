"""One delivery, one state further: decoded, then validated, or refused.

Work files are written whole before the register says that they are there, so that a
step that was killed is done again from its beginning.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from vroegsein.exchange.files import private_folder
from vroegsein.intake import ledger
from vroegsein.intake.arriving.envelope import Expectation
from vroegsein.intake.arriving.fetch import wipe
from vroegsein.intake.entering.loading import remove_work
from vroegsein.intake.entering.remembered import remember_refused
from vroegsein.intake.entering.withdrawals import judge_withdrawal
from vroegsein.intake.judging.incidents import log_incidents
from vroegsein.intake.judging.judge import SUITE, Case, judge_cases, refusal
from vroegsein.intake.judging.validate import suite_digest
from vroegsein.intake.ledger import Delivery, passport_of
from vroegsein.intake.places import Places
from vroegsein.intake.reading.unwrap import ERASED, Wrapped
from vroegsein.intake.reading.work_files import Step, read_step, write_step
from vroegsein.intake.reading.wrapped import Unwrapping, decode_wrapped
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.municipality import load_policy
from vroegsein.settings import settings

_log = logging.getLogger(__name__)


def decode_delivery(delivery: Delivery) -> None:
    """Turn a fetched delivery into canonical rows, or refuse it."""
    places = Places(delivery.municipality_code, delivery.month)
    delivery_id = delivery.delivery_id
    private_folder(places.work(delivery_id))
    seen = ledger.transaction(
        lambda db: ledger.inbox_file_by_id(db, delivery.inbox_file_id)
    )
    reading, code = decode_wrapped(
        _unwrapping(delivery, places),
        Expectation(
            delivery.municipality_code,
            delivery.month,
            passport_of(delivery),
            seen.remote_name,
        ),
        places.rows(delivery_id),
    )
    if code is not None:
        _refuse(delivery, code, reading.step)
        return
    write_step(places.decoded(delivery_id), reading.step)
    ledger.transaction(
        lambda db: ledger.move(
            db, delivery_id, "decoded", line_count=reading.line_count
        )
    )


def _unwrapping(delivery: Delivery, places: Places) -> Unwrapping:
    """Return what a delivery is unwrapped with."""
    wrapped = Wrapped(
        places.raw(delivery.delivery_id),
        places.manifest(delivery.delivery_id),
        places.signature(delivery.delivery_id),
    )
    on = dutch_day(delivery.received_at)
    return Unwrapping(wrapped, on, places.plain(delivery.delivery_id))


def validate_deliveries(deliveries: Sequence[Delivery]) -> None:
    """Judge decoded deliveries' lines; refuse one that has too many bad ones."""
    whole = [delivery for delivery in deliveries if delivery.kind != "withdrawal"]
    steps = judge_cases([_case(delivery) for delivery in whole])
    for delivery, step in zip(whole, steps, strict=True):
        _conclude(delivery, step)
    for delivery in deliveries:
        if delivery.kind == "withdrawal":  # of a record only its id has to be there
            _conclude(delivery, judge_withdrawal(_case(delivery)))


def _case(delivery: Delivery) -> Case:
    """Gather what is needed to judge a delivery."""
    places = Places(delivery.municipality_code, delivery.month)
    return Case(
        places.rows(delivery.delivery_id),
        read_step(places.decoded(delivery.delivery_id)),
        passport_of(delivery),
        load_policy(settings().municipalities, delivery.municipality_code),
        dutch_day(delivery.received_at),
    )


def _conclude(delivery: Delivery, step: Step) -> None:
    """Keep a delivery's judgement, or refuse it."""
    refused = refusal(step, passport_of(delivery))
    if refused is not None:
        whole = replace(step, findings=[refused, *step.findings])
        _refuse(delivery, refused.code, whole)
        return
    places = Places(delivery.municipality_code, delivery.month)
    write_step(places.validated(delivery.delivery_id), step)
    ledger.transaction(
        lambda db: ledger.move(
            db,
            delivery.delivery_id,
            "validated",
            suite_digest=suite_digest(SUITE),
        )
    )


def _refuse(delivery: Delivery, code: str, step: Step) -> None:
    """Refuse a delivery, and keep nothing of its lines but the findings."""
    _log.info("delivery=%s code=%s", delivery.delivery_id, code)
    log_incidents(delivery.delivery_id, step.findings)
    rows = Places(delivery.municipality_code, delivery.month).rows(delivery.delivery_id)
    remember_refused(delivery, code, step.lines, rows)
    ledger.refuse(delivery.delivery_id, code, step.findings, step.line_count)
    remove_work(ledger.current(delivery.delivery_id))
    if code in ERASED:
        wipe(delivery)
