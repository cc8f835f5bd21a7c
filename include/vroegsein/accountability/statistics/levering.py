"""What a delivery of national statistics says, whatever version it is written in.

Whole euros are rounded half up: the standard asks for euros and leaves open how. A
client is a BSN alone where the municipality knows one, and otherwise postcode and house
number; a birth date that is partly unknown is left out, because it is no date.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from vroegsein.accountability.statistics.meldingen import Melding
from vroegsein.parties.policy_statistics import Statistics

NOT_YET = "Nog niet opgepakt"  # DDAS EnumSignaalstatus, before publication
ADDITION_LENGTH = 4  # characters, by the information model
PAGE_SIZE = 50_000  # signals a file
CENTS = 100
_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
_NUMBER = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True)
class Client:
    """Whom a signal is about; repr hides it, so that no message shows it."""

    bsn: str | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)
    postcode: str = field(default="", repr=False)
    house_number: str = field(default="", repr=False)
    addition: str | None = field(default=None, repr=False)

    @property
    def is_known(self) -> bool:
        """Whether the standard can tell who it is."""
        if self.bsn is not None:
            return re.fullmatch("[0-9]{9}", self.bsn) is not None
        return bool(
            _POSTCODE.fullmatch(self.postcode) and _NUMBER.fullmatch(self.house_number)
        )


@dataclass(frozen=True)
class Signal:
    """One signal as it is delivered; amounts in whole euros."""

    signal_id: str
    partner_code: str
    partner_type: str | None
    is_crisis: bool
    is_warm: bool
    euros: int
    since: date
    sent_on: date
    status: str
    client: Client


@dataclass(frozen=True)
class Levering:
    """One municipality's month.

    Attributes:
        municipality: CBS code.
        first_day: First day of the month.
        last_day: Last day of the month.
        sender: Who delivers.
        software: Name and version of this software.
        signals: All signals, by id.
        cases: What was picked up, in order of case.
        matched_on: Day of the matching; none before publication.
        matched_from: First day the matching looks back to.
    """

    municipality: str
    first_day: date
    last_day: date
    sender: Statistics
    software: str
    signals: tuple[Signal, ...]
    cases: tuple[Melding, ...]
    matched_on: date | None
    matched_from: date


@dataclass(frozen=True)
class Page:
    """A part of a delivery that fits in one file; no case is cut in two."""

    number: int
    count: int
    signals: tuple[Signal, ...]
    cases: tuple[Melding, ...]
    made_at: datetime


def whole_euros(cents: int) -> int:
    """Return an amount in whole euros, half a euro rounded up."""
    return (cents + CENTS // 2) // CENTS


def known_date(text: str | None) -> date | None:
    """Return a birth date, or none where a part of it is unknown (`1980-00-00`)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def addition_of(letter: str | None, addition: str | None) -> str | None:
    """Return letter and addition as the standard has them: one text of four.

    A longer one is left out: cut off, it would name another home.
    """
    joined = f"{letter or ''}{addition or ''}"
    return joined if 0 < len(joined) <= ADDITION_LENGTH else None


def pages_of(
    levering: Levering, made_at: datetime, size: int = PAGE_SIZE
) -> list[Page]:
    """Cut a delivery into files of at most so many signals.

    Args:
        levering: The month; also one without signals is one page.
        made_at: Moment of the run.
        size: Most signals in a file.
    """
    by_id = {signal.signal_id: signal for signal in levering.signals}
    filled: list[tuple[list[Signal], list[Melding]]] = [([], [])]
    for group, case in _groups(levering, by_id):
        if filled[-1][0] and len(filled[-1][0]) + len(group) > size:
            filled.append(([], []))
        filled[-1][0].extend(group)
        filled[-1][1].extend(case)
    return [
        Page(number, len(filled), _by_id(signals), tuple(cases), made_at)
        for number, (signals, cases) in enumerate(filled, start=1)
    ]


def _groups(
    levering: Levering, by_id: dict[str, Signal]
) -> Iterable[tuple[list[Signal], list[Melding]]]:
    """Return each case with its signals, then the signals of no case."""
    taken: set[str] = set()
    for case in levering.cases:
        own = [by_id[name] for name in case.signal_ids if name in by_id]
        taken.update(case.signal_ids)
        yield own, [case]
    for signal in levering.signals:
        if signal.signal_id not in taken:
            yield [signal], []


def _by_id(signals: Sequence[Signal]) -> tuple[Signal, ...]:
    return tuple(sorted(signals, key=lambda signal: signal.signal_id))
