"""What holds for every snapshot, whatever stands in it."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.matching import Matched, learned_models, match_rows

from vroegsein.matching.disputes import Disputes, settle
from vroegsein.matching.groups import (
    NO_FAMILIES,
    Families,
    LoosePairs,
    connect,
    place,
)

# Nearly all of a run's time is planning, whatever the rows: few snapshots, large ones.
FEW = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
DAYS = ["1980-05-06", "1980-06-05", "1950-05-06", "1980-01-01", "1980-05-00", None]
SIGNAL = st.fixed_dictionaries(
    {
        "partner_code": st.sampled_from(["woon", "zorg", "energie"]),
        "received_at": st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str),
        "initials": st.sampled_from(["J.", "J.P.", "P.", "H.", None]),
        "first_names": st.sampled_from(["Jan", "Joris", "Hans", None]),
        "surname": st.sampled_from(
            ["Jansen", "Janssen", "de Vries", "Jansen-de Vries", "ONBEKEND", None]
        ),
        "birth_date": st.sampled_from(DAYS),
        "postcode": st.sampled_from(
            ["8501AB", "8501 ab", "8502CD", "8503EF", "8504GH", None]
        ),
        "house_number": st.sampled_from(["12", "12A", "14", None]),
        "phone": st.sampled_from(["+31612345699", "0687654321", None]),
    }
)
SNAPSHOT = st.lists(SIGNAL, max_size=30).map(
    lambda rows: [row | {"signal_id": f"s{n:02}"} for n, row in enumerate(rows)]
)
VERDICT = st.fixed_dictionaries(
    {
        "left_id": st.integers(0, 29).map("s{:02}".format),
        "right_id": st.integers(0, 29).map("s{:02}".format),
        "verdict": st.sampled_from(["same", "different"]),
    }
)


def run(rows, **options) -> Matched:
    """Match rows; what tests look at is read before the folder goes."""
    with TemporaryDirectory() as folder:
        found = match_rows(Path(folder), rows, **options)
        return Read(found)


class Read:
    """A result kept after its folder is gone."""

    def __init__(self, found: Matched) -> None:
        self.content = found.content()
        self.groups = found.groups()
        self.membership = found.rows("membership")
        self.evidence = found.rows("evidence")
        self.cases = found.rows("address_case")
        self.address_signal = found.rows("address_signal")

    def person(self, signal_id: str) -> str:
        return next(
            r["person_id"] for r in self.membership if r["signal_id"] == signal_id
        )


@FEW
@given(SNAPSHOT, st.randoms(), st.lists(VERDICT, max_size=3))
def test_the_order_of_rows_and_the_threads_change_no_byte(rows, chance, verdicts):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one = run(rows, verdicts=verdicts, threads=1)
    other = run(shuffled, verdicts=verdicts[::-1], threads=4)
    assert one.content == other.content


@FEW
@given(SNAPSHOT)
def test_an_unrelated_signal_changes_nothing_else(rows):
    stranger = {
        "signal_id": "a-stranger",
        "surname": "Zwanenburg",
        "initials": "X.",
        "birth_date": "1966-11-12",
        "postcode": "1011AB",
        "house_number": "999",
        "received_at": "2026-10-05",
    }
    models = learned_models(rows)
    before, after = run(rows, models=models), run([*rows, stranger], models=models)
    assert after.membership[1:] == before.membership
    assert after.evidence == before.evidence
    assert after.groups == before.groups | {frozenset({"a-stranger"})}


def test_a_blank_key_matches_nothing():
    rows = [{"signal_id": f"s{n}"} for n in range(5)]
    blanks = [row | {"surname": "", "birth_date": "", "phone": ""} for row in rows[2:]]
    found = run(rows[:2] + blanks)
    assert found.evidence == []
    assert len(found.groups) == 5


@FEW
@given(SNAPSHOT, st.lists(VERDICT, min_size=1, max_size=5))
def test_different_is_never_overruled(rows, verdicts):
    found = run(rows, verdicts=verdicts)
    known = {row["signal_id"] for row in rows}
    for row in verdicts:
        pair = {row["left_id"], row["right_id"]}
        if row["verdict"] == "different" and len(pair) == 2 and pair <= known:
            assert found.person(row["left_id"]) != found.person(row["right_id"])


@FEW
@given(SNAPSHOT)
def test_two_certain_birth_dates_never_end_in_one_person(rows):
    found = run(rows)
    day_by_signal = {row["signal_id"]: row["birth_date"] for row in rows}
    one_date = {"1980-05-06": "a", "1980-06-05": "a", "1950-05-06": "b"}
    for group in found.groups:
        days = {day_by_signal[signal] for signal in group}
        assert len({one_date[day] for day in days if day in one_date}) <= 1


@FEW
@given(SNAPSHOT)
def test_every_signal_is_in_one_person_named_after_its_smallest_id(rows):
    found = run(rows)
    assert [r["signal_id"] for r in found.membership] == [r["signal_id"] for r in rows]
    for group in found.groups:
        assert found.person(min(group)) == f"P:{min(group)}"
    alone = {r["signal_id"] for r in found.membership if r["confidence"] == "alone"}
    assert alone == {min(group) for group in found.groups if len(group) == 1}


@FEW
@given(SNAPSHOT)
def test_the_address_classes_are_those_of_a_plain_oracle(rows):
    found = run(rows)
    month_by_signal = {r["signal_id"]: r["received_at"][:7] for r in rows}
    received = [
        (r["address_key"], month_by_signal[r["signal_id"]])
        for r in found.address_signal
    ]
    assert [(c["address_key"], c["month"], c["kind"]) for c in found.cases] == [
        (address, month, plain_kind(address, month, received))
        for address, month in sorted(set(received))
    ]


def plain_kind(address: str, month: str, received: list[tuple[str, str]]) -> str:
    """Classify an address in a month by counting (domain: D7, Divosa monitor)."""
    ages = [
        index_of(month) - index_of(other)
        for where, other in received
        if where == address
    ]
    if ages.count(0) >= 2:
        return "meervoudig"
    return "opeenvolgend" if any(1 <= age <= 6 for age in ages) else "enkelvoudig"


def index_of(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def labels(links: list[tuple[int, int]]) -> dict[int, int]:
    """Group links; every record with a link, by the smallest record of its group."""
    left, right = np.array(links, dtype=np.int64).reshape(-1, 2).T
    found = connect(left, right)
    records = np.unique(np.concatenate([left, right]))
    return dict(zip(records.tolist(), found.of(records).tolist(), strict=True))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.integers(1, 40)).filter(lambda p: p[0] != p[1])
    )
)
def test_the_groups_are_the_connected_components(links):
    graph = nx.Graph(links)
    expected = {
        node: min(component)
        for component in nx.connected_components(graph)
        for node in component
    }
    assert labels(links) == expected


@FEW
@given(st.permutations(range(1, 301)))
def test_a_long_chain_in_any_order_is_one_group(order):
    assert set(labels(list(pairwise(order))).values()) == {1}


def test_a_chain_of_many_records_is_one_group():
    assert set(labels([(n, n + 1) for n in range(1, 20_000)]).values()) == {1}


RECORD = st.integers(1, 9)
LINK = st.tuples(RECORD, RECORD, st.integers(1, 4), st.integers(0, 3)).filter(
    lambda link: link[0] < link[1]
)
FOE = st.tuples(RECORD, RECORD, st.integers(0, 3)).filter(lambda foe: foe[0] < foe[1])


@settings(max_examples=200, deadline=None)
@given(st.lists(LINK, max_size=15), st.lists(FOE, max_size=6), st.randoms())
def test_opposed_records_never_meet_unless_somebody_may_overrule(links, foes, chance):
    settled = settle(Disputes(links, foes))
    shuffled = list(links)
    chance.shuffle(shuffled)
    again = settle(Disputes(shuffled, foes))
    assert settled.of(np.arange(10)).tolist() == again.of(np.arange(10)).tolist()
    strongest = max((strength for _, _, strength, _ in links), default=0)
    for left, right, firmness in foes:
        groups = settled.of(np.array([left, right]))
        if firmness > {4: 2, 3: 1, 2: 0}.get(strongest, -1):
            assert groups[0] != groups[1]


LOOSE = st.tuples(RECORD, RECORD, st.integers(-1, 4), st.integers(-6, 4)).filter(
    lambda pair: pair[0] < pair[1]
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.tuples(RECORD, RECORD), LOOSE, max_size=14), st.sets(RECORD))
def test_two_placed_groups_never_meet_through_who_is_placed(drawn_pairs, loose):
    unique = {pair[:2]: pair for pair in drawn_pairs.values()}
    rows = [pair for pair in unique.values() if pair[0] in loose or pair[1] in loose]
    one, other, best, worst = (
        np.array([row[n] for row in rows], dtype=np.int64) for n in range(4)
    )
    pairs = LoosePairs(
        one,
        other,
        np.isin(one, list(loose)),
        np.isin(other, list(loose)),
        best * 1000,
        np.minimum(best, worst) * 1000,
    )
    found = place(pairs, NO_FAMILIES).of(np.arange(10))
    placed = [number for number in range(1, 10) if number not in loose]
    assert len({int(found[number]) for number in placed}) == len(placed)


def test_of_two_equal_candidates_none_is_picked():
    """Father and son; and the same with a mistyped date, which is no son."""
    both = np.array([1, 2])
    pairs = LoosePairs(
        both,
        np.array([3, 3]),
        np.array([False, False]),
        np.array([True, True]),
        np.array([3000, 2500]),
        np.array([3000, 2500]),
    )
    assert place(pairs, NO_FAMILIES).of(both).tolist() == [1, 2]
    assert place(pairs, NO_FAMILIES).of(np.array([3])).tolist() == [3]
    family = Families(connect(np.array([1]), np.array([2])), {1: 1, 2: 5})
    assert place(pairs, family).of(np.array([3])).tolist() == [2]
