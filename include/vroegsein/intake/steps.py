"""One delivery, one state further: decoded, then validated, or refused.

Work files are written whole before the register says that they are there, so that a
step that was killed is done again from its beginning.
"""

import logging
from collections.abc import Sequence

from vroegsein.exchange.files import private_folder
from vroegsein.intake import ledger
from vroegsein.intake.decode import decode_file
from vroegsein.intake.envelope import Expectation
from vroegsein.intake.fetch import day_of_receipt
from vroegsein.intake.judge import SUITE, Case, judge_cases, refusal
from vroegsein.intake.ledger import Delivery, passport_of
from vroegsein.intake.loading import remove_work
from vroegsein.intake.places import Places
from vroegsein.intake.validate import suite_digest
from vroegsein.intake.work_files import Step, read_step, write_step
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
    reading, code = decode_file(
        places.raw(delivery_id),
        places.manifest(delivery_id),
        Expectation(
            delivery.municipality_code,
            delivery.month,
            passport_of(delivery),
            seen.remote_name,
        ),
        places.rows(delivery_id),
    )
    if code is not None:
        _refuse(delivery, code, Step(reading.line_count, reading.findings))
        return
    write_step(places.decoded(delivery_id), Step(reading.line_count, reading.findings))
    ledger.transaction(
        lambda db: ledger.move(
            db, delivery_id, "decoded", line_count=reading.line_count
        )
    )


def validate_deliveries(deliveries: Sequence[Delivery]) -> None:
    """Judge decoded deliveries' lines; refuse one that has too many bad ones."""
    steps = judge_cases([_case(delivery) for delivery in deliveries])
    for delivery, step in zip(deliveries, steps, strict=True):
        _conclude(delivery, step)


def _case(delivery: Delivery) -> Case:
    """Gather what is needed to judge a delivery."""
    places = Places(delivery.municipality_code, delivery.month)
    return Case(
        places.rows(delivery.delivery_id),
        read_step(places.decoded(delivery.delivery_id)),
        passport_of(delivery),
        load_policy(settings().municipalities, delivery.municipality_code),
        day_of_receipt(delivery.received_at),
    )


def _conclude(delivery: Delivery, step: Step) -> None:
    """Keep a delivery's judgement, or refuse it."""
    refused = refusal(step, passport_of(delivery))
    if refused is not None:
        whole = Step(step.line_count, [refused, *step.findings])
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
    ledger.refuse(delivery.delivery_id, code, step.findings, step.line_count)
    remove_work(ledger.current(delivery.delivery_id))
