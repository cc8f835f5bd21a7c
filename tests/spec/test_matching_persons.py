"""Which signals are one person, and which never are (fixtures of the domain)."""

import pytest
from support.matching import (
    Matched,
    drawn,
    match_cases,
    match_rows,
    residents_of,
    signals_of,
)


@pytest.fixture
def matched(tmp_path):
    def run(
        signals: str, residents: str = "", verdicts: str = "", **options
    ) -> Matched:
        return match_rows(
            tmp_path,
            signals_of(signals),
            residents=residents_of(residents) if residents else (),
            verdicts=drawn(verdicts) if verdicts else (),
            **options,
        )

    return run


ONE_SURNAME = [
    ("van den | Berg", "| Berg, van den"),
    ("van den | Berg", "| v.d. Berg"),
    ("| v/d Berg", "| VAN DEN BERG"),
    ("| 't Hart", "| Hart, \u2019t"),
    ("| 's-Gravemade", "| Gravemade"),
    ("| De Vries-van der Meer", "| van der Meer - de Vries"),
    ("| Jansen e/v de Vries", "| de Vries-Jansen"),
    ("| Skarsterbrêge", "| SkarsterbrÃªge"),
    ("| Çelik", "| CELIK"),
    ("| Łukasz", "| Lukasz"),
    ("| Null", "| NULL"),
    ("| Dÿkstra", "| Dykstra"),
]


@pytest.fixture(scope="module")
def one_surname(tmp_path_factory) -> Matched:
    """Every pair at its own address and birth date: a date for all would be weak."""
    cases = [
        f"""
        id | initials | born          | prefix | surname
         1 | J.       | {1950 + n}-05-06 | {one}
         2 | J.       | {1950 + n}-05-06 | {other}
        """
        for n, (one, other) in enumerate(ONE_SURNAME)
    ]
    return match_cases(tmp_path_factory.mktemp("one_surname"), cases)


@pytest.mark.parametrize("pair", ONE_SURNAME)
def test_one_surname_written_in_two_ways_is_one_person(one_surname, pair):
    found = one_surname.of(ONE_SURNAME.index(pair))
    assert found.persons() == "1 2"
    assert found.confidence() == {"1": "certain", "2": "certain"}


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("Dijkstra", "Dykstra", "achternaam klinkt gelijk"),
        ("Jansen", "Janssen", "achternaam klinkt gelijk"),
        ("Hoekstra", "Hoekstar", "achternaam gelijk op spelling na"),
    ],
)
def test_a_similar_surname_at_one_address_and_birth_date_is_probable(
    matched, one, other, words
):
    found = matched(
        f"""
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | {one}
         2 | J.       | 1980-05-06 | {other}
        """
    )
    assert found.persons() == "1 2"
    assert set(found.confidence().values()) == {"probable"}
    reason = found.rows("evidence")[0]["reason"]
    assert reason.startswith(f"Zelfde adres en geboortedatum, {words}")


def test_brothers_with_names_alike_and_other_birth_dates_are_two(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Jansen
         2 | J.       | 1982-07-08 | Janssen
        """
    )
    assert found.persons() == "1 | 2"


def test_father_and_son_are_kept_apart_and_it_is_said(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1950-05-06 | Jansen
         2 | J.       | 1980-07-08 | Jansen
        """
    )
    assert found.persons() == "1 | 2"
    assert found.outcomes() == {("1", "2"): "guarded"}


