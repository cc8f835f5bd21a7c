"""The matcher against its rules in slow plain Python, where everything collides."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import matching_reference
from support.matching import match_rows

SURNAMES = (
    *("Jansen", "JANSEN", "Janssen", "Jansen-de Vries", "de Vries-Jansen", "de Vries"),
    *("van den Berg", "Dijkstra", "Dykstra", None),
)
BIRTH_DATES = (
    *(None, None, "1980-05-06", "1980-05-06", "1980-06-05", "1950-05-06"),
    *("1980-01-01", "1980-05-00", "1980-00-00"),
)
GIVEN_NAMES = (None, None, "Jan", "Johannes", "Hans", "Joris")
SIGNAL = st.fixed_dictionaries(
    {
        "initials": st.sampled_from(["J.", "J.", "J.P.", "P.", None]),
        "first_names": st.sampled_from(GIVEN_NAMES),
        "surname": st.sampled_from(SURNAMES),
        "birth_date": st.sampled_from(BIRTH_DATES),
        "postcode": st.just("8501AB"),
        "house_number": st.sampled_from(["12", "14", "16", "18"]),
        "house_addition": st.sampled_from([None, None, None, "A"]),
        "phone": st.sampled_from([None, None, "+31612345699", "+31687654321"]),
    }
)
MONTH = st.lists(SIGNAL, min_size=10, max_size=40).map(
    lambda rows: [row | {"signal_id": f"s{n:02}"} for n, row in enumerate(rows)]
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MONTH)
def test_the_matcher_finds_the_persons_of_its_plain_rules(rows):
    with TemporaryDirectory() as folder:
        found = match_rows(Path(folder), rows).groups()
    assert found == matching_reference.persons(rows)
