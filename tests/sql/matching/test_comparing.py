"""Which pairs are compared, and what is said of them: files 30 to 39."""

import pytest
from support.matching import HOME, levels_of, matched_tables, shown, signals_of


def test_behind_one_number_who_shares_something_is_compared(street):
    rows = shown(street, "near_pair", "left_number right_number")
    assert rows == [(1, 2), (1, 3), (2, 3), (4, 5), (4, 6), (5, 6)]


ELSEWHERE = [
    ("moved", "1980-05-06 | Bos | | | 8502CD | 7", True),
    ("date swapped", "1980-06-05 | Bos | | | 8502CD | 7", True),
    ("phone", "| Bos | 0612345699 | | 8502CD | 7", True),
    ("e-mail", "| Bos | | j@bos.nl | 8502CD | 7", True),
    ("postcode mistyped", "| Bos | | | 8502CD | 12", True),
    ("number mistyped", "| Bos | | | 8501AB | 21", True),
    ("date and postcode", "1980-05-06 | Smit | | | 8501AB | 21", True),
    ("street, initial, name", "| Bos | | | 8502CD | 7", False),
    ("mistyped name, date", "1980-05-06 | Box | | | 8502CD | 7", True),
    ("number and initial", "| Smit | | | 8502CD | 12", True),
    ("postcode and initial", "| Smit | | | 8501AB | 21", True),
    ("phone only", "1950-05-06 | Smit | 0612345699 | | 8502CD | 7", True),
]


@pytest.fixture(scope="module")
def elsewhere():
    """One signal, and others that share little with it: the pairs with the first."""
    lines = "\n".join(
        f"{n:02} | J. | {text} | Dam" for n, (_, text, _) in enumerate(ELSEWHERE, 2)
    )
    signals = signals_of(
        "id | initials | born | surname | phone | email | postcode | number | street\n"
        "01 | J. | 1980-05-06 | Bos | 0612345699 | j@bos.nl | 8501AB | 12 | Dam\n"
        + lines
    )
    with matched_tables(signals, until="far_pair") as engine:
        assert shown(engine, "born_pair", "left_number right_number")[0] == (1, 2)
        assert shown(engine, "contact_pair", "left_number right_number")[0] == (1, 4)
        assert (1, 6) in shown(engine, "street_pair", "left_number right_number")
        rows = shown(engine, "far_pair", "left_number right_number")
    return {right for left, right in rows if left == 1}


@pytest.mark.parametrize(("number", "case"), list(enumerate(ELSEWHERE, 2)))
def test_elsewhere_two_things_must_be_shared(elsewhere, number, case):
    assert (number in elsewhere) is case[2]


def test_who_moved_is_compared_by_first_name_and_surname():
    signals = signals_of(
        "id | first | surname | postcode\n1 | Jan | Bos | 8501AB\n2 | Jan | Bos | 9501CD"
    )
    with matched_tables(signals, until="far_pair") as engine:
        assert shown(engine, "named_pair", "left_number right_number") == [(1, 2)]
        assert shown(engine, "far_pair", "left_number right_number") == [(1, 2)]


def test_without_households_a_birth_date_is_enough():
    signals = signals_of(
        "id | first | surname | born | postcode\n"
        "1 | Jan | Bos | 1980-05-06 | 8501AB\n2 | Piet | Smit | 1980-05-06 | 9501CD"
    )
    with matched_tables(signals, until="far_pair", classes=2) as engine:
        assert shown(engine, "similar_pair", "left_number right_number") == [(1, 2)]
        assert shown(engine, "far_pair", "left_number right_number") == [(1, 2)]
    with matched_tables(signals, until="far_pair") as engine:
        assert shown(engine, "far_pair", "left_number right_number") == []


BIRTH_DATES = [
    ("1980-05-06", "1980-05-06", 7),
    ("1980-05-06", "1980-06-05", 5),
    ("1980-05-06", "1980-05-16", 3),
    ("1980-05-06", "1981-07-08", 1),
    ("1980-01-01", "1980-01-01", 6),
    ("1980-01-01", "1980-05-06", 2),
    ("1980-05-00", "1980-05-06", 4),
    ("1980-06-00", "1980-05-06", 2),
    ("1980-05-00", "1980-00-00", 4),
    ("1980-05-00", "1980-05-00", 6),
    ("1981-00-00", "1980-05-06", 2),
    ("1980-05-06", "", 0),
]


@pytest.fixture(scope="module")
def birth_date_levels():
    pairs = [
        (f"J. | Bos | {a}", f"J. | Bos | {b}", level) for a, b, level in BIRTH_DATES
    ]
    return levels_of("initials | surname | born", pairs, "birth_date_level")