def test_an_undated_signal_never_bridges_father_and_son(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1950-05-06 | Jansen
         2 | J.       | 1980-07-08 | Jansen
         3 | J.       |            | Jansen
        """
    )
    assert found.persons() == "1 | 2 | 3"
    assert found.outcomes()["1", "3"] == "possible"
    assert found.outcomes()["2", "3"] == "possible"


def test_an_undated_signal_joins_its_single_best_person(matched):
    found = matched(
        """
        id | initials | born       | surname | phone
         1 | J.       | 1950-05-06 | Jansen  |
         2 | J.       | 1980-07-08 | Jansen  | +31612345699
         3 | J.       |            | Jansen  | +31612345699
        """
    )
    assert found.persons() == "1 | 2 3"
    assert found.confidence() == {"1": "alone", "2": "probable", "3": "probable"}


def test_twins_with_other_first_names_are_two(matched):
    found = matched(
        """
        id | initials | first | born       | surname
         1 | J.       | Jan   | 1980-05-06 | Jansen
         2 | J.       | Joris | 1980-05-06 | Jansen
        """
    )
    assert found.outcomes() == {("1", "2"): "guarded"}
    assert found.persons() == "1 | 2"


def test_a_signal_with_initials_only_does_not_bridge_twins(matched):
    found = matched(
        """
        id | initials | first | born       | surname
         1 | J.       | Jan   | 1980-05-06 | Jansen
         2 | J.       | Joris | 1980-05-06 | Jansen
         3 | J.       |       | 1980-05-06 | Jansen
         4 | J.       | Jan   | 1980-05-06 | Jansen
        """
    )
    assert not any({"1", "2"} <= group for group in found.groups())
    assert not any({"2", "4"} <= group for group in found.groups())


def test_a_nickname_is_the_same_person(matched):
    found = matched(
        """
        id | initials | first    | born       | surname
         1 | J.       | Johannes | 1980-05-06 | Jansen
         2 | H.       | Hans     | 1980-05-06 | Jansen
        """
    )
    assert found.persons() == "1 2"


def test_a_couple_with_one_initial_and_a_shared_name_is_two(matched):
    found = matched(
        """
        id | initials | born | surname
         1 | J.       |      | de Vries
         2 | J.       |      | Jansen-de Vries
        """
    )
    assert found.persons() == "1 | 2"
    assert found.households() == "1 2"


NO_NAMES = ["ONBEKEND", "De bewoner", "N.V.T.", "Test", ""]


@pytest.fixture(scope="module")
def no_names(tmp_path_factory) -> Matched:
    cases = [
        f"""
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | {name}
         2 | J.       | 1980-05-06 | {name}
        """
        for name in NO_NAMES
    ]
    return match_cases(tmp_path_factory.mktemp("no_names"), cases)


@pytest.mark.parametrize("name", NO_NAMES)
def test_a_placeholder_name_matches_nothing(no_names, name):
    assert no_names.of(NO_NAMES.index(name)).persons() == "1 | 2"


NO_DATES = ["1900-01-01", "1980-02-30", "1980-13-01", "5-6-1980"]


@pytest.fixture(scope="module")
def no_dates(tmp_path_factory) -> Matched:
    cases = [
        f"""
        id | initials | born       | surname
         1 | J.       | {day}      | Jansen
         2 | J.       | {day}      | Jansen
        """
        for day in NO_DATES
    ]
    return match_cases(tmp_path_factory.mktemp("no_dates"), cases)


@pytest.mark.parametrize("day", NO_DATES)
def test_a_birth_date_that_is_none_counts_as_not_delivered(no_dates, day):
    found = no_dates.of(NO_DATES.index(day))
    assert set(found.confidence().values()) == {"probable"}
    assert found.summary.ignored_values["birth_date"] == 2 * len(NO_DATES)


def test_the_first_of_january_is_weak(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-01-01 | Jansen
         2 | J.       | 1980-01-01 | Jansen
        """
    )
    assert set(found.confidence().values()) == {"probable"}


