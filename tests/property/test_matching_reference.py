"""The matcher against its rules in slow plain Python, where everything collides."""

from pathlib import Path
from tempfile import TemporaryDirectory

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
            "postcode": st.just("8501AB"),
            "house_number": st.just(str(number)),
            "phone": st.sampled_from([None, f"06123456{number}", f"06876543{number}"]),
        }
    )
    return draw(st.lists(row, min_size=2, max_size=7))


def numbered(dwellings):
    rows = [row for dwelling in dwellings for row in dwelling]
    return [row | {"signal_id": f"s{n:03}"} for n, row in enumerate(rows)]


MONTH = st.tuples(*(dwelling(number) for number in range(12, 32))).map(numbered)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MONTH)
def test_the_matcher_finds_the_persons_of_its_plain_rules(rows):
    with TemporaryDirectory() as folder:
        found = match_rows(Path(folder), rows).groups()
    assert found == matching_reference.persons(rows)
