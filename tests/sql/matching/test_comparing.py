"""Which pairs are compared, and what is said of them: files 23 to 41."""

import pytest
from support.matching import levels_of, matched_tables, shown, signals_of


def test_a_double_name_gives_two_rows():
    with matched_tables(
        signals_of("id | surname\n1 | Bos-Smit"), until="record_name"
    ) as engine:
        rows = shown(engine, "record_name", "record_number name_part")
    assert rows == [(1, "BOS"), (1, "SMIT")]


def test_candidates_are_unordered_pairs_once(street):
    rows = shown(street, "candidate", "left_number right_number")
    assert rows == [(1, 2), (1, 3), (2, 3), (4, 5), (4, 6), (5, 6)]


def test_birth_dates_are_compared(street):
    rows = shown(
        street, "birth_date_comparison", "left_number right_number birth_date_level"
    )
    assert rows == [(1, 2, 6), (1, 3, 0), (2, 3, 0), (4, 5, 1), (4, 6, 0), (5, 6, 0)]


BIRTH_DATES = [
    ("1980-05-06", "1980-06-05", 4),
    ("1980-01-01", "1980-01-01", 5),
    ("1980-01-01", "1980-05-06", 2),
    ("1980-05-00", "1980-05-06", 3),
    ("1980-06-00", "1980-05-06", 2),
    ("1980-05-00", "1980-00-00", 3),
    ("1980-05-00", "1980-05-00", 5),
    ("1981-00-00", "1980-05-06", 2),
]


@pytest.fixture(scope="module")
def birth_date_levels():
    pairs = [(f"Bos | {a}", f"Bos | {b}", level) for a, b, level in BIRTH_DATES]
    return levels_of(
        "surname | born", pairs, "birth_date_comparison", "birth_date_level"
    )


@pytest.mark.parametrize(("one", "other", "level"), BIRTH_DATES)
def test_weak_and_partial_birth_dates_have_levels_of_their_own(
    birth_date_levels, one, other, level
):
    assert birth_date_levels[f"Bos | {one}", f"Bos | {other}"] == level


SURNAMES = [
    ("de Vries", "Vries", 4),
    ("Bos-Smit", "Smit-Bos", 4),
    ("Bos-Smit", "Smit", 3),
    ("Dijkstra", "Dykstra", 2),
    ("Hoekstra", "Hoekstar", 2),
    ("Bos", "Smit", 1),
]


@pytest.fixture(scope="module")
def surname_levels():
    born = "1980-05-06"  # who shares neither name nor date is not compared
    pairs = [(f"{a} | {born}", f"{b} | {born}", level) for a, b, level in SURNAMES]
    found = levels_of("surname | born", pairs, "surname_comparison", "surname_level")
    return dict(zip([(a, b) for a, b, _ in SURNAMES], found.values(), strict=True))


@pytest.mark.parametrize(("one", "other", "level"), SURNAMES)
def test_surnames_are_compared(surname_levels, one, other, level):
    assert surname_levels[one, other] == level


GIVEN_NAMES = [
    ("J. | Jan", "J. | Jan", 4),
    ("J.P. |", "J.P. |", 3),
    ("J. |", "J.P. |", 2),
    ("J. | Jan", "J. | Johannes", 2),
    ("J. |", "H. | Hans", 2),
    ("J. | Joris", "J. | Jorus", 2),
    ("J. | Jan", "J. | Joris", 1),
    ("J.P. |", "J.M. |", 1),
    ("J. |", "|", 0),
]


@pytest.fixture(scope="module")
def name_levels():
    pairs = [(f"Bos | {a}", f"Bos | {b}", level) for a, b, level in GIVEN_NAMES]
    header = "surname | initials | first"
    return levels_of(header, pairs, "name_comparison", "name_level")


@pytest.mark.parametrize(("one", "other", "level"), GIVEN_NAMES)
def test_first_names_are_compared(name_levels, one, other, level):
    assert name_levels[f"Bos | {one}", f"Bos | {other}"] == level


def test_contacts_and_addresses_are_compared(street):
    rows = shown(
        street,
        "contact_comparison",
        "left_number right_number address_level phone_level email_level",
    )
    assert rows[0] == (1, 2, 4, 2, 0)


def test_a_pair_weighs_the_sum_of_its_levels(street):
    rows = shown(street, "weighed_pair", "left_number right_number weight is_strict")
    assert rows[0] == (1, 2, -12000 + 8000 + 5000 + 2000 + 6000 + 5000, False)


def test_a_rule_speaks_about_each_pair(street):
    rows = shown(street, "pair_rule", "left_number right_number rule_code")
    assert rows == [
        (1, 2, "T1"),
        (1, 3, "T2"),
        (2, 3, "T2"),
        (4, 5, "G1"),
        (4, 6, "T2"),
        (5, 6, "none"),
    ]


def test_a_rule_gives_a_grade(street):
    rows = shown(street, "signal_pair", "left_number right_number grade is_forbidden")
    assert rows == [
        (1, 2, "certain", False),
        (1, 3, "probable", False),
        (2, 3, "probable", False),
        (4, 5, "guarded", True),
        (4, 6, "probable", False),
        (5, 6, "none", True),
    ]
