"""A month in the register as intake and matching leave it, for tests of the list.

`signal(...)` has defaults for all that a test does not name; `Register` writes months
of them with their deliveries and a matching run.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, insert, select, text

from vroegsein import listing
from vroegsein.parties.partner import load_passport
from vroegsein.register.intake_tables import (
    delivery,
    finding,
    inbox_file,
    line_verdict,
)
from vroegsein.register.intake_tables import signal as signal_table
from vroegsein.register.matching_tables import address_case, evidence, membership, run
from vroegsein.settings import settings

MUNICIPALITY = "1940"
SEPTEMBER, OCTOBER = "2026-09", "2026-10"
DECIDED_AT = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)


def digest(*parts: object) -> str:
    """A digest of anything."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


@dataclass(frozen=True)
class Signal:
    """One signal as intake keeps it; only what a test cares about differs."""

    signal_id: str
    person: str
    partner: str = "merenwonen"
    month: str = OCTOBER
    received_at: datetime = datetime(2026, 10, 8, 7, tzinfo=UTC)
    kind: str = "REGULIER"
    warm: str = "N"
    claim: str | None = None
    customer: str = "K1"
    cents: int = 20000
    days: int = 45
    term_cents: int | None = None
    term_count: int | None = None
    debtor: str = "NP"
    initials: str = "J."
    prefix: str | None = None
    surname: str = "Jansma"
    birth_date: str | None = "1980-05-05"
    street: str = "Midstraat"
    number: str = "1"
    letter: str | None = None
    addition: str | None = None
    postcode: str = "8501AB"
    place: str = "Joure"
    phone: str | None = "+31612345678"
    email: str | None = "iemand@example.org"
    supply_end: date | None = None
    confidence: str = "alone"
    household: str | None = None
    record: str | None = None

    @property
    def address_key(self) -> str:
        """Postcode and number."""
        return f"{self.postcode} {self.number}{self.letter or ''}{self.addition or ''}"

    def row(self, municipality: str, delivery_id: str, line: int) -> dict[str, object]:
        """The row of `intake.signal`."""
        sent = date.fromisoformat(f"{self.month}-04")
        return {
            "signal_id": self.signal_id, "month": self.month,
            "municipality_code": municipality, "partner_code": self.partner,
            "delivery_id": delivery_id, "line_number": line,
            "received_at": self.received_at, "source_record_id": self.record or self.signal_id,
            "signal_kind": self.kind, "is_warm_handover": self.warm,
            "customer_number": self.customer, "claim_id": self.claim,
            "signal_date": sent, "reference_date": sent,
            "arrears_since_date": sent - timedelta(days=self.days),
            "arrears_cents": self.cents, "term_cents": self.term_cents,
            "term_count": self.term_count, "has_arrangement": "N",
            "debtor_kind": self.debtor, "initials": self.initials,
            "surname_prefix": self.prefix, "surname": self.surname,
            "birth_date": self.birth_date, "street": self.street,
            "house_number": self.number, "house_letter": self.letter,
            "house_addition": self.addition, "postcode": self.postcode,
            "place": self.place, "phone": self.phone, "email": self.email,
            "reminder_date": sent - timedelta(days=20),
            "contact_attempt_date": sent - timedelta(days=10),
            "help_pointed_date": sent - timedelta(days=10), "sharing_objection": "N",
            "supply_end_date": self.supply_end,
        }  # fmt: skip


def signal(signal_id: str, person: str | None = None, **changes: object) -> Signal:
    """A signal of October; one person per signal unless said otherwise."""
    return replace(Signal(signal_id, person or f"P-{signal_id}"), **changes)


