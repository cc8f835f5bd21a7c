"""A year of a municipality in a real register: what partners and officials do by chance.

The story draws; the product's own functions match, triage, publish and tell. The same
seed tells the same year. What is true of a person (excluded, dead, gone) is kept here,
apart from what the product makes of it.
"""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
from sqlalchemy import Engine, insert, select, update

from support.listing_month import MUNICIPALITY, Register, Signal, _deliver, digest
from support.office_lists import take_extract, take_file, who
from vroegsein import casework, listing, matching
from vroegsein.casework.outcome_judge import Bounds, judge_outcomes
from vroegsein.casework.outcomes import Source, known_cases, write_outcomes
from vroegsein.listing.audit import last_audit
from vroegsein.parties.case_codes import Result
from vroegsein.parties.municipality import load_policy
from vroegsein.register.case_tables import case_signal, exclusion, office_file
from vroegsein.register.intake_tables import delivery
from vroegsein.register.intake_tables import signal as signal_table
from vroegsein.settings import settings

MONTHS = tuple(f"2026-{number:02d}" for number in range(1, 13))
PARTNERS = ("merenwonen", "noordstroom", "wetterfryslan", "hoedezorg", "terpzorg")
CRISIS = {"merenwonen": "ONTRUIMING", "noordstroom": "EINDELEVERING"}
ROOTS = (
    "Dijk", "Hoek", "Post", "Wier", "Terp", "Sier", "Kuip", "Zijl", "Bak", "Haan",
    "Lind", "Roor", "Veen", "Wal",
)  # fmt: skip
STREETS = (
    ("Midstraat", "8501AB", "Joure"), ("Schans", "8531GX", "Lemmer"),
    ("Dubbelstraat", "8561BC", "Balk"), ("Buren", "8525EB", "Langweer"),
)  # fmt: skip
LISTS = ("uitsluiting", "bezwaar", "shv")
HEADERS = ["Melding", "Poging 1 soort", "Poging 1 datum", "Poging 1 bereikt (J/N)",
           "Resultaat", "Resultaat datum"]  # fmt: skip
#: Keeps a list from being empty: an empty one would replace none.
NOBODY = {"surname": "Niemand", "birth_date": "1901-01-01", "house_number": "999"}


@dataclass(frozen=True)
class Inhabitant:
    """Somebody who lives in the town.

    Attributes:
        street: Place in `STREETS`.
        is_gone: Moved to another municipality.
    """

    number: int
    surname: str
    initials: str
    birth_date: str
    street: int
    house: str
    is_dead: bool = False
    is_gone: bool = False

    @property
    def identity(self) -> dict[str, str]:
        """Columns that say who this is, as the lists of the municipality have them."""
        street, postcode, place = STREETS[self.street]
        return {
            "initials": self.initials, "surname": self.surname,
            "birth_date": self.birth_date, "street": street,
            "house_number": self.house, "postcode": postcode, "place": place,
        }  # fmt: skip


