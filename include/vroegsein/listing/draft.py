"""The draft of a month's list: decisions on all signals, one place per person.

The draft is a pure function of its inputs. Its id is made of their digest, so the
same inputs give the same draft, and a rerun finds it there and writes nothing.
"""

import logging
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from vroegsein.errors import ConfigurationError, InvariantError
from vroegsein.listing.entries import Entry, list_entries, persons_of
from vroegsein.listing.facts import CaseKind, Confidence, History, SignalFacts
from vroegsein.listing.inputs import Inputs, first_month_of_window, gather_inputs
from vroegsein.listing.month_lock import month_lock
from vroegsein.listing.statements import rows
from vroegsein.listing.triage import Decision, Rule, decide
from vroegsein.register import engine
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
    signals = _signals(connection, inputs)
    decisions = [decide(signal, inputs.policy.triage) for signal in signals]
    entries = _entries(connection, inputs, signals, decisions)
    _write_draft(connection, draft_id, inputs)
    _write_rows(connection, draft_id, decisions, entries)
    logger.info(
        "draft=%s signals=%d persons=%d", draft_id, len(decisions), len(entries)
    )
    return draft_id


def _signals(connection: Connection, inputs: Inputs) -> list[SignalFacts]:
    """Return what is known of the month's signals, by id."""
    run_id = inputs.run["run_id"]
    repeat_days = inputs.policy.triage.repeat_days
    before = rows(
        connection,
        "listing",
        "picked_up_before",
        run_id=run_id,
        repeat_days=repeat_days,
    )
    previous = {row["signal_id"]: row["previous_cents"] for row in before}
    found = rows(connection, "listing", "month_signal", run_id=run_id)
    unmatched = sum(row["person_id"] is None for row in found)
    if unmatched:
        msg = (
            f"{unmatched} signals of {inputs.scope} are not in run {run_id}: they"
            " arrived after it. Match the month again and triage that run."
        )
        raise InvariantError(msg)
    return [_facts(row, inputs, previous.get(row["signal_id"])) for row in found]


def _facts(row: RowMapping, inputs: Inputs, previous: int | None) -> SignalFacts:
    """Turn one row into what triage knows of a signal."""
    partner = row["partner_code"]
    if partner not in inputs.passports:
        msg = f"{partner} sent signals but has no passport for {inputs.scope}; add it."
        raise ConfigurationError(msg)
    claim = ("claim", row["claim_id"]) if row["claim_id"] else None
    return SignalFacts(
        signal_id=row["signal_id"],
        partner_code=partner,
        sector=inputs.passports[partner].sector,
        kind=row["signal_kind"],
        is_warm=row["is_warm"],
        debtor_kind=row["debtor_kind"],
        claim=(partner, *(claim or ("customer", row["customer_number"]))),
        received_at=row["received_at"],
        arrears_cents=row["arrears_cents"],
        days_in_arrears=row["days_in_arrears"],
        missed_terms=row["missed_terms"],
        supply_end_date=row["supply_end_date"],
        previous_cents=previous,
        person_id=row["person_id"],
        household_id=row["household_id"],
        confidence=Confidence(row["confidence"]),
        address_kind=CaseKind(row["address_kind"]),
    )


def _entries(
    connection: Connection,
    inputs: Inputs,
    signals: Iterable[SignalFacts],
    decisions: Iterable[Decision],
) -> list[Entry]:
    """Return the list of those whose signals are picked up."""
    run_id = inputs.run["run_id"]
    window = first_month_of_window(inputs.run["month"])
    earlier = rows(
        connection, "listing", "person_history", run_id=run_id, first_month=window
    )
    history = {
        row["person_id"]: History(row["month_count"], row["last_cents"])
        for row in earlier
    }
    weakest = rows(connection, "listing", "weakest_link", run_id=run_id)
    links = {row["person_id"]: row["reason"] for row in weakest}
    picked_up = {found.signal_id for found in decisions if found.rule is Rule.PICKED_UP}
    kept = [signal for signal in signals if signal.signal_id in picked_up]
    persons = persons_of(kept, history, links)
    return list_entries(persons, inputs.policy.triage, inputs.scope)


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


def _write_rows(
    connection: Connection,
    draft_id: str,
    decisions: Iterable[Decision],
    entries: list[Entry],
) -> None:
    """Write decisions, places and what each place stands for."""
    numbered = list(enumerate(entries, start=1))
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


def _decision_row(decision: Decision) -> dict[str, Any]:
    """Return one decision as the register holds it."""
    return {
        "signal_id": decision.signal_id,
        "status": decision.status.value,
        "rule_code": decision.rule.value,
        "reason": decision.reason,
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
    }
