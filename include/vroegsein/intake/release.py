"""An official lets a refused delivery in: who, and why, is kept.

Only what looks like a repetition can be released; everything else the partner mends.
"""

import logging

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from vroegsein.errors import DecisionError
from vroegsein.intake import ledger
from vroegsein.intake.findings import Code
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.free_text import checked_reason
from vroegsein.register.effects import note_effect
from vroegsein.register.intake_tables import delivery_release

_log = logging.getLogger(__name__)

RELEASABLE = frozenset({Code.DEL_REPLAY})


def release_delivery(delivery_id: str, reason: str, released_by: str) -> Delivery:
    """Take a refusal back; the next run for the month reads the file again.

    Args:
        delivery_id: The delivery.
        reason: Why, without personal data; kept in the register.
        released_by: User name of the official who decided.

    Raises:
        DecisionError: It was not refused, not for this reason, or nobody says why, or
            what is said tells of a person.
        InvariantError: There is no such delivery.
    """
    if not reason.strip() or not released_by.strip():
        msg = "A release names a reason and the official who decided."
        raise DecisionError(msg)
    said = checked_reason(reason)

    def work(connection: Connection) -> Delivery:
        found = ledger.delivery_by_id(connection, delivery_id, lock=True)
        code = found.refusal_code
        if found.state != "refused" or code not in RELEASABLE:
            listed = ", ".join(sorted(RELEASABLE))
            msg = f"Delivery {delivery_id} was not refused with {listed}."
            raise DecisionError(msg)
        connection.execute(
            insert(delivery_release)
            .values(
                delivery_id=delivery_id,
                code=code,
                reason=said,
                released_by=released_by.strip(),
            )
            .on_conflict_do_nothing()
        )
        ledger.forget_lines(connection, delivery_id)
        ledger.move(connection, delivery_id, "fetched", refusal_code=None)
        note_effect(
            connection,
            found.municipality_code,
            "release_delivery",
            delivery_id,
            str(code),
            actor=released_by.strip(),
        )
        return ledger.delivery_by_id(connection, delivery_id)

    released = ledger.transaction(work)
    _log.info("delivery=%s released", delivery_id)
    return released
