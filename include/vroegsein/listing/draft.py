"""The draft of a month's list: decisions on all signals, one place per person.

The draft is a pure function of its inputs. Its id is made of their digest, so the
same inputs give the same draft, and a rerun finds it there and writes nothing.
"""

import logging
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from vroegsein.errors import InvariantError
from vroegsein.listing.contact_plan import last_in_words
from vroegsein.listing.entries import Entry
from vroegsein.listing.inputs import Inputs, gather_inputs
from vroegsein.listing.month_lock import month_lock
from vroegsein.listing.places import Drafted, draft_places
from vroegsein.listing.triage import Decision, Rule
from vroegsein.parties.case_codes import HandoverState
from vroegsein.register import engine
from vroegsein.register.case_tables import handover
from vroegsein.register.effects import note_effect
from vroegsein.register.list_tables import (
    draft,
    list_entry,
    list_entry_signal,
    signal_decision,
)
from vroegsein.register.matching_tables import run

logger = logging.getLogger(__name__)


def triage_month(run_id: str) -> str:
    """Decide on every signal of a matching run's month and draft its list.

    Returns:
        The draft's id; the same for the same inputs.

    Raises:
        InvariantError: There is no such run, or signals arrived after it.
        ConfigurationError: A passport or the policy is missing or wrong.
        OperatorError: Another run works on this month.
    """
    with engine().connect() as connection:
        found = connection.execute(
            select(run.c.municipality_code, run.c.month).where(run.c.run_id == run_id)
        ).one_or_none()
    if found is None:
        msg = f"There is no matching run {run_id} in the register."
        raise InvariantError(msg)
    with (
        month_lock(found.municipality_code, found.month),
        engine().begin() as connection,
    ):
        return _draft_once(connection, run_id)


def _draft_once(connection: Connection, run_id: str) -> str:
    """Write the draft, unless it is there."""
    inputs = gather_inputs(connection, run_id)
    draft_id = f"draft-{inputs.scope}-{inputs.digest[:12]}"
    known = select(draft.c.draft_id).where(draft.c.draft_id == draft_id)
    if connection.execute(known).one_or_none():
        logger.info("draft=%s is known", draft_id)
        return draft_id
    found = draft_places(connection, inputs)
    _write_draft(connection, draft_id, inputs)
    _write_rows(connection, draft_id, found)
    _open_handovers(connection, inputs, found)
    counts = f"{len(found.decisions)} signals, {len(found.entries)} persons"
    place = inputs.run["municipality_code"]
    note_effect(connection, place, "keep_draft", draft_id, counts)
    logger.info(
        "draft=%s signals=%d persons=%d overflow=%d",
        draft_id,
        len(found.decisions),
        len(found.entries),
        sum(entry.is_overflow for entry in found.entries),
    )
    return draft_id


def _write_draft(connection: Connection, draft_id: str, inputs: Inputs) -> None:
    """Write the draft's own row."""
    connection.execute(
        insert(draft).values(
            draft_id=draft_id,
            municipality_code=inputs.run["municipality_code"],
            month=inputs.run["month"],
            run_id=inputs.run["run_id"],
            input_digest=inputs.digest,
            inputs=inputs.document,
            policy_digest=inputs.policy.digest,
            code_version=inputs.code_version,
            missing_partners=inputs.missing_partners,
        )
    )


def _write_rows(connection: Connection, draft_id: str, drafted: Drafted) -> None:
    """Write decisions, places and what each place stands for."""
    decisions = drafted.decisions
    numbered = list(enumerate(drafted.entries, start=1))
    tables: list[tuple[Any, list[dict[str, Any]]]] = [
        (signal_decision, [_decision_row(found) for found in decisions]),
        (list_entry, [_entry_row(number, entry) for number, entry in numbered]),
        (
            list_entry_signal,
            [
                {"entry_number": number, "signal_id": signal.signal_id}
                for number, entry in numbered
                for signal in entry.person.signals
            ],
        ),
    ]
    for table, found in tables:
        if found:
            whole = [row | {"draft_id": draft_id} for row in found]
            connection.execute(insert(table), whole)


def _open_handovers(connection: Connection, inputs: Inputs, drafted: Drafted) -> None:
    """Open a hand-over for who lives elsewhere; one that is there stays as it is."""
    received = {signal.signal_id: signal.received_on for signal in drafted.signals}
    found = [
        {
            "handover_id": f"H-{decision.signal_id}",
            "municipality_code": inputs.run["municipality_code"],
            "signal_id": decision.signal_id,
            "state": HandoverState.OPEN.value,
            "opened_on": received[decision.signal_id],
        }
        for decision in drafted.decisions
        if decision.rule is Rule.NO_RESIDENT
    ]
    if found:
        connection.execute(upsert(handover).on_conflict_do_nothing(), found)


def _decision_row(decision: Decision) -> dict[str, Any]:
    """Return one decision as the register holds it."""
    return {
        "signal_id": decision.signal_id,
        "status": decision.status.value,
        "rule_code": decision.rule.value,
        "reason": decision.reason,
        "has_survivors": decision.has_survivors,
    }


def _entry_row(number: int, entry: Entry) -> dict[str, Any]:
    """Return one place as the register holds it."""
    person = entry.person
    return {
        "entry_number": number,
        "case_id": entry.case_id,
        "person_id": person.person_id,
        "household_id": person.signals[0].household_id,
        "lane": entry.lane.value,
        "lane_reason": entry.lane_reason,
        "address_kind": entry.address_kind.value,
        "person_kind": person.kind.value,
        "match_reason": entry.match_reason,
        "confidence": entry.confidence.value,
        "clock_code": entry.clock.code.value,
        "due_date": entry.clock.due_date,
        "signal_count": len(person.signals),
        "partner_count": person.partner_count,
        "total_cents": person.total_cents,
        "severity": entry.severity,
        "is_overflow": entry.is_overflow,
        "plan": [attempt.model_dump(mode="json") for attempt in entry.plan],
        "last_contact": last_in_words(person.last_contact),
        "first_step": entry.first_step,
        "remarks": list(entry.remarks),
    }
