"""Which pairs are compared, and what is said of them: files 23 to 41."""

import pytest
from support.matching import matched_tables, shown, signals_of


def test_a_double_name_gives_two_rows():
    with matched_tables(signals_of("id | surname\n1 | Bos-Smit")) as engine:
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


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1980-05-06", "1980-06-05", 4),
        ("1980-01-01", "1980-01-01", 5),
        ("1980-01-01", "1980-05-06", 2),
        ("1980-05-00", "1980-05-06", 3),
        ("1980-06-00", "1980-05-06", 2),
        ("1980-05-00", "1980-00-00", 3),
        ("1980-05-00", "1980-05-00", 5),
        ("1981-00-00", "1980-05-06", 2),
    ],
)
def test_weak_and_partial_birth_dates_have_levels_of_their_own(one, other, level):
    signals = signals_of(f"id | surname | born\n1 | Bos | {one}\n2 | Bos | {other}")
    with matched_tables(signals) as engine:
        rows = shown(engine, "birth_date_comparison", "birth_date_level")
    assert rows == [(level,)]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("de Vries", "Vries", 4),
        ("Bos-Smit", "Smit-Bos", 4),
        ("Bos-Smit", "Smit", 3),
        ("Dijkstra", "Dykstra", 2),
        ("Hoekstra", "Hoekstar", 2),
        ("Bos", "Smit", 1),
    ],
)
def test_surnames_are_compared(one, other, level):
    signals = signals_of(
        f"id | surname | born\n1 | {one} | 1980-05-06\n2 | {other} | 1980-05-06"
    )
    with matched_tables(signals) as engine:
        assert shown(engine, "surname_comparison", "surname_level") == [(level,)]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("J. | Jan", "J. | Jan", 4),
        ("J.P. |", "J.P. |", 3),
        ("J. |", "J.P. |", 2),
        ("J. | Jan", "J. | Johannes", 2),
        ("J. |", "H. | Hans", 2),
        ("J. | Joris", "J. | Jorus", 2),
        ("J. | Jan", "J. | Joris", 1),
        ("J.P. |", "J.M. |", 1),
        ("J. |", "|", 0),
    ],
)
def test_first_names_are_compared(one, other, level):
    signals = signals_of(
        f"id | surname | initials | first\n1 | Bos | {one}\n2 | Bos | {other}"
    )
    with matched_tables(signals) as engine:
        assert shown(engine, "name_comparison", "name_level") == [(level,)]


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
