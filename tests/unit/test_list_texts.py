"""How amounts, days, names, phones and addresses are written for Dutch readers."""

from datetime import UTC, date, datetime

import pytest
from support.listing_facts import POLICY, facts, person

from vroegsein.errors import ConfigurationError
from vroegsein.listing import dutch, person_text
from vroegsein.listing.approval_page import RULE_NAMES
from vroegsein.listing.lanes import LANE_TEXTS, Lane, high_limit, sectors_in_words
from vroegsein.listing.statements import statement, statements
from vroegsein.listing.triage import STATUS_BY_RULE, Rule, window_of
from vroegsein.listing.workbook import row_height
from vroegsein.parties.moments import dutch_day
from vroegsein.settings import settings


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (7500, "€ 75,00"),
        (123456, "€ 1.234,56"),
        (100000000, "€ 1.000.000,00"),
        (-1250, "€ -12,50"),
    ],
)
def test_euros_have_points_and_a_comma(cents, written):
    assert dutch.euros(cents) == written


def test_a_moment_is_told_by_the_dutch_clock():
    assert dutch.moment_text(datetime(2026, 10, 24, 23, 30, tzinfo=UTC)) == (
        "25-10-2026 01:30"
    )
    assert dutch.moment_text(datetime(2026, 10, 25, 23, 30, tzinfo=UTC)) == (
        "26-10-2026 00:30"
    )
    assert dutch_day(datetime(2026, 3, 28, 23, 0, tzinfo=UTC)) == date(2026, 3, 29)
    assert dutch.day(date(2026, 10, 7)) == "07-10-2026"


def test_counts_and_lists_are_worded():
    assert dutch.plural(1, "persoon", "personen") == "1 persoon"
    assert dutch.plural(1234, "persoon", "personen") == "1.234 personen"
    assert dutch.enumeration([]) == ""
    assert dutch.enumeration(["huur"]) == "huur"
    assert dutch.enumeration(["huur", "water", "zorg"]) == "huur, water en zorg"


def row(**known: str) -> dict[str, str | None]:
    """A signal's row in which all is unknown but what is given."""
    names = (
        "initials", "first_names", "surname_prefix", "surname", "birth_date", "street",
        "house_number", "house_letter", "house_addition", "postcode", "place", "phone",
        "email",
    )  # fmt: skip
    return dict.fromkeys(names) | known


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ({"initials": "J.", "surname_prefix": "'t", "surname": "Hart"}, "J. 't Hart"),
        ({"first_names": "Jan Piet", "surname": "Vries"}, "Jan Piet Vries"),
        ({"surname": "Meer\u202e\x00"}, "Meer"),
    ],
)
def test_a_name_stands_as_on_a_door_plate(known, written):
    assert person_text.name_of(row(**known)) == written


@pytest.mark.parametrize(
    ("born", "year"),
    [("1980-05-05", "1980"), ("1980-00-00", "1980"), ("0000-00-00", ""), (None, "")],
)
def test_only_the_year_of_birth_is_shown(born, year):
    assert person_text.birth_year_of(row(birth_date=born)) == year


def test_an_address_stands_on_one_line():
    known = row(
        street="Midstraat", house_number="12", house_letter="A", house_addition="2",
        postcode="8501AB", place="Joure",
    )  # fmt: skip
    assert person_text.address_of(known) == "Midstraat 12 A 2, 8501 AB Joure"
    assert person_text.address_of(row(postcode="8501 AB")) == "8501 AB"


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("+31612345678", "06 12345678"),
        ("+31513123456", "0513 123456"),
        ("+31201234567", "020 1234567"),
        ("0612345678", "0612345678"),
        ("+49301234567", "+49301234567"),
        (None, ""),
    ],
)
def test_a_dutch_number_is_written_as_people_dial_it(phone, written):
    assert person_text.phone_of(row(phone=phone)) == written


def test_the_first_known_value_counts_and_unknown_ones_do_not_disagree():
    signals = [row(), row(phone="+31612345678"), row(phone="+31687654321")]
    assert person_text.first_known(signals, person_text.phone_of) == "06 12345678"
    assert person_text.differ(signals, ("phone",))
    assert not person_text.differ(signals[:2], ("phone",))
    assert not person_text.differ([row(place="Joure"), row(place="JOURE")], ("place",))


def test_every_lane_and_rule_has_its_words():
    assert set(LANE_TEXTS) == set(Lane)
    assert set(STATUS_BY_RULE) == set(Rule) == set(RULE_NAMES)
    assert window_of("ZORG", POLICY).max == 100
    assert high_limit("BELASTING", POLICY.high) is None
    several = person(facts(sector="ZORG"), facts(sector="HUUR"), facts(sector="WATER"))
    assert sectors_in_words(several) == "huur, water en zorg"


def test_a_row_is_high_enough_for_its_longest_cell():
    low, high = row_height(("x",), (10.0,)), row_height(("x" * 35,), (10.0,))
    assert high > 3 * (low - 4)
    assert row_height((), ()) == low


def test_a_file_without_the_agreed_header_is_no_statement(tmp_path, monkeypatch):
    folder = tmp_path / "sql" / "reports"
    folder.mkdir(parents=True)
    (folder / "bare.sql").write_text("SELECT 1")
    monkeypatch.setenv("VROEGSEIN_INCLUDE", str(tmp_path))
    monkeypatch.setenv("VROEGSEIN_REGISTER_URL", "postgresql+psycopg://nowhere")
    settings.cache_clear()
    with pytest.raises(ConfigurationError, match=r"bare\.sql"):
        statement("reports", "bare")
    assert statements("checks") == []
    settings.cache_clear()
