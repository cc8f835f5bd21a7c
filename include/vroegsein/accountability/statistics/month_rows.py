"""What a month is counted from, and what is counted of each case.

Every count is of the month in which its signals were delivered. A case with signals of
several sectors is counted under `meer sectoren`, so that sectors add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping

from vroegsein.accountability.statistics.meldingen import Melding
from vroegsein.parties.case_codes import (
    ACCEPTED_RESULTS,
    REACHED_RESULTS,
    ContactKind,
)
from vroegsein.parties.record import CRISIS_KINDS

SEVERAL, UNKNOWN = "meer sectoren", "onbekend"
WRITTEN = frozenset({"Brief", "Kaartje", "Mail", "SMS/Whatsapp"})
ACCEPTED, SPOKEN = "geaccepteerd", "bereikt, niet geaccepteerd"
REACHED, UNREACHED = "bereikt", "niet bereikt"
OUTCOMES = (ACCEPTED, SPOKEN, UNREACHED)
NO_ATTEMPT = "geen poging"
CHANNELS = (
    "alleen brief",
    "alleen schriftelijk of digitaal",
    "telefoon, geen huisbezoek",
    "huisbezoek",
    "anders",
    NO_ATTEMPT,
)


@dataclass(frozen=True)
class MonthRows:
    """What a month is counted from; no column that tells who somebody is.

    Attributes:
        month: Reporting month, yyyy-mm.
        as_of: Dutch day of the counting; terms that end later still run.
        signals: Rows of `statistics/signal.sql`.
        cases: The month of each case.
        entries: Rows of `statistics/entry.sql`, by case.
        new_signals: Days on which a case's person came in again.
        sectors: Sector of each partner, in Dutch.
    """

    month: str
    as_of: date
    signals: Sequence[RowMapping]
    cases: Sequence[Melding]
    entries: Mapping[str, RowMapping]
    new_signals: Mapping[str, Sequence[date]]
    sectors: Mapping[str, str]

    def sector(self, row: RowMapping) -> str:
        """Return the sector of a signal."""
        return self.sectors.get(row["partner_code"], UNKNOWN)


@dataclass(frozen=True)
class Counted:
    """A case with what is counted of it."""

    melding: Melding
    sector: str
    received_on: date
    crisis_on: date | None
    kind: str
    is_overflow: bool

    @property
    def first_attempt(self) -> date | None:
        """Day of the first attempt."""
        return min((one.day for one in self.melding.attempts), default=None)

    @property
    def waited_days(self) -> int | None:
        """Days from receipt to the first attempt; none where there was none."""
        first = self.first_attempt
        return None if first is None else max((first - self.received_on).days, 0)

    @property
    def outcome(self) -> str:
        """What came of it: accepted, reached, or neither."""
        if self.melding.result in ACCEPTED_RESULTS:
            return ACCEPTED
        is_reached = self.melding.is_reached or self.melding.result in REACHED_RESULTS
        return SPOKEN if is_reached else UNREACHED

    @property
    def channels(self) -> str:
        """By which set of channels somebody was tried to be reached."""
        kinds = {attempt.kind for attempt in self.melding.attempts}
        if not kinds:
            return NO_ATTEMPT
        if kinds == {ContactKind.LETTER}:
            return "alleen brief"
        if kinds <= WRITTEN:
            return "alleen schriftelijk of digitaal"
        if ContactKind.HOME_VISIT in kinds:
            return "huisbezoek"
        return "telefoon, geen huisbezoek" if ContactKind.PHONE in kinds else "anders"


def counted_cases(rows: MonthRows) -> list[Counted]:
    """Return the cases with sector, first receipt and place on the list."""
    by_id = {row["signal_id"]: row for row in rows.signals}
    found = []
    for case in rows.cases:
        own = [by_id[name] for name in case.signal_ids if name in by_id]
        if not own:
            continue
        sectors = {rows.sector(row) for row in own}
        crises = [r["received_on"] for r in own if r["signal_kind"] in CRISIS_KINDS]
        entry = rows.entries.get(case.case_id)
        found.append(
            Counted(
                case,
                sector=sectors.pop() if len(sectors) == 1 else SEVERAL,
                received_on=min(row["received_on"] for row in own),
                crisis_on=min(crises, default=None),
                kind=entry["address_kind"] if entry else UNKNOWN,
                is_overflow=bool(entry and entry["is_overflow"]),
            )
        )
    return found
