"""One place on the list per person: lane, clock, kinds, reasons and order."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vroegsein.listing.clocks import Clock, clock_of
from vroegsein.listing.facts import (
    CaseKind,
    Confidence,
    History,
    PersonFacts,
    SignalFacts,
)
from vroegsein.listing.lanes import Lane, lane_of, lane_reason
from vroegsein.listing.severity import severity
from vroegsein.parties.municipality import Triage
from vroegsein.parties.policy_contact import Attempt

#: The address kind that says most comes first.
KIND_ORDER = (CaseKind.MULTIPLE, CaseKind.SUCCESSIVE, CaseKind.SINGLE)
#: The weakest link first.
CONFIDENCE_ORDER = (Confidence.PROBABLE, Confidence.CERTAIN, Confidence.ALONE)


@dataclass(frozen=True)
class Entry:
    """One person's place on the list.

    Attributes:
        severity: Missed terms of all claims together.
        plan: The attempts to make, in their order.
        is_overflow: Whether the month's calls and visits do not reach this far.
        first_step: The first help that fits, in Dutch; absent where none does.
        remarks: What to know or check before speaking, in Dutch.
    """

    case_id: str
    person: PersonFacts
    lane: Lane
    lane_reason: str
    clock: Clock
    address_kind: CaseKind
    confidence: Confidence
    match_reason: str
    severity: int = 0
    plan: tuple[Attempt, ...] = ()
    is_overflow: bool = False
    first_step: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, int, int, int, str]:
        """Place on the list: lane, missed terms, last day, amount; the id breaks ties.

        In a crisis the last day comes first: three working days leave no choice.
        """
        last_day, terms = self.clock.due_date.toordinal(), -self.severity
        first, second = (
            (last_day, terms) if self.lane is Lane.CRISIS else (terms, last_day)
        )
        return (self.lane, first, second, -self.person.total_cents, self.case_id)


def persons_of(
    signals: Iterable[SignalFacts],
    history: Mapping[str, History],
    links: Mapping[str, str],
) -> list[PersonFacts]:
    """Group picked-up signals into persons, ordered by person."""
    by_person: dict[str, list[SignalFacts]] = defaultdict(list)
    for signal in signals:
        by_person[signal.person_id].append(signal)
    return [
        PersonFacts(
            person_id,
            tuple(sorted(found, key=lambda item: (item.received_at, item.signal_id))),
            history.get(person_id, History()),
            links.get(person_id),
        )
        for person_id, found in sorted(by_person.items())
    ]


def list_entries(
    persons: Iterable[PersonFacts], policy: Triage, scope: str
) -> list[Entry]:
    """Return the list in its order; `scope` is municipality and month."""
    entries = [_entry(person, policy, scope) for person in persons]
    return sorted(entries, key=lambda entry: entry.order)


def _entry(person: PersonFacts, policy: Triage, scope: str) -> Entry:
    """Return one person's place."""
    lane = lane_of(person, policy)
    confidence = _weakest(person)
    kinds = {signal.address_kind for signal in person.signals}
    return Entry(
        case_id=person.known_case_id or case_id(person, scope),
        person=person,
        lane=lane,
        lane_reason=lane_reason(person, lane, policy),
        clock=clock_of(person, lane),
        address_kind=next(kind for kind in KIND_ORDER if kind in kinds),
        confidence=confidence,
        match_reason=_match_reason(person, confidence),
        severity=severity(person, policy),
    )


def case_id(person: PersonFacts, scope: str) -> str:
    """Return the id of a new case; it hangs on the signal received first."""
    first = person.signals[0]
    hashed = hashlib.sha256(f"{scope}|{first.signal_id}".encode()).digest()
    return f"M-{base64.b32encode(hashed[:5]).decode()}"


def _weakest(person: PersonFacts) -> Confidence:
    """Return the weakest link that holds the signals together."""
    found = {signal.confidence for signal in person.signals}
    return next(word for word in CONFIDENCE_ORDER if word in found)


def _match_reason(person: PersonFacts, confidence: Confidence) -> str:
    """Say why these signals are one person; never what somebody else owes."""
    if person.link_reason and confidence is not Confidence.ALONE:
        return person.link_reason
    if confidence is Confidence.ALONE:
        return "Eén signaal; er is niets gekoppeld."
    return "Gekoppeld aan eerdere gegevens van dezelfde persoon."
