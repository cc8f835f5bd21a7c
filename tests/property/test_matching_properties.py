"""What holds for every snapshot, whatever stands in it."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.matching import Matched, match_rows

from vroegsein.matching.engine import DuckdbEngine

# Nearly all of a run's time is planning, whatever the rows: few snapshots, large ones.
FEW = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
MANY = settings(FEW, max_examples=8)
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
    before, after = run(rows), run([*rows, stranger])
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


def labels(links: list[tuple[int, int]]) -> tuple[dict[int, int], int]:
    """Group links by the repeated SQL file; also return how many rounds it took."""
    columns = {
        "left_number": pa.array([min(link) for link in links], pa.int64()),
        "right_number": pa.array([max(link) for link in links], pa.int64()),
    }
    with DuckdbEngine(threads=1) as engine:
        engine.load({"kept_link": pa.table(columns)})
        engine.run("start_label")
        engine.copy("start_label", "label")
        rounds = 0
        while True:
            engine.run("unsettled")
            unsettled = engine.fetch("unsettled", ("link_count",), "link_count")
            if not unsettled["link_count"][0].as_py():
                break
            engine.repeat("label")
            rounds += 1
        rows = engine.fetch("label", ("record_number", "group_number"), "record_number")
    return dict(zip(*rows.to_pydict().values(), strict=True)), rounds


@MANY
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
    assert labels(links)[0] == expected


@FEW
@given(st.permutations(range(1, 301)))
def test_a_long_chain_in_any_order_settles_in_few_rounds(order):
    chain = list(pairwise(order))
    found, rounds = labels(chain)
    assert set(found.values()) == {1}
    assert rounds <= 12


def test_a_sorted_chain_settles_in_few_rounds():
    chain = [(n, n + 1) for n in range(1, 2000)]
    found, rounds = labels(chain)
    assert set(found.values()) == {1}
    assert rounds <= 14