def test_day_and_month_swapped_with_all_else_equal_is_one_person(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Jansen
         2 | J.       | 1980-06-05 | Jansen
        """
    )
    assert found.persons() == "1 2"
    assert set(found.confidence().values()) == {"probable"}


@pytest.mark.parametrize("born", ["1980-05-00", "1980-00-00"])
def test_a_partly_unknown_birth_date_fits_the_whole_one(matched, born):
    found = matched(
        f"""
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Jansen
         2 | J.       | {born}     | Jansen
        """
    )
    assert found.persons() == "1 2"


ONE_ADDRESS = [
    ("12 | 2", "12 | II"),
    ("12 | 2", "12 | 2hg"),
    ("12 | A", "12A |"),
    ("12 | 01", "012 | -1"),
]


@pytest.fixture(scope="module")
def one_address(tmp_path_factory) -> Matched:
    cases = [
        f"""
        id | initials | born | surname | number | addition
         1 | J.       |      | Jansen  | {one}
         2 | J.       |      | Jansen  | {other}
        """
        for one, other in ONE_ADDRESS
    ]
    return match_cases(tmp_path_factory.mktemp("one_address"), cases)


@pytest.mark.parametrize("pair", ONE_ADDRESS)
def test_one_address_written_in_two_ways_is_one(one_address, pair):
    assert one_address.of(ONE_ADDRESS.index(pair)).persons() == "1 2"


def test_another_addition_waits_for_a_human(matched):
    found = matched(
        """
        id | initials | born | surname | number | addition
         1 | J.       |      | Jansen  | 12     | 1
         2 | J.       |      | Jansen  | 12     | 2
        """
    )
    assert found.outcomes() == {("1", "2"): "possible"}


def test_who_moved_is_probable(matched):
    found = matched(
        """
        id | initials | born       | surname | number
         1 | J.       | 1980-05-06 | Jansen  | 12
         2 | J.       | 1980-05-06 | Jansen  | 77
        """
    )
    assert found.outcomes() == {("1", "2"): "linked"}
    assert set(found.confidence().values()) == {"probable"}


def test_without_a_birth_date_who_moved_stays_apart(matched):
    found = matched(
        """
        id | initials | born       | surname | postcode
         1 | J.       | 1980-05-06 | Jansen  | 8501AB
         2 | J.       |            | Jansen  | 8601CD
        """
    )
    assert found.persons() == "1 | 2"


def test_a_birth_date_one_digit_off_is_never_joined_but_is_said(matched):
    found = matched(
        """
        id | initials | first | born       | surname
         1 | J.       | Jan   | 1980-05-06 | Jansen
         2 | J.       | Jan   | 1980-05-16 | Jansen
        """
    )
    assert found.persons() == "1 | 2"
    assert found.outcomes() == {("1", "2"): "guarded"}


def test_twins_with_other_initials_are_two(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Jansen
         2 | P.       | 1980-05-06 | Jansen
         3 |          | 1980-05-06 | Jansen
        """
    )
    assert not any({"1", "2"} <= group for group in found.groups())
    assert found.outcomes()["1", "2"] == "guarded"


def test_a_shared_phone_alone_says_nothing(matched):
    found = matched(
        """
        id | initials | surname | phone        | number
         1 | J.       | Jansen  | +31612345699 | 12
         2 | P.       | Visser  | +31612345699 | 77
        """
    )
    assert found.persons() == "1 | 2"
    assert found.outcomes() == {}


def test_forty_clients_of_one_administrator_stay_forty(matched):
    names = [f"{a}{b}" for a in ("Berk", "Hul", "Mar", "Zon") for b in "abcdefghij"]
    rows = "\n".join(f"{n} | J. | | {name}ma" for n, name in enumerate(names, 10))
    found = matched(f"id | initials | born | surname\n{rows}")
    assert found.summary.counts["persons"] == 40
    assert found.summary.counts["households"] == 40


def test_at_an_administrators_address_an_undated_signal_joins_nobody(matched):
    rows = "\n".join(f"x{n} | K. | | {chr(65 + n) * 3}stra" for n in range(9))
    found = matched(
        f"""
        id | initials | born | surname
         1 | J. | 1980-05-06 | Jansen
         2 | J. |            | Jansen
         {rows}
        """
    )
    assert frozenset({"1", "2"}) not in found.groups()


def test_six_students_in_one_house_are_six_persons_and_households(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | A.       | 2001-05-06 | Jansen
         2 | B.       | 2002-05-06 | Visser
         3 | C.       | 2003-05-06 | Bakker
         4 | D.       | 2004-05-06 | Smit
         5 | E.       | 2001-07-06 | Mulder
         6 | F.       | 2002-07-06 | Bos
        """
    )
    assert found.persons() == found.households() == "1 | 2 | 3 | 4 | 5 | 6"
    case = found.rows("address_case")[0]
    assert (case["kind"], case["is_many_occupant"]) == ("meervoudig", True)


def test_a_vof_and_a_bv_of_one_name_are_two(matched):
    found = matched(
        """
        id | debtor_kind | surname
         1 | business    | Jansen VOF
         2 | business    | Jansen BV
         3 | business    | Jansen B.V.
         4 | natural     | Jansen
        """
    )
    assert found.persons() == "1 | 2 3 | 4"


def test_a_formula_in_a_name_is_just_a_name(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | =HYPERLINK("x")
         2 | J.       | 1980-05-06 | =HYPERLINK("x")
        """
    )
    assert found.persons() == "1 2"