@pytest.mark.parametrize(("one", "other", "level"), BIRTH_DATES)
def test_birth_dates_are_compared(birth_date_levels, one, other, level):
    assert birth_date_levels[f"J. | Bos | {one}", f"J. | Bos | {other}"] == level


SURNAMES = [
    ("de Vries", "Vries", 7),
    ("Bos-Smit", "Smit-Bos", 7),
    ("Bos-Smit", "Smit", 4),
    ("Dijkstra", "Dykstra", 3),
    ("Jansen", "Janssen", 3),
    ("Hoekstra", "Hoekstar", 2),
    ("Hoekstra-Bos", "Hoekstar", 2),
    ("Bos", "Smit", 1),
    ("Bos", "", 0),
]


@pytest.fixture(scope="module")
def surname_levels():
    pairs = [(f"J. | {a}", f"J. | {b}", level) for a, b, level in SURNAMES]
    return levels_of("initials | surname", pairs, "surname_level")


@pytest.mark.parametrize(("one", "other", "level"), SURNAMES)
def test_surnames_are_compared(surname_levels, one, other, level):
    assert surname_levels[f"J. | {one}", f"J. | {other}"] == level


GIVEN_NAMES = [
    ("J. | Jan", "J. | Jan", 8),
    ("J. | Jan", "J. | Johannes", 7),
    ("J. | Joris", "J. | Jorus", 7),
    ("J.P. |", "J.P. |", 6),
    ("J. |", "H. | Hans", 5),
    ("J. | Johannes", "H. |", 5),
    ("J. |", "J.P. |", 4),
    ("J.P. |", "J.M. |", 3),
    ("J.P. |", "P. |", 3),
    ("J.P. |", "I.P. |", 3),
    ("J. | Jan", "J. | Joris", 2),
    ("J. | Jan", "P. | Piet", 1),
    ("J. |", "P. |", 1),
    ("J. |", "|", 0),
]


@pytest.fixture(scope="module")
def name_levels():
    pairs = [(f"Bos | {a}", f"Bos | {b}", level) for a, b, level in GIVEN_NAMES]
    return levels_of("surname | initials | first", pairs, "name_level")


@pytest.mark.parametrize(("one", "other", "level"), GIVEN_NAMES)
def test_first_names_are_compared(name_levels, one, other, level):
    assert name_levels[f"Bos | {one}", f"Bos | {other}"] == level


ADDRESSES = [
    ("8501AB | 12 | A", "8501AB | 12 | a", 7),
    ("8501AB | 12 | A", "8501AB | 12 |", 5),
    ("8501AB | 12 | A", "8501AB | 12 | B", 4),
    ("8501AB | 12 |", "8601CD | 12 |", 3),
    ("8501AB | 12 |", "8501AB | 14 |", 2),
    ("8501AB | 12 |", "8601CD | 14 |", 1),
    ("8501AB | 12 |", "|  |", 0),
]


@pytest.mark.parametrize(("one", "other", "level"), ADDRESSES)
def test_addresses_are_compared(one, other, level):
    shared = "Dam | J. | Bos | 1980-05-06"
    signals = signals_of(
        "id | postcode | number | addition | street | initials | surname | born\n"
        f"1 | {one} | {shared}\n2 | {other} | {shared}"
    )
    with matched_tables(signals) as engine:
        rows = shown(engine, "pattern_rule", "address_level")
    assert rows == [(level,)]


def test_a_pattern_is_one_number_and_duplicates_have_one_too():
    row = HOME | {"surname": "Bos", "initials": "J.", "birth_date": "1980-05-06"}
    signals = [
        row | {"signal_id": "1"},
        row | {"signal_id": "2"},
        row | {"signal_id": "3", "phone": "0612345699"},
    ]
    with matched_tables(signals) as engine:
        code = ((((1 * 8 + 7) * 8 + 7) * 9 + 4) * 8 + 7) * 12
        columns = "left_number right_number pattern_code"
        assert shown(engine, "compared_pair", columns) == [(1, 3, code)]
        assert shown(engine, "duplicate_pair", columns) == [(1, 2, code)]
        assert shown(engine, "pattern", "pattern_code pair_count") == [(code, 1)]


def test_a_pattern_rule_says_what_never_links(street):
    columns = "birth_date_level name_level is_apart is_guarded grade"
    rules = {row[:2]: row[2:] for row in shown(street, "pattern_rule", columns)}
    assert rules[7, 4] == (False, False, "certain")
    assert rules[0, 4] == (False, False, "probable")
    assert rules[3, 4] == (True, True, "probable")


def test_a_verdict_weighs_more_than_anything(judged):
    rows = shown(judged, "weighed_pair", "left_number right_number pull verdict")
    assert rows[0] == (1, 2, -1000000, "different")
    assert rows[1][2] > 0
