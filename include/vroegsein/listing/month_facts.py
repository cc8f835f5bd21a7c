"""What is known of a month's signals and persons: read from the register, once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, RowMapping

from vroegsein.errors import ConfigurationError, InvariantError
from vroegsein.listing.entries import persons_of
from vroegsein.listing.facts import (
    CaseKind,
    Confidence,
    History,
    Mark,
    PersonFacts,
    SignalFacts,
)
from vroegsein.listing.inputs import Inputs, first_month_of_window
from vroegsein.listing.statements import rows

Marks = Mapping[str, frozenset[Mark]]


def signals_of(connection: Connection, inputs: Inputs) -> list[SignalFacts]:
    """Return what is known of the month's signals, by id.

    Raises:
        InvariantError: Signals arrived after the run.
        ConfigurationError: A partner that sent signals has no passport.
    """
    run_id = inputs.run["run_id"]
    before = rows(
        connection,
        "listing",
        "picked_up_before",
        run_id=run_id,
        repeat_days=inputs.policy.triage.repeat_days,
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
    marks = _marks(connection, run_id)
    known = inputs.steering.known_at_debt_help(
        inputs.month, inputs.policy.contact_plan.known_months
    )
    return [
        replace(
            _facts(row, inputs, previous.get(row["signal_id"])),
            marks=marks.get(row["signal_id"], frozenset())
            | ({Mark.KNOWN} if row["person_id"] in known else set()),
        )
        for row in found
    ]


def persons_on_list(
    connection: Connection, inputs: Inputs, kept: Iterable[SignalFacts]
) -> list[PersonFacts]:
    """Return the persons whose signals are picked up, with what was known of them."""
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
    cases = inputs.steering.case_by_person()
    contacts = inputs.steering.contact_by_person()
    return [
        replace(
            person,
            known_case_id=cases.get(person.person_id),
            last_contact=contacts.get(person.person_id),
        )
        for person in persons_of(kept, history, links)
    ]


def _marks(connection: Connection, run_id: str) -> Marks:
    """Return what extract and exclusion lists say of each signal."""
    found: dict[str, set[Mark]] = {}
    for row in rows(connection, "listing", "exclusion_mark", run_id=run_id):
        found.setdefault(row["signal_id"], set()).add(Mark(row["kind"]))
    for row in rows(connection, "listing", "resident_mark", run_id=run_id):
        found.setdefault(row["signal_id"], set()).update(_of_extract(row))
    return {signal_id: frozenset(marks) for signal_id, marks in found.items()}


def _of_extract(row: RowMapping) -> set[Mark]:
    """Return what the register of persons says of one signal's person."""
    if not row["is_found"]:
        return {Mark.NOT_FOUND}
    is_gone = row["is_deceased"] or row["is_moved_out"]
    holds = {
        Mark.DECEASED: row["is_deceased"],
        Mark.NOT_ALONE: row["has_company"],
        Mark.MOVED_OUT: row["is_moved_out"],
        Mark.MOVED_WITHIN: row["is_elsewhere"] and not is_gone,
        Mark.HIDDEN: row["is_hidden"],
    }
    return {mark for mark, is_so in holds.items() if is_so}


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
        has_phone=row["has_phone"],
        has_mobile=row["has_mobile"],
        has_email=row["has_email"],
    )