def test_a_human_joins_and_keeps_apart(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Jansen
         2 | J.       | 1980-05-06 | Janssen
         3 | P.       | 1990-05-06 | Visser
         4 | P.       | 1990-05-06 | Visser
        """,
        verdicts="""
        left | right | verdict
           2 | 1     | same
           3 | 4     | different
        """,
    )
    assert found.persons() == "1 2 | 3 | 4"
    assert found.outcomes() == {("1", "2"): "verdict", ("3", "4"): "verdict"}


def test_no_path_of_links_puts_a_different_pair_in_one_person(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Jansen
         2 | J.P.     | 1980-05-06 | Jansen
         3 | J.       | 1980-05-06 | Jansen
        """,
        verdicts="left | right | verdict\n 1 | 3 | different",
    )
    assert not any({"1", "3"} <= group for group in found.groups())
    assert set(found.confidence().values()) == {"alone", "certain"}
    assert "guarded" in found.outcomes().values()


def test_a_human_may_join_what_a_guard_keeps_apart(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Jansen
         2 | J.       | 1980-05-06 | Jansen
         3 | J.       | 1981-05-06 | Jansen
         4 | J.       | 1981-05-06 | Jansen
        """,
        verdicts="left | right | verdict\n 1 | 3 | same",
    )
    assert found.persons() == "1 2 3 4"


def test_of_contradicting_verdicts_different_holds(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Jansen
         2 | J.       | 1980-05-06 | Jansen
         3 | J.       | 1980-05-06 | Jansen
        """,
        verdicts="""
        left | right | verdict
           1 | 2     | same
           2 | 3     | same
           1 | 3     | different
        """,
    )
    assert found.persons() == "1 | 2 | 3"


def test_a_resident_joins_who_moved(matched):
    found = matched(
        """
        id | initials | born       | surname | number
         1 | J.       | 1980-05-06 | Jansen  | 12
         2 | J.       | 1980-05-06 | Jansen  | 77
         3 | P.       |            | Visser  | 12
        """,
        residents="""
        id | initials | first | born       | surname | number
        R1 | J.       | Jan   | 1980-05-06 | Jansen  | 12
        R2 | P.       | Piet  | 1970-05-06 | Visser  | 12
        """,
    )
    assert found.residents() == {"1": "R1", "2": "R1", "3": "R2"}
    assert found.confidence() == {"1": "certain", "2": "probable", "3": "probable"}


MISTYPED = [
    ("one digit at the resident's door", "J. | | 1980-05-16 | Jansen | 12", "R1"),
    ("one digit elsewhere, first name", "J. | Jan | 1980-05-16 | Jansen | 77", "R1"),
    ("one digit elsewhere, an initial", "J. | | 1980-05-16 | Jansen | 77", None),
    ("one digit, another initial", "P. | | 1980-05-16 | Jansen | 12", None),
    ("one digit, another surname", "J. | | 1980-05-16 | Visser | 12", None),
    ("father and son", "J. | | 1952-11-28 | Jansen | 12", None),
]


@pytest.mark.parametrize(
    ("signal", "resident"),
    [row[1:] for row in MISTYPED],
    ids=[row[0] for row in MISTYPED],
)
def test_the_register_knows_whose_mistyped_birth_date_it_is(matched, signal, resident):
    """Only the one resident with this name; never father and son (allowed, forbidden)."""
    found = matched(
        f"""
        id | initials | first | born       | surname | number
         1 | J.       | Jan   | 1980-05-06 | Jansen  | 12
         2 | {signal}
        """,
        residents="""
        id | initials | first | born       | surname | number
        R1 | J.       | Jan   | 1980-05-06 | Jansen  | 12
        """,
    )
    assert found.residents() == {"1": "R1", "2": resident}
    assert found.persons() == ("1 2" if resident else "1 | 2")


