"""Cases at the edge of a rule, worked out by the code itself: rows for the rules page.

Nothing here knows an answer: every last column is what triage, clocks and legal bases
say of the case. The tests draw the same cases with the answers people agreed on.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from vroegsein.listing.clocks import clock_of
from vroegsein.listing.dutch import day, euros
from vroegsein.listing.facts import (
    SECTOR_NAMES,
    CaseKind,
    Confidence,
    Mark,
    PersonFacts,
    SignalFacts,
)
from vroegsein.listing.inputs import first_month_of_window
from vroegsein.listing.lanes import Lane
from vroegsein.listing.triage import Decision, decide
from vroegsein.parties.legal_basis import LegalBasis
from vroegsein.parties.municipality import Triage
from vroegsein.parties.period import ReportingMonth

Row = tuple[str, ...]
NOON = 11  # UTC; a Dutch day in summer and in winter
REGULAR, CRISIS = "REGULIER", "ONTRUIMING"
KIND_WORDS = {REGULAR: "gewoon", CRISIS: "crisis"}
MARK_WORDS = {
    Mark.DECEASED: "overleden (BRP)",
    Mark.MOVED_OUT: "woont elders (BRP)",
    Mark.DEBT_HELP: "op de lijst van schuldhulp",
    Mark.KNOWN: 'vorige keer "al bekend bij schuldhulp"',
    Mark.SAFETY: "op de uitsluitingslijst",
    Mark.OBJECTION: "heeft bezwaar gemaakt",
}
#: Days of receipt around Easter, King's Day and 5 May, Christmas and New Year.
RECEIVED = (
    date(2026, 4, 2),
    date(2026, 4, 24),
    date(2026, 4, 30),
    date(2026, 12, 24),
    date(2026, 12, 31),
    date(2026, 10, 8),
)


USUAL = SignalFacts(
    signal_id="voorbeeld",
    partner_code="partner",
    sector="HUUR",
    kind=REGULAR,
    is_warm=False,
    debtor_kind="NP",
    claim=("partner", "claim", "1"),
    received_at=datetime(2026, 10, 8, NOON, tzinfo=UTC),
    arrears_cents=20000,
    days_in_arrears=45,
    missed_terms=0,
    supply_end_date=None,
    previous_cents=None,
    person_id="persoon",
    household_id="huishouden",
    confidence=Confidence.ALONE,
    address_kind=CaseKind.SINGLE,
)


def threshold_rows(policy: Triage) -> list[Row]:
    """Return the cases around the threshold: amount, kind, decision."""
    limit = policy.threshold_cents
    return [
        (euros(cents), KIND_WORDS[kind], *_answer(replace(
            USUAL, arrears_cents=cents, kind=kind), policy))
        for cents in (limit, limit - 1)
        for kind in (REGULAR, CRISIS)
    ]  # fmt: skip


def day_rows(policy: Triage) -> list[Row]:
    """Return the cases around the windows of days: sector, days, kind, decision."""
    return [
        (SECTOR_NAMES[sector], str(days), KIND_WORDS[kind], *_answer(replace(
            USUAL, sector=sector, days_in_arrears=days, kind=kind), policy))
        for sector in ("HUUR", "ZORG")
        for days in (29, 30, 100, 101)
        for kind in (REGULAR, CRISIS)
    ]  # fmt: skip


def repeat_rows(policy: Triage) -> list[Row]:
    """Return the cases around a repeat: last time, now, kind, decision."""
    return [
        (euros(20000), euros(cents), KIND_WORDS[kind], *_answer(replace(
            USUAL, arrears_cents=cents, previous_cents=20000, kind=kind), policy))
        for cents in (19999, 20000, 20001)
        for kind in (REGULAR, CRISIS)
    ]  # fmt: skip


def mark_rows(policy: Triage) -> list[Row]:
    """Return what the municipality knows: of whom, and the decision by kind."""
    return [
        (words, *(
            _short(decide(replace(USUAL, kind=kind, marks=frozenset({mark})), policy))
            for kind in (REGULAR, CRISIS)))
        for mark, words in MARK_WORDS.items()
    ]  # fmt: skip


def clock_rows() -> list[Row]:
    """Return last days: received, crisis, a lane with a target, any other lane."""
    return [
        (
            f"{WEEKDAYS[received.weekday()]} {day(received)}",
            _last_day(received, CRISIS, Lane.CRISIS),
            _last_day(received, REGULAR, Lane.MULTIPLE),
            _last_day(received, REGULAR, Lane.LOW),
        )
        for received in RECEIVED
    ]


WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


def window_rows(months: Iterable[str]) -> list[Row]:
    """Return the look-back: the list's month, the first that counts, the one before."""
    return [
        (
            month,
            first_month_of_window(month),
            str(ReportingMonth.parse(first_month_of_window(month)).plus(-1)),
        )
        for month in months
    ]


def experiment_rows(basis: LegalBasis) -> list[Row]:
    """Return the days around a basis that lapses: day, place, whether it holds."""
    if basis.valid_until is None or not basis.municipalities:
        return []
    last, place, sector = (
        basis.valid_until,
        basis.municipalities[0],
        basis.sectors[0],
    )
    after = date.fromordinal(last.toordinal() + 1)
    cases = ((last, place), (after, place), (last, "1940"))
    return [
        (day(when), where, "aangenomen" if basis.holds(when, where, sector)
         else "geweigerd")
        for when, where in cases
    ]  # fmt: skip


def _answer(signal: SignalFacts, policy: Triage) -> Row:
    """Return rule and national label of a decision."""
    found = decide(signal, policy)
    return (_short(found), found.status.value)


def _short(found: Decision) -> str:
    """Return a decision's rule as code."""
    return f"`{found.rule.value}`"


def _last_day(received: date, kind: str, lane: Lane) -> str:
    """Return the last day and the clock of a signal received on a day."""
    moment = datetime(received.year, received.month, received.day, NOON, tzinfo=UTC)
    clock = clock_of(
        PersonFacts("persoon", (replace(USUAL, kind=kind, received_at=moment),)), lane
    )
    due = clock.due_date
    return f"{WEEKDAYS[due.weekday()]} {day(due)} ({clock.code.value})"
