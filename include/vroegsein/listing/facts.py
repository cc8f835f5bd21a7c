"""What triage knows of a signal and of a person: values, and nothing that acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vroegsein.parties.moments import dutch_day
from vroegsein.parties.record import CRISIS_KINDS

#: Each sector in words, in the order in which lists name them.
SECTOR_NAMES: Mapping[str, str] = {
    "HUUR": "huur",
    "ENERGIE": "energie",
    "WARMTE": "warmte",
    "WATER": "water",
    "ZORG": "zorg",
    "BELASTING": "belasting",
}


class CaseKind(StrEnum):
    """Kind of a case, by address or by person; the two are never mixed (D6)."""

    SINGLE = "enkelvoudig"
    MULTIPLE = "meervoudig"
    SUCCESSIVE = "opeenvolgend"


class Confidence(StrEnum):
    """How surely a signal belongs to its person."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    ALONE = "alone"


class Mark(StrEnum):
    """What the municipality itself knows of the person a signal is about."""

    DECEASED = "deceased"
    NOT_ALONE = "not_alone"  # somebody else is registered or reported at the address
    MOVED_OUT = "moved_out"
    MOVED_WITHIN = "moved_within"
    NOT_FOUND = "not_found"  # an extract was there, this person not in it
    HIDDEN = "hidden"  # geheimhouding: the address is not printed
    DEBT_HELP = "shv"  # on the list of debt help
    KNOWN = "known"  # last outcome: already known at debt help
    SAFETY = "uitsluiting"
    OBJECTION = "bezwaar"


@dataclass(frozen=True)
class LastContact:
    """The last attempt to reach somebody that was made for an earlier list.

    Attributes:
        part_of_day: DDAS EnumDagdeel; absent where it was not told.
    """

    kind: str
    attempt_date: date
    part_of_day: str | None = None
    reached: bool = False


@dataclass(frozen=True)
class SignalFacts:
    """One signal of the month, with what the matching said of it.

    Attributes:
        claim: The partner and its claim (or customer) number: one arrears.
        days_in_arrears: Reference date minus the oldest unpaid due date.
        previous_cents: Amount of the same claim when it was last on a published
            list within the policy's repeat days; absent when it was not.
        address_kind: National kind of the address it stands at, in its month.
        marks: What register extract, exclusion lists and outcomes say of the person.
    """

    signal_id: str
    partner_code: str
    sector: str
    kind: str
    is_warm: bool
    debtor_kind: str
    claim: tuple[str, str, str]
    received_at: datetime
    arrears_cents: int
    days_in_arrears: int
    missed_terms: int
    supply_end_date: date | None
    previous_cents: int | None
    person_id: str
    household_id: str
    confidence: Confidence
    address_kind: CaseKind
    marks: frozenset[Mark] = frozenset()
    has_phone: bool = False
    has_mobile: bool = False
    has_email: bool = False

    @property
    def is_known_at_debt_help(self) -> bool:
        """Whether debt help has this person, by its list or by an outcome."""
        return bool(self.marks & {Mark.DEBT_HELP, Mark.KNOWN})

    @property
    def is_crisis(self) -> bool:
        """Whether it starts the three-working-day clock of Wgs art. 4(2)."""
        return self.kind in CRISIS_KINDS

    @property
    def received_on(self) -> date:
        """The day of receipt in the Netherlands; clocks start here."""
        return dutch_day(self.received_at)


@dataclass(frozen=True)
class History:
    """What the six months before say of a person.

    Attributes:
        month_count: Earlier months with a signal of this person.
        last_cents: Arrears of the latest of those months together.
    """

    month_count: int = 0
    last_cents: int = 0


@dataclass(frozen=True)
class PersonFacts:
    """One person with the signals of the month that are picked up, at least one.

    Attributes:
        known_case_id: The case this person already has, from an earlier list.
        last_contact: The last attempt of that case before this list.
    """

    person_id: str
    signals: tuple[SignalFacts, ...]
    history: History = History()
    link_reason: str | None = None
    known_case_id: str | None = None
    last_contact: LastContact | None = None

    @property
    def total_cents(self) -> int:
        """Arrears of the month together."""
        return sum(signal.arrears_cents for signal in self.signals)

    @property
    def claim_count(self) -> int:
        """Different claims: the same claim sent twice is one trouble."""
        return len({signal.claim for signal in self.signals})

    @property
    def marks(self) -> frozenset[Mark]:
        """All that is known of the person, by any of the signals."""
        return frozenset().union(*(signal.marks for signal in self.signals))

    @property
    def has_phone(self) -> bool:
        """Whether any signal tells a phone number."""
        return any(signal.has_phone for signal in self.signals)

    @property
    def has_mobile(self) -> bool:
        """Whether a text message can be sent."""
        return any(signal.has_mobile for signal in self.signals)

    @property
    def has_email(self) -> bool:
        """Whether any signal tells an e-mail address."""
        return any(signal.has_email for signal in self.signals)

    @property
    def partner_count(self) -> int:
        """Different partners."""
        return len({signal.partner_code for signal in self.signals})

    @property
    def kind(self) -> CaseKind:
        """Kind by person: several claims now, a signal before, or neither."""
        if self.claim_count >= 2:
            return CaseKind.MULTIPLE
        if self.history.month_count:
            return CaseKind.SUCCESSIVE
        return CaseKind.SINGLE