def test_a_mistyped_birth_date_that_fits_two_residents_is_neithers(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-16 | Jansen
        """,
        residents="""
        id | initials | born       | surname
        R1 | J.       | 1980-05-06 | Jansen
        R2 | J.       | 1980-05-26 | Jansen
        """,
    )
    assert found.residents() == {"1": None}


def test_two_mistypings_of_one_birth_date_do_not_meet_through_the_register(matched):
    """Each is one digit off the resident's date, two digits off each other's."""
    found = matched(
        """
        id | initials | first | born       | surname
         1 | J.       | Jan   | 1980-05-16 | Jansen
         2 | J.       | Jan   | 1981-05-06 | Jansen
        """,
        residents="id | initials | first | born | surname\n"
        "R1 | J. | Jan | 1980-05-06 | Jansen",
    )
    assert found.persons() == "1 | 2"


def test_two_fitting_residents_are_none(matched):
    found = matched(
        """
        id | initials | born | surname
         1 | J.       |      | Jansen
        """,
        residents="""
        id | initials | born       | surname
        R1 | J.       | 1950-05-06 | Jansen
        R2 | J.       | 1980-05-06 | Jansen
        """,
    )
    assert found.residents() == {"1": None}
    assert found.outcomes() == {("1", "R1"): "possible", ("1", "R2"): "possible"}


def test_a_resident_confirms_a_name_spelled_otherwise(matched):
    found = matched(
        """
        id | initials | born       | surname
         1 | J.       | 1980-05-06 | Dijkstra
         2 | J.       | 1980-05-06 | Dykstra
        """,
        residents="id | initials | born | surname\nR1 | J. | 1980-05-06 | Dijkstra",
    )
    assert found.persons() == "1 2"


def test_a_widows_name_finds_the_resident_by_partner_name(matched):
    found = matched(
        "id | initials | born | surname\n1 | A. | 1950-05-06 | de Vries",
        residents="""
        id | initials | born       | surname | partner_surname | partner_surname_prefix
        R1 | A.       | 1950-05-06 | Jansen  | Vries           | de
        """,
    )
    assert found.residents() == {"1": "R1"}


def test_the_reason_holds_no_value_of_a_person(matched):
    found = matched(
        """
        id | initials | first | born       | surname | phone        | email
         1 | J.       | Jan   | 1980-05-06 | Jansen  | +31612345699 | jan@voorbeeld.nl
         2 | J.       | Jan   | 1980-05-06 | Jansen  | +31612345699 | jan@voorbeeld.nl
         3 | P.       |       | 1971-11-12 | Jansen  |              |
        """
    )
    for row in found.rows("evidence"):
        for value in ("jan", "1980", "8501", "12", "612345699"):
            assert value not in row["reason"].lower()


def test_with_two_classes_a_household_is_a_person(matched):
    signals = """
        id | initials | born       | surname
         1 | A.       | 2001-05-06 | Jansen
         2 | B.       | 2002-05-06 | Jansen
        """
    assert matched(signals).households() == "1 2"
    assert matched(signals, classes=2).households() == "1 | 2"


def test_a_mistyped_phone_finds_who_moved_and_gave_no_birth_date(matched):
    found = matched(
        """
        id | initials | surname | phone        | number | postcode
         1 | J.P.     | Jansen  | +31612345699 | 12     | 8501AB
         2 | J.P.     | Jansen  | +31612345689 | 77     | 8601CD
        """
    )
    row = next(iter(found.rows("evidence")))
    assert (row["phone_level"], row["outcome"]) == (2, "linked")
    assert "telefoon op een cijfer na gelijk" in row["reason"]


def test_at_the_door_a_resident_is_known_through_two_mistakes(matched):
    found = matched(
        "id | initials | born | surname\n1 | J. | 1980-05-16 | Hoekstar",
        residents="id | initials | born | surname\nR1 | J. | 1980-05-06 | Hoekstra",
    )
    assert found.residents() == {"1": "R1"}
