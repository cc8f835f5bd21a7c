"""What is looked at before a delivery leaves: the schema's demands, in our own words.

A delivery that lacks something does not leave, and the refusal says which ids lack
what: never a postcode, a date or an amount. It is refused whole, because the receiver
counts what it gets: a month without its difficult cases would be a wrong month.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from vroegsein.accountability.statistics import ddas_v1_2 as ddas
from vroegsein.accountability.statistics.levering import Levering, Signal
from vroegsein.accountability.statistics.meldingen import Attempt, Melding
from vroegsein.errors import InvariantError
from vroegsein.listing.triage import Status

SHOWN = 10  # ids in a message; the rest is a number


@dataclass(frozen=True)
class Lack:
    """One thing a signal or case lacks."""

    what: str
    object_id: str


SIGNAL_DEMANDS: dict[str, Callable[[Signal], bool]] = {
    "an id": lambda signal: bool(signal.signal_id),
    "a passport that names its partner's kind": lambda signal: (
        signal.partner_type in ddas.PARTNER_TYPES
    ),
    "a postcode (1234AB) and a house number (1 to 5 digits), or a BSN": lambda signal: (
        signal.client.is_known
    ),
    "a status the standard knows": lambda signal: signal.status in ddas.STATUSES,
    "an amount of nothing or more": lambda signal: signal.euros >= 0,
}
CASE_DEMANDS: dict[str, Callable[[Melding], bool]] = {
    "a signal": lambda case: bool(case.signal_ids),
    "a result the standard knows": lambda case: (
        case.result is None or case.result in ddas.RESULTS
    ),
    "contact kinds and parts of the day the standard knows": lambda case: all(
        map(_is_known_attempt, case.attempts)
    ),
}


def _is_known_attempt(attempt: Attempt) -> bool:
    part = attempt.part_of_day
    return attempt.kind in ddas.CONTACT_KINDS and (
        part is None or part in ddas.PARTS_OF_DAY
    )


def lacks(levering: Levering) -> list[Lack]:
    """Return what stands in the way of a delivery, in order of demand and id."""
    found = chain(
        _of_signals(levering.signals),
        _of_cases(levering.cases),
        _of_references(levering),
    )
    return sorted(found, key=lambda lack: (lack.what, lack.object_id))


def refuse_lacking(levering: Levering) -> None:
    """Let a delivery pass, or say what it lacks.

    Raises:
        InvariantError: A signal or case lacks what the schema wants; the message names
            ids and demands, and no value.
    """
    found = lacks(levering)
    if not found:
        return
    by_demand: dict[str, list[str]] = {}
    for lack in found:
        by_demand.setdefault(lack.what, []).append(lack.object_id)
    lines = [f"{what}: {_shown(ids)}" for what, ids in by_demand.items()]
    msg = "STAT_LACKS: nothing was delivered. These lack\n" + "\n".join(lines)
    raise InvariantError(msg)


def _shown(ids: list[str]) -> str:
    """Return the first ids, and how many more there are."""
    more = len(ids) - SHOWN
    return ", ".join(ids[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _of_signals(signals: Iterable[Signal]) -> Iterator[Lack]:
    for signal in signals:
        for what, holds in SIGNAL_DEMANDS.items():
            if not holds(signal):
                yield Lack(f"signals without {what}", signal.signal_id)


def _of_cases(cases: Iterable[Melding]) -> Iterator[Lack]:
    for case in cases:
        for what, holds in CASE_DEMANDS.items():
            if not holds(case):
                yield Lack(f"cases without {what}", case.case_id)


def _of_references(levering: Levering) -> Iterator[Lack]:
    """Hold signals against cases: each picked-up signal is of one case."""
    delivered = {signal.signal_id for signal in levering.signals}
    named = [
        (name, case.case_id) for case in levering.cases for name in case.signal_ids
    ]
    for name, case_id in named:
        if name not in delivered:
            yield Lack("cases whose signal is not delivered", case_id)
    held = Counter(name for name, _ in named)
    for name in sorted(name for name, count in held.items() if count > 1):
        yield Lack("signals of more than one case", name)
    for signal in levering.signals:
        if signal.status == Status.PICKED_UP and signal.signal_id not in held:
            yield Lack("picked-up signals without a case", signal.signal_id)
