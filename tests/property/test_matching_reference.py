"""The matcher against its rules in slow plain Python, where everything collides."""

from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import matching_reference
from support.matching import match_rows

POOLS = {
    "initials": ("J.", "J.P.", "P.", None),
    "first_names": (None, None, "Jan", "Johannes", "Hans", "Joris"),
    "surname": (
        *("Jansen", "JANSEN", "Janssen", "Jansen-de Vries", "de Vries-Jansen"),
        *("de Vries", "van den Berg", "Dijkstra", "Dykstra", None),
    ),
    "birth_date": (
        *("1980-05-06", "1980-06-05", "1950-05-06", "1980-01-01"),
        *("1980-05-00", "1980-00-00", None),
    ),
    "house_addition": (None, None, None, "A"),
}


@st.composite
def dwelling(draw, number: int):
    """Signals on one door, of one to three values a column: nearly all collide."""
    few = {
        name: st.sampled_from(
            draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3))
        )
        for name, pool in POOLS.items()
    }
    row = st.fixed_dictionaries(
        {
            **few,
            "birth_date": st.one_of(st.none(), few["birth_date"], few["birth_date"]),
            "postcode": st.just(f"85{number}AB"),
            "house_number": st.just(str(number)),
            "phone": st.sampled_from([None, f"06123456{number}", f"06876543{number}"]),
        }
    )
    return draw(st.lists(row, min_size=2, max_size=7))


def numbered(dwellings):
    rows = [row for dwelling in dwellings for row in dwelling]
    return [row | {"signal_id": f"s{n:03}"} for n, row in enumerate(rows)]


MONTH = st.tuples(*(dwelling(number) for number in range(12, 32))).map(numbered)


COLUMNS = [f"{name}_level" for name in ("birth_date", "surname", "name", "address")]
COLUMNS += ["phone_level", "email_level"]


def plain(levels: list[int]) -> tuple[int, ...]:
    """Levels without how frequent a name or an initial is: the reference counts none."""
    birth, surname, name, *others = levels
    return (birth, 7 if surname > 4 else surname, 4 if name == 5 else name, *others)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MONTH)
def test_the_matcher_compares_as_its_plain_rules_do(rows):
    expected = matching_reference.evidence(rows)
    with TemporaryDirectory() as folder:
        found = match_rows(Path(folder), rows)
        shown = found.rows("evidence")
        groups = found.groups()
    number_of = {row["signal_id"]: row["house_number"] for row in rows}
    for row in shown:
        pair = (row["left_id"], row["right_id"])
        if number_of[pair[0]] != number_of[pair[1]]:
            continue  # somebody who moved
        assert plain([row[column] for column in COLUMNS]) == plain(expected[pair])
    for left, right in matching_reference.must_stay_apart(expected):
        assert not any({left, right} <= group for group in groups)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MONTH)
def test_the_matcher_links_only_what_its_plain_rules_compare(rows):
    """Every person hangs together by pairs that are compared and not opposed."""
    expected = matching_reference.evidence(rows)
    with TemporaryDirectory() as folder:
        found = match_rows(Path(folder), rows)
        linked = [
            (row["left_id"], row["right_id"])
            for row in found.rows("evidence")
            if row["outcome"] == "linked"
        ]
        groups = found.groups()
    for pair in set(linked) & set(expected):
        assert not matching_reference.is_apart(expected[pair])
        assert not matching_reference.is_doubtful(expected[pair])
    graph = nx.Graph(linked)
    graph.add_nodes_from(row["signal_id"] for row in rows)
    assert {frozenset(group) for group in nx.connected_components(graph)} == groups