def _inhabitant(number: int, chance: random.Random) -> Inhabitant:
    ending = ("stra", "ma", "inga")[number // len(ROOTS)]
    return Inhabitant(
        number, ROOTS[number % len(ROOTS)] + ending,
        f"{chance.choice('ABDFGHJKLMS')}.", f"{1950 + number}-0{number % 8 + 1}-11",
        number % len(STREETS), str(10 + 3 * number),
    )  # fmt: skip


@dataclass
class Year:
    """The municipality, and how far its year has come.

    Attributes:
        told: Which inhabitant each signal is really about.
        owed: Cents that somebody owed a partner when it last said so.
        excluded: Numbers on the newest list of each kind.
        drafts: Published drafts of each month, in order.
        runs: Last matching run of each month.
        happened: How often what came about, to see that a year is no quiet one.
    """

    register: Register
    chance: random.Random
    people: list[Inhabitant] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    owed: dict[tuple[int, str], int] = field(default_factory=dict)
    excluded: dict[str, set[int]] = field(default_factory=dict)
    drafts: dict[str, list[str]] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)

    @classmethod
    def begin(cls, register: Register, seed: int) -> "Year":
        """Found a town of about forty inhabitants."""
        chance = random.Random(seed)
        year = cls(register, chance, excluded={kind: set() for kind in LISTS})
        count = chance.randrange(32, 43)
        year.people = [_inhabitant(number, chance) for number in range(count)]
        return year

    def live(self, month: str) -> None:
        """Live one month, from its deliveries to its second version."""
        self._office_lists(month, 2)
        partners = list(PARTNERS)
        self.chance.shuffle(partners)
        late = partners[: self.chance.choice((0, 0, 1, 2))]
        missing = late.pop() if len(late) == 2 and self.chance.random() < 0.5 else None
        self._deliver([p for p in partners if p not in {*late, missing}], month, 8)
        if self.chance.random() < 0.4:
            self._correct(month, 9)
        self.publish(month, 14)
        casework.write_feedback(MUNICIPALITY, moment(month, 15))
        self._outcomes(month, 17)
        if late:
            self._deliver(late, month, 20)
        elif self.chance.random() < 0.7:
            self._withdraw(month, 20)
        if self.chance.random() < 0.2:
            self._office_lists(month, 20)
        self.publish(month, 21)
        casework.write_feedback(MUNICIPALITY, moment(month, 27))
        self.happened["missing partner"] += missing is not None
        self.happened["late partner"] += len(late)

    def publish(self, month: str, day: int) -> str:
        """Take the month to a publication; the draft that is published is the last."""
        self.runs[month] = matching.match_month(MUNICIPALITY, month)
        draft_id = listing.triage_month(self.runs[month])
        drafts = self.drafts.setdefault(month, [])
        if draft_id in drafts:
            return draft_id
        listing.audit_draft(draft_id)
        with self.register.engine.connect() as connection:
            needed = last_audit(connection, draft_id)["approvals_needed"]
        for place, name in enumerate(("coordinator", "coordinator2")[:needed]):
            at = moment(month, day) + timedelta(hours=place)
            listing.record_approval(draft_id, "approved", name, at)
        casework.open_cases(listing.publish_list(draft_id))
        drafts.append(draft_id)
        self.happened["second version"] += len(drafts) > 1
        self.happened["four eyes"] += needed > 1
        return draft_id

    def _office_lists(self, month: str, day: int) -> None:
        """Take a newer extract and newer lists; some people join, move, die or go."""
        numbers = range(len(self.people))
        for kind in LISTS:
            for number in numbers:
                if self.chance.random() < 0.02:
                    self.excluded[kind] ^= {number}  # joins the list, or leaves it
        for number in numbers:
            self.people[number] = self._fate(self.people[number])
        on, name = date.fromisoformat(f"{month}-{day:02d}"), f"{month}-{day}"
        take_extract(
            self.register.engine, f"extract-{name}",
            [
                {
                    "deceased": str(one.is_dead).lower(),
                    "moved_out": str(one.is_gone).lower(), **one.identity,
                }
                for one in self.people
            ],
            on=on,
        )  # fmt: skip
        rows = [
            {"kind": kind, **self.people[number].identity}
            for kind in LISTS
            for number in sorted(self.excluded[kind])
        ]
        nobody = [{"kind": kind, **NOBODY} for kind in LISTS]
        _take_lists(self.register.engine, f"lists-{name}", [*nobody, *rows], on)

    def _fate(self, one: Inhabitant) -> Inhabitant:
        """Let somebody die, leave or move within the municipality."""
        drawn = self.chance.random()
        if drawn < 0.004:
            self.happened["death"] += 1
            return replace(one, is_dead=True)
        if drawn < 0.012:
            self.happened["departure"] += 1
            return replace(one, is_gone=True)
        if drawn < 0.03:
            self.happened["move"] += 1
            return replace(one, street=(one.street + 1) % len(STREETS))
        return one

    def _deliver(self, partners: Iterable[str], month: str, day: int) -> None:
        """Deliver what some partners have to say of the month."""
        for partner in sorted(partners):
            chosen = [n for n in range(len(self.people)) if self.chance.random() < 0.16]
            found = [self._signal(n, partner, month, day) for n in chosen]
            if found:
                self.register.deliver(found)
            else:
                self.register.deliver_nothing(partner, month=month)

    def _signal(self, number: int, partner: str, month: str, day: int) -> Signal:
        """Return what a partner says of somebody: grown, the same, or crisis."""
        chance, who = self.chance, self.people[number].identity
        before = self.owed.get((number, partner), 0)
        cents = before + chance.choice((0, 2500, 11000)) or chance.randrange(
            6000, 90000
        )
        self.owed[number, partner] = cents
        is_crisis = partner in CRISIS and chance.random() < 0.12
        ends = date.fromisoformat(f"{month}-28") if partner == "noordstroom" else None
        signal_id = f"S-{month}-{partner}-{number:02d}-{day}"
        self.told[signal_id] = number
        self.happened["crisis"] += is_crisis
        return Signal(
            signal_id, f"P{number}", partner=partner, month=month, cents=cents,
            received_at=moment(month, day),
            kind=CRISIS[partner] if is_crisis else "REGULIER",
            supply_end=ends if is_crisis else None, claim=f"V{number}",
            days=chance.randrange(25, 96), customer=f"K{number}",
            initials=who["initials"], surname=who["surname"],
            birth_date=who["birth_date"], street=who["street"],
            number=who["house_number"], postcode=who["postcode"], place=who["place"],
            phone=None if number % 4 == 0 else f"+316{10000000 + number * 7919}",
            email=None if number % 3 == 0 else f"inwoner{number}@example.org",
        )  # fmt: skip

    def _correct(self, month: str, day: int) -> None:
        """Let a partner replace what it sent: other records for all there were."""
        delivery_id, partner, old = self._some_delivery(month)
        if delivery_id is None:
            return
        numbers = sorted({self.told[one] for one in old} - {self.told[old[0]]})
        new = [self._signal(n, partner, month, day) for n in numbers]
        with self.register.engine.begin() as connection:
            by = _deliver(
                connection, MUNICIPALITY, month, partner, moment(month, day),
                "accepted", new, [],
            )  # fmt: skip
            _mark(connection, by, kind="correction", gone_count=len(old),
                  new_count=len(new), changed_count=0, unchanged_count=0)  # fmt: skip
            _mark(connection, delivery_id, state="superseded", superseded_by=by)
            _end(connection, old, by)
        self.happened["correction"] += 1

    def _withdraw(self, month: str, day: int) -> None:
        """Let a partner take a record back."""
        delivery_id, partner, old = self._some_delivery(month)
        if delivery_id is None:
            return
        with self.register.engine.begin() as connection:
            by = _deliver(
                connection, MUNICIPALITY, month, partner, moment(month, day),
                "validated", [], [("withdrawal", None)],
            )  # fmt: skip
            _mark(connection, by, kind="withdrawal", state="applied",
                  withdrawal_count=1)  # fmt: skip
            _end(connection, old[:1], by)
        self.happened["withdrawal"] += 1

    def _some_delivery(self, month: str) -> tuple[str | None, str, list[str]]:
        """Return a delivery that holds, with its signals that hold."""
        query = (
            select(signal_table.c.signal_id, delivery.c.delivery_id, delivery.c.partner_code)
            .join(delivery, delivery.c.delivery_id == signal_table.c.delivery_id)
            .where(
                signal_table.c.month == month, signal_table.c.ended_by.is_(None),
                delivery.c.state == "accepted", delivery.c.kind == "full",
            )
            .order_by(signal_table.c.signal_id)
        )  # fmt: skip
        with self.register.engine.connect() as connection:
            found = connection.execute(query).all()
        if not found:
            return None, "", []
        chosen = self.chance.choice(found)
        own = [row.signal_id for row in found if row.delivery_id == chosen.delivery_id]
        return chosen.delivery_id, chosen.partner_code, own

    def _outcomes(self, month: str, day: int) -> None:
        """Take a file of outcomes of this month's list, or a late one of the last."""
        place = MONTHS.index(month)
        of_month = self.chance.choice([MONTHS[max(0, place - 1)], month])
        self._take_outcomes(of_month, date.fromisoformat(f"{month}-{day:02d}"))

    def _take_outcomes(self, of_month: str, on: date) -> None:
        engine = self.register.engine
        with engine.begin() as connection:
            query = select(case_signal.c.case_id).filter_by(month=of_month).distinct()
            ids = sorted(connection.scalars(query))
            lines = [self._line(one, on) for one in ids if self.chance.random() < 0.5]
            lines += lines[:1] if self.chance.random() < 0.2 else []
            if len(lines) > 1 and self.chance.random() < 0.5:
                lines.append(
                    [*lines[0][:4], Result.PAID, on.isoformat()]
                )  # conflicting
            table = pd.DataFrame(
                lines, columns=HEADERS, index=range(2, len(lines) + 2), dtype=object
            )
            cases = known_cases(connection, MUNICIPALITY, of_month)
            policy = load_policy(settings().municipalities, MUNICIPALITY).follow_up
            wrong = {f.line for f in judge_outcomes(table, cases, Bounds(on, policy))}
            source = Source(f"OUT-{of_month}-{on}", MUNICIPALITY, on)
            kept = table.drop(index=[n for n in table.index if n in wrong])
            _office_row(connection, source, len(lines), len(kept))
            write_outcomes(connection, kept, cases, source)
        self.happened["outcome"] += len(kept)
        self.happened["refused outcome"] += len(wrong)
        self.happened["acceptance"] += int(
            (kept["Resultaat"] == Result.QUICK_FIX).sum()
        )

    def _line(self, case_id: str, on: date) -> list[str]:
        """Return what officials fill in for one case: an attempt, maybe a result."""
        day = (on - timedelta(days=self.chance.randrange(3))).isoformat()
        result = self.chance.choice(
            ["", "", Result.QUICK_FIX, Result.QUICK_FIX, Result.FOLLOW_UP_FINANCIAL,
             Result.UNREACHED, Result.OWN_WAY, Result.NO_RESIDENT]
        )  # fmt: skip
        reached = "N" if result in {"", Result.UNREACHED, Result.NO_RESIDENT} else "J"
        return [case_id, "Telefoon", day, reached, result, day if result else ""]


