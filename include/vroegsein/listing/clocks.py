"""By when a person must have heard from us: the earliest clock that runs.

Wgs art. 4(1): the offer within four weeks of the signal, here 28 days from receipt.
Wgs art. 4(2): in a threatening situation within three working days. K-14, a first
attempt within fourteen days, is the municipality's own target.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vroegsein.listing.facts import PersonFacts
from vroegsein.listing.lanes import Lane
from vroegsein.parties.workdays import add_working_days, last_day_of_term


class ClockCode(StrEnum):
    """The clocks a list knows."""

    CRISIS = "K-3WD"
    TARGET = "K-14"
    LEGAL = "K-28"


CLOCK_TEXTS = {
    ClockCode.CRISIS: "Eerste gesprek binnen 3 werkdagen na ontvangst van het"
    " crisissignaal (Wgs art. 4, tweede lid)",
    ClockCode.TARGET: "Eerste contactpoging binnen 14 dagen na ontvangst"
    " (streeftermijn)",
    ClockCode.LEGAL: "Aanbod van een gesprek binnen 28 dagen na ontvangst"
    " (Wgs art. 4, eerste lid)",
}
TARGET_LANES = frozenset({Lane.WARM, Lane.MULTIPLE, Lane.HIGH, Lane.VULNERABLE})


@dataclass(frozen=True, order=True)
class Clock:
    """One clock and its last day; clocks order by that day."""

    due_date: date
    code: ClockCode


def clock_of(person: PersonFacts, lane: Lane) -> Clock:
    """Return the clock that ends first; the earliest receipt counts."""
    received = min(signal.received_on for signal in person.signals)
    clocks = [Clock(last_day_of_term(received, 28), ClockCode.LEGAL)]
    crises = [signal.received_on for signal in person.signals if signal.is_crisis]
    if crises:
        clocks.append(Clock(add_working_days(min(crises), 3), ClockCode.CRISIS))
    if lane in TARGET_LANES:
        clocks.append(Clock(last_day_of_term(received, 14), ClockCode.TARGET))
    return min(clocks)
