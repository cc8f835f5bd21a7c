"""From signals to places: decisions, who is on the list, and what is done for each.

All of it is a pure function of facts and policy, so that another policy can be tried on
a month that was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from vroegsein.listing.capacity import fill
from vroegsein.listing.contact_plan import plan_for
from vroegsein.listing.entries import Entry, list_entries
from vroegsein.listing.facts import Mark, PersonFacts, SignalFacts
from vroegsein.listing.first_step import Offers, first_step, step_in_words
from vroegsein.listing.inputs import Inputs
from vroegsein.listing.month_facts import persons_on_list, signals_of
from vroegsein.listing.triage import Decision, Rule, decide
from vroegsein.parties.municipality import Policy

#: What a worker has to know or check, in the order of the list.
REMARKS = {
    "debt_help": "bekend bij schuldhulpverlening, overleg eerst met de consulent",
    Mark.MOVED_WITHIN: "verhuisd binnen de gemeente; dit is het adres in de BRP",
    Mark.HIDDEN: "geheim adres (BRP), niet afgedrukt; vraag het op",
    Mark.NOT_FOUND: "niet gevonden in de BRP, controleer of de persoon hier woont",
}


@dataclass(frozen=True)
class Drafted:
    """What is decided of every signal, and the places in their order."""

    signals: tuple[SignalFacts, ...]
    decisions: tuple[Decision, ...]
    entries: tuple[Entry, ...]


def draft_places(connection: Connection, inputs: Inputs) -> Drafted:
    """Decide on every signal of a run's month and give everybody a place.

    Raises:
        InvariantError: Signals arrived after the run.
        ConfigurationError: A passport or the policy is missing or wrong.
    """
    signals = signals_of(connection, inputs)
    triage = inputs.policy.triage
    decisions = [decide(signal, triage) for signal in signals]
    picked_up = {found.signal_id for found in decisions if found.rule is Rule.PICKED_UP}
    kept = [signal for signal in signals if signal.signal_id in picked_up]
    persons = persons_on_list(connection, inputs, kept)
    offers = {
        code: frozenset(passport.measures)
        for code, passport in inputs.passports.items()
    }
    entries = list_entries(persons, triage, inputs.scope)
    planned = [
        _with_crisis_days(entry, inputs)
        for entry in plan_entries(entries, inputs.policy, offers)
    ]
    return Drafted(tuple(signals), tuple(decisions), tuple(planned))


def plan_entries(
    entries: Iterable[Entry], policy: Policy, offers: Offers
) -> list[Entry]:
    """Give every place its attempts and first step, as far as capacity reaches."""
    plan, own = policy.contact_plan, frozenset(policy.contact_plan.measures)
    planned = [
        replace(
            entry,
            plan=plan_for(entry.person, entry.lane, plan),
            first_step=step_in_words(
                first_step(entry.person, entry.severity, offers, own)
            ),
            remarks=tuple(remarks_of(entry.person)),
        )
        for entry in entries
    ]
    return fill(planned, policy.capacity)


def _with_crisis_days(entry: Entry, inputs: Inputs) -> Entry:
    """Say on which crisis lists a person's signals were, so that nobody goes twice."""
    own = {signal.signal_id for signal in entry.person.signals}
    found = {
        row["listed_on"] for row in inputs.crisis_listed if row["signal_id"] in own
    }
    remarks = [f"stond op de crisislijst van {day}" for day in sorted(found)]
    return replace(entry, remarks=(*remarks, *entry.remarks))


def remarks_of(person: PersonFacts) -> list[str]:
    """Return what a worker has to know of a person before going there."""
    marks = person.marks
    is_known = any(signal.is_known_at_debt_help for signal in person.signals)
    return [
        text
        for mark, text in REMARKS.items()
        if (is_known if mark == "debt_help" else mark in marks)
    ]
