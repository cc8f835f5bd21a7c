"""Whatever the order of rows: one list, one order, one place and one id per person."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from support.listing_facts import POLICY, facts

from vroegsein.listing.clocks import clock_of
from vroegsein.listing.entries import case_id, list_entries, persons_of
from vroegsein.listing.facts import CaseKind, Confidence, History
from vroegsein.listing.lanes import Lane, lane_of, lane_reason
from vroegsein.listing.triage import decide

SCOPE = "1940-2026-10"
START = datetime(2026, 10, 1, 7, tzinfo=UTC)


@st.composite
def months(draw):
    """Signals of a month, few values per field so that ties are common."""
    count = draw(st.integers(1, 12))
    return [
        facts(
            signal_id=f"s{place:02d}",
            person_id=draw(st.sampled_from(["p1", "p2", "p3", "p4"])),
            claim=("x", "claim", draw(st.sampled_from(["1", "2", "3"]))),
            sector=draw(st.sampled_from(sorted(POLICY.windows))),
            kind=draw(st.sampled_from(["REGULIER", "REGULIER", "ONTRUIMING"])),
            is_warm=draw(st.sampled_from([False, False, True])),
            arrears_cents=draw(st.sampled_from([7500, 22500, 100000])),
            received_at=START + timedelta(days=draw(st.integers(0, 2))),
            confidence=draw(st.sampled_from(list(Confidence))),
            address_kind=draw(st.sampled_from(list(CaseKind))),
        )
        for place in range(count)
    ]


HISTORIES = st.dictionaries(
    st.sampled_from(["p1", "p2", "p9"]),
    st.builds(History, st.integers(1, 6), st.integers(0, 50000)),
)


@settings(max_examples=150, deadline=None)
@given(months(), HISTORIES, st.randoms(use_true_random=False))
def test_shuffled_signals_give_the_same_list(signals, history, chance):
    """Zelfde plaatsen, zelfde volgorde, zelfde kenmerken."""
    straight = list_entries(persons_of(signals, history, {}), POLICY, SCOPE)
    shuffled = list(signals)
    chance.shuffle(shuffled)
    persons = persons_of(shuffled, history, {})
    chance.shuffle(persons)
    assert list_entries(persons, POLICY, SCOPE) == straight


@settings(max_examples=150, deadline=None)
@given(months(), HISTORIES)
def test_the_order_is_total_and_urgent_comes_first(signals, history):
    entries = list_entries(persons_of(signals, history, {}), POLICY, SCOPE)
    orders = [entry.order for entry in entries]
    assert len(set(orders)) == len(orders)
    assert orders == sorted(orders)
    assert [entry.lane for entry in entries] == sorted(entry.lane for entry in entries)


@settings(max_examples=150, deadline=None)
@given(months(), HISTORIES)
def test_everyone_has_one_place_and_every_signal_one_person(signals, history):
    entries = list_entries(persons_of(signals, history, {}), POLICY, SCOPE)
    placed = [found.signal_id for entry in entries for found in entry.person.signals]
    assert sorted(placed) == sorted(found.signal_id for found in signals)
    owners = [entry.person.person_id for entry in entries]
    assert sorted(owners) == sorted({found.person_id for found in signals})
    total = sum(entry.person.total_cents for entry in entries)
    assert total == sum(found.arrears_cents for found in signals)


@settings(max_examples=150, deadline=None)
@given(months(), st.integers(0, 60))
def test_a_later_signal_never_changes_a_case_id(signals, minutes):
    """Een nalevering voegt toe; wie al op de lijst stond, houdt zijn kenmerk."""
    last = max(found.received_at for found in signals)
    late = facts(
        signal_id="a-late", person_id=signals[0].person_id,
        received_at=last + timedelta(minutes=1 + minutes),
    )  # fmt: skip
    first = {p.person_id: case_id(p, SCOPE) for p in persons_of(signals, {}, {})}
    second = persons_of([*signals, late], {}, {})
    assert {p.person_id: case_id(p, SCOPE) for p in second} == first


@settings(max_examples=150, deadline=None)
@given(months())
def test_case_ids_differ_between_persons_and_months_and_tell_nothing(signals):
    persons = persons_of(signals, {}, {})
    ids = {
        case_id(found, scope) for found in persons for scope in (SCOPE, "1940-2026-11")
    }
    assert len(ids) == 2 * len(persons)
    for found in ids:
        assert found[:2] == "M-"
        assert len(found) == 10
        assert found[2:].isalnum()


@settings(max_examples=200, deadline=None)
@given(months(), HISTORIES)
def test_every_person_has_a_lane_that_says_why_and_a_clock(signals, history):
    """De laan is de eerste die past, nagerekend zonder de code van de lanen."""
    high = {"HUUR": 100000, "ENERGIE": 50000, "WARMTE": 50000, "ZORG": 45000,
            "WATER": 20000}  # fmt: skip
    for found in persons_of(signals, history, {}):
        mine = found.signals
        before = history.get(found.person_id)
        expected = [
            ("L0", any(one.kind == "ONTRUIMING" for one in mine)),
            ("L1", any(one.is_warm for one in mine)),
            ("L2", len({one.claim for one in mine}) > 1),
            ("L3", any(one.arrears_cents >= high[one.sector] for one in mine)),
            ("L5", before and sum(o.arrears_cents for o in mine) > before.last_cents),
            ("L6", sum(one.arrears_cents for one in mine) >= 22500),
            ("L7", True),
        ]
        lane = lane_of(found, POLICY)
        assert lane == next(name for name, holds in expected if holds)
        assert lane is not Lane.VULNERABLE
        reason = lane_reason(found, lane, POLICY)
        assert reason.endswith(".")
        assert reason[0].isupper() or reason[0].isdigit()
        assert clock_of(found, lane).due_date > mine[0].received_on


@settings(max_examples=200, deadline=None)
@given(months())
def test_a_signal_is_decided_on_by_itself(signals):
    """Het besluit over een signaal hangt niet af van de andere in de maand."""
    alone = {found.signal_id: decide(found, POLICY) for found in signals}
    assert {d.signal_id: d for d in (decide(s, POLICY) for s in reversed(signals))} == (
        alone
    )