@dataclass
class Register:
    """Writes months into a register."""

    engine: Engine
    signals: list[Signal] = field(default_factory=list)
    links: list[tuple[str, str, str, int, str]] = field(default_factory=list)
    municipality: str = MUNICIPALITY

    def deliver(
        self,
        signals: Iterable[Signal],
        *,
        other_lines: dict[str, list[tuple[str, int | None]]] | None = None,
        findings: dict[str, list[tuple[str, str]]] | None = None,
    ) -> None:
        """Write one accepted delivery per partner, with its lines and findings."""
        found = list(signals)
        self.signals += found
        by_delivery: dict[tuple[str, str], list[Signal]] = defaultdict(list)
        for item in found:
            by_delivery[item.month, item.partner].append(item)
        with self.engine.begin() as connection:
            for (month, partner), items in sorted(by_delivery.items()):
                self._partition(connection, month)
                rest = (other_lines or {}).get(partner, [])
                delivery_id = _deliver(
                    connection, self.municipality, month, partner,
                    items[0].received_at, "accepted", items, rest,
                )  # fmt: skip
                noted = (findings or {}).get(partner, [])
                for line, (code, level) in enumerate(noted, start=len(items) + 2):
                    connection.execute(
                        insert(finding).values(
                            delivery_id=delivery_id, code=code, level=level,
                            line_number=None if level == "file" else line,
                        )
                    )  # fmt: skip

    def deliver_nothing(
        self, partner: str, *, month: str = OCTOBER, refused: str | None = None
    ) -> None:
        """Write an empty delivery, or one refused with a code."""
        state = "refused" if refused else "empty"
        received = datetime.fromisoformat(f"{month}-07T06:00:00+00:00")
        with self.engine.begin() as connection:
            delivery_id = _deliver(
                connection,
                self.municipality,
                month,
                partner,
                received,
                state,
                [],
                [],
                refused,
            )
            if refused:
                connection.execute(
                    insert(finding).values(
                        delivery_id=delivery_id, code=refused, level="file"
                    )
                )

    def link(
        self, left: str, right: str, reason: str, weight: int = 9000,
        outcome: str = "linked",
    ) -> None:  # fmt: skip
        """Remember why two signals are (or may be) one person."""
        self.links.append((left, right, outcome, weight, reason))

    def match(self, month: str = OCTOBER) -> str:
        """Write a matching run over a month and what went before; return its id."""
        seen = [item for item in self.signals if item.month <= month]
        run_id = (
            f"R{digest(month, *sorted(i.signal_id for i in seen), *self.links)[:12]}"
            f"-{self.municipality}"
        )
        with self.engine.begin() as connection:
            self._partition(connection, month)
            known = connection.execute(select(run.c.run_id).filter_by(run_id=run_id))
            if known.one_or_none():
                return run_id
            connection.execute(
                insert(run).values(
                    run_id=run_id, municipality_code=self.municipality, month=month,
                    snapshot_digest=digest("s", run_id), sql_digest=digest("q"),
                    membership_digest=digest("m", run_id),
                    evidence_digest=digest("e", run_id), engine="duckdb", counts={},
                )
            )  # fmt: skip
            for table, rows in (
                (membership, [_member(run_id, item) for item in seen]),
                (evidence, [_pair(run_id, *link) for link in self.links]),
                (address_case, list(_address_cases(run_id, seen))),
            ):
                if rows:
                    connection.execute(insert(table), rows)
        return run_id

    def publish(self, month: str = OCTOBER, at: datetime = DECIDED_AT) -> str:
        """Take a delivered month to publication; return the draft's id."""
        draft_id = listing.triage_month(self.match(month))
        listing.audit_draft(draft_id)
        listing.record_approval(draft_id, "approved", "c.ordinator", at)
        listing.publish_list(draft_id)
        return draft_id

    @staticmethod
    def _partition(connection, month: str) -> None:
        name = f"signal_{month.replace('-', '_')}"
        connection.execute(
            text(
                f"CREATE TABLE IF NOT EXISTS intake.{name}"
                f" PARTITION OF intake.signal FOR VALUES IN ('{month}')"
            )
        )


def _deliver(
    connection, place, month, partner, received_at, state, items, rest, refused=None
) -> str:
    """Write inbox file, delivery, verdicts and signals; return the delivery's id."""
    delivery_id = f"D-{place}-{month}-{partner}-{digest(*items, rest, refused)[:6]}"
    passport = load_passport(settings().partners, partner)
    connection.execute(
        insert(inbox_file).values(
            inbox_file_id=f"F{delivery_id}", municipality_code=place, month=month,
            partner_code=partner, remote_name=delivery_id, byte_count=1,
            modified_seconds=1, received_at=received_at,
        )
    )  # fmt: skip
    lines = [("accepted", item.cents) for item in items] + rest
    counted = Counter(word for word, _ in lines)
    taken = sum(item.cents for item in items)
    other = sum(cents or 0 for _, cents in rest)
    known = {
        "line_count": len(lines), "accepted_count": counted["accepted"],
        "rejected_count": counted["rejected"], "duplicate_count": counted["duplicate"],
        "no_ground_count": counted["no_ground"],
        "objection_count": counted["objection"], "accepted_cents": taken,
        "other_cents": other,
    }  # fmt: skip
    connection.execute(
        insert(delivery).values(
            delivery_id=delivery_id, municipality_code=place, month=month,
            partner_code=partner, inbox_file_id=f"F{delivery_id}",
            digest=digest("file", delivery_id), byte_count=1000 + len(lines) * 300,
            received_at=received_at, state=state, refusal_code=refused,
            legal_basis_code=passport.legal_basis, passport_digest=passport.digest,
            suite_digest=digest("suite"), **({} if refused else known),
        )
    )  # fmt: skip
    for line, (word, cents) in enumerate([] if refused else lines, start=2):
        connection.execute(
            insert(line_verdict).values(
                delivery_id=delivery_id, line_number=line, verdict=word,
                amount_cents=cents,
            )
        )  # fmt: skip
    for line, item in enumerate(items, start=2):
        connection.execute(
            insert(signal_table).values(item.row(place, delivery_id, line))
        )
    return delivery_id


def _member(run_id: str, item: Signal) -> dict[str, object]:
    return {
        "run_id": run_id, "signal_id": item.signal_id, "person_id": item.person,
        "household_id": item.household or f"H-{item.person}",
        "confidence": item.confidence, "address_key": item.address_key,
    }  # fmt: skip


def _pair(run_id, left, right, outcome, weight, reason) -> dict[str, object]:
    return {
        "run_id": run_id, "left_id": left, "right_id": right, "kind": "signal",
        "outcome": outcome, "birth_date_level": 3, "surname_level": 4, "name_level": 2,
        "address_level": 4, "phone_level": 0, "email_level": 1, "weight": weight,
        "reason": reason,
    }  # fmt: skip


def _address_cases(run_id: str, seen: list[Signal]):
    at = defaultdict(lambda: defaultdict(list))
    for item in seen:
        at[item.address_key][item.received_at.strftime("%Y-%m")].append(item)
    for key, by_month in sorted(at.items()):
        for month, items in sorted(by_month.items()):
            earlier = any(other < month for other in by_month)
            kind = "opeenvolgend" if earlier else "enkelvoudig"
            yield {
                "run_id": run_id, "address_key": key, "month": month,
                "kind": "meervoudig" if len(items) > 1 else kind,
                "signal_count": len(items),
                "partner_count": len({item.partner for item in items}),
                "is_many_occupant": False,
            }  # fmt: skip
