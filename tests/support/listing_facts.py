"""Facts for triage, lanes and clocks, with defaults for what a test does not name."""

from dataclasses import replace
from datetime import UTC, datetime

from vroegsein.listing.facts import (
    CaseKind,
    Confidence,
    History,
    Mark,
    PersonFacts,
    SignalFacts,
)
from vroegsein.listing.triage import decide
from vroegsein.parties.municipality import DayWindow, HighArrears, Triage

POLICY = Triage(
    threshold_cents=7500,
    windows={
        "HUUR": DayWindow(min=30),
        "WATER": DayWindow(min=30),
        "ENERGIE": DayWindow(min=30),
        "WARMTE": DayWindow(min=30),
        "ZORG": DayWindow(min=30, max=100),
    },
    high=HighArrears(
        huur_cents=100000, energie_cents=50000, zorg_cents=45000, water_cents=20000
    ),
)
USUAL = SignalFacts(
    signal_id="s1",
    partner_code="woonvast",
    sector="HUUR",
    kind="REGULIER",
    is_warm=False,
    debtor_kind="NP",
    claim=("woonvast", "claim", "V1"),
    received_at=datetime(2026, 10, 8, 7, tzinfo=UTC),
    arrears_cents=20000,
    days_in_arrears=45,
    missed_terms=0,
    supply_end_date=None,
    previous_cents=None,
    person_id="p1",
    household_id="h1",
    confidence=Confidence.ALONE,
    address_kind=CaseKind.SINGLE,
)


def facts(**changes: object) -> SignalFacts:
    """A signal that is picked up unless a change says otherwise."""
    return replace(USUAL, **changes)


def person(*signals: SignalFacts, before: tuple[int, int] = (0, 0)) -> PersonFacts:
    """A person with these signals; `before` is months and cents of the last one."""
    return PersonFacts("p1", signals or (USUAL,), History(*before))


def drawn(table: str) -> list[dict[str, str]]:
    """Read a table drawn in a test: a line of names, a rule, a line per row."""
    lines = [line.strip() for line in table.strip().splitlines()]
    names = [cell.strip() for cell in lines[0].split("|")]
    return [
        dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True))
        for line in lines[2:]
    ]


def signal_of(row: dict[str, str]) -> SignalFacts:
    """The signal a drawn row describes; columns it lacks have their usual value."""
    changes: dict[str, object] = {
        name: row[column]
        for name, column in (
            ("sector", "sector"), ("kind", "soort"), ("debtor_kind", "debiteur"),
        )
        if column in row
    }  # fmt: skip
    changes |= {
        name: int(row[column])
        for name, column in (
            ("arrears_cents", "cent"), ("days_in_arrears", "dagen"),
            ("previous_cents", "vorige keer"),
        )
        if row.get(column)
    }  # fmt: skip
    marks = frozenset(map(Mark, row.get("kenmerken", "").split()))
    return facts(**changes, marks=marks)


def decided(row: dict[str, str], policy: Triage = POLICY) -> str:
    """The rule that decides on the signal a drawn row describes."""
    return decide(signal_of(row), policy).rule.value
