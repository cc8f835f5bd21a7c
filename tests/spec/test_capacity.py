"""Who fits in the month's calls and visits, and what the others get."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from support.listing_facts import POLICY, drawn, facts, person

from vroegsein.listing.capacity import LIMITED, fill, usage
from vroegsein.listing.clocks import Clock, ClockCode
from vroegsein.listing.contact_plan import count_of
from vroegsein.listing.entries import Entry, list_entries, persons_of
from vroegsein.listing.facts import CaseKind, Confidence
from vroegsein.listing.lanes import Lane
from vroegsein.listing.severity import severity
from vroegsein.parties.case_codes import ContactKind
from vroegsein.parties.policy_capacity import Capacity
from vroegsein.parties.policy_contact import CALL_EARLY, LETTER, MESSAGE, VISIT

STEPS = {"T": CALL_EARLY, "H": VISIT, "B": LETTER, "S": MESSAGE}
DUE = Clock(date(2026, 11, 5), ClockCode.LEGAL)


def place(number: int, lane: str, plan: str) -> Entry:
    """One place with a plan in letters; a mobile phone is known."""
    who = person(facts(has_phone=True, has_mobile=True))
    return Entry(
        f"M-{number}", who, Lane(lane), "Omdat.", DUE, CaseKind.SINGLE,
        Confidence.ALONE, "Eén.", plan=tuple(STEPS[letter] for letter in plan),
    )  # fmt: skip


def in_letters(entry: Entry) -> str:
    back = {attempt: letter for letter, attempt in STEPS.items()}
    return "".join(back[attempt] for attempt in entry.plan)


def filled(places: str, capacity: Capacity) -> list[Entry]:
    """Fill a list drawn as `L0 TH, L2 TT, …`."""
    entries = [
        place(number, *drawn_place.split())
        for number, drawn_place in enumerate(places.split(", "))
    ]
    return fill(entries, capacity)


def test_the_list_is_filled_from_its_head_and_nobody_passes_another():
    """Telefoontjes en bezoeken raken los van elkaar op; een brief past altijd."""
    table = """
        bel | bezoek | lijst                      | gepland
        ----+--------+----------------------------+------------------
            |        | L0 TH, L2 THT, L7 BS       | TH THT BS
        3   | 1      | L0 TH, L2 TT, L7 BS        | TH TT BS
        2   | 1      | L0 TH, L2 TT, L6 T         | TH BS BS
        2   | 0      | L0 TH, L2 T, L6 T          | TH T BS
        0   | 0      | L0 TH, L0 TH, L1 T         | TH TH BS
        9   | 0      | L2 TH, L3 T, L6 H          | BS T BS
        0   | 9      | L2 T, L3 H, L7 BS          | BS H BS
        4   | 9      | L2 TT, L3 TTT, L6 T, L6 H  | TT BS BS H
    """
    for row in drawn(table):
        capacity = Capacity(
            calls_per_week=int(row["bel"]) if row["bel"] else None,
            visits_per_week=int(row["bezoek"]) if row["bezoek"] else None,
            weeks=1,
        )
        found = filled(row["lijst"], capacity)
        assert [in_letters(entry) for entry in found] == row["gepland"].split(), row
        changed = [
            before.split()[1] != after
            for before, after in zip(
                row["lijst"].split(", "), row["gepland"].split(), strict=True
            )
        ]
        assert [entry.is_overflow for entry in found] == changed


def test_a_week_counts_as_many_times_as_the_policy_says():
    assert Capacity(calls_per_week=30).calls == 120
    assert Capacity(calls_per_week=30, weeks=1).calls == 30
    assert Capacity().visits is None


def test_a_letter_changes_no_clock_no_lane_and_no_reason():
    """De wettelijke termijn blijft: wie niet past, krijgt binnen 28 dagen een brief."""
    (before,) = filled("L2 TH", Capacity())
    (after,) = filled("L2 TH", Capacity(calls_per_week=0))
    assert replace(after, plan=before.plan, is_overflow=False) == before
    assert after.plan


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["L1", "L2", "L6", "L7"]),
            st.sampled_from(["T", "TT", "TH", "H", "BS"]),
        ),
        max_size=12,
    ),
    st.integers(0, 8),
    st.integers(0, 4),
)
def test_never_more_is_planned_than_is_possible_and_nobody_is_without(
    places, calls, visits
):
    capacity = Capacity(calls_per_week=calls, visits_per_week=visits, weeks=1)
    found = fill([place(n, *item) for n, item in enumerate(places)], capacity)
    assert len(found) == len(places)
    for used in usage(found, capacity).values():
        assert used.limit is not None
        assert used.planned <= used.limit
    assert all(entry.plan for entry in found)
    for entry in found:
        if entry.is_overflow:
            assert not any(count_of(entry.plan, kind) for kind in LIMITED)


def test_the_heaviest_stands_first_in_its_lane_and_the_soonest_in_a_crisis():
    """Ernst in gemiste termijnen, over de sectoren heen; bij crisis eerst de datum."""
    signals = [
        facts(signal_id="a", person_id="one", arrears_cents=99000),
        facts(signal_id="b", person_id="two", sector="WATER", arrears_cents=19900),
        facts(signal_id="c", person_id="three", sector="ZORG", arrears_cents=44999),
    ]
    entries = list_entries(persons_of(signals, {}, {}), POLICY, "x")
    assert [(e.lane, e.severity) for e in entries] == [
        ("L6", 2), ("L6", 1), ("L7", 7),
    ]  # fmt: skip
    crisis = [
        facts(signal_id="d", person_id="four", kind="ONTRUIMING", missed_terms=1),
        facts(
            signal_id="e", person_id="five", kind="ONTRUIMING", missed_terms=9,
            received_at=facts().received_at.replace(day=12),
        ),
    ]  # fmt: skip
    entries = list_entries(persons_of(crisis, {}, {}), POLICY, "x")
    assert [entry.person.person_id for entry in entries] == ["four", "five"]


def test_missed_terms_are_the_partners_or_the_usual_ones():
    table = """
        sector  | cent  | termijnen | ernst
        --------+-------+-----------+------
        HUUR    | 64999 | 0         | 0
        HUUR    | 65000 | 0         | 1
        HUUR    | 65000 | 3         | 3
        WATER   | 20000 | 0         | 8
        ENERGIE | 29999 | 0         | 1
        WARMTE  | 30000 | 0         | 2
        ZORG    | 45000 | 0         | 3
    """
    for row in drawn(table):
        one = facts(
            sector=row["sector"], arrears_cents=int(row["cent"]),
            missed_terms=int(row["termijnen"]),
        )  # fmt: skip
        again = replace(one, signal_id="again")
        assert severity(person(one, again), POLICY) == int(row["ernst"]), row
        other = replace(one, claim=("x", "claim", "other"))
        assert severity(person(one, other), POLICY) == 2 * int(row["ernst"])


def test_usage_counts_calls_and_visits_apart():
    found = usage(filled("L2 TTH, L3 T", Capacity()), Capacity(visits_per_week=2))
    assert found[ContactKind.PHONE].planned == 3
    assert found[ContactKind.PHONE].limit is None
    assert (
        found[ContactKind.HOME_VISIT].planned,
        found[ContactKind.HOME_VISIT].limit,
    ) == (1, 8)