def moment(month: str, day: int) -> datetime:
    """Return a day's early morning."""
    return datetime(int(month[:4]), int(month[5:]), day, 6, tzinfo=UTC)


def _take_lists(engine: Engine, name: str, rows: list[dict], on: date) -> None:
    """Take one file with all three lists; it replaces the one before."""
    file_id = take_file(engine, "exclusions", name, on=on)
    with engine.begin() as connection:
        for place, row in enumerate(rows):
            connection.execute(
                insert(exclusion).values(
                    exclusion_id=f"X-{name}-{place:03d}", office_file_id=file_id,
                    municipality_code=MUNICIPALITY, from_date=date(2026, 1, 1),
                    **who(**row),
                )
            )  # fmt: skip


def _mark(connection, delivery_id: str, **known: object) -> None:
    named = delivery.c.delivery_id == delivery_id
    connection.execute(update(delivery).where(named).values(**known))


def _end(connection, signal_ids: list[str], by: str) -> None:
    named = signal_table.c.signal_id.in_(signal_ids)
    connection.execute(update(signal_table).where(named).values(ended_by=by))


def _office_row(connection, source: Source, lines: int, taken: int) -> None:
    connection.execute(
        insert(office_file).values(
            office_file_id=source.office_file_id, municipality_code=MUNICIPALITY,
            kind="outcomes", digest=digest(source.office_file_id), state="accepted",
            line_count=lines, accepted_count=taken, rejected_count=lines - taken,
            received_on=source.received_on,
        )
    )  # fmt: skip
