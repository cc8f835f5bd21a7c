"""Months, working days, passports, policies and legal bases."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vroegsein.errors import ConfigurationError
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.workdays import add_working_days, is_working_day

INCLUDE = Path(__file__).resolve().parents[2] / "include"
PASSPORT = """
code: woonvast
name: Woonvast
type: Huur
sector: HUUR
legal_basis: BGS-2
kvk_number: "01234567"
municipalities: ["1940"]
delivery: {due_day: 5, file_name: "achterstand_{yyyymm}.csv"}
columns: {Klantnr: customer_number}
expected: {rows: {min: 0, max: 100}}
"""


def passport_file(folder: Path, text: str = PASSPORT, name: str = "woonvast") -> Path:
    """Write a passport and return its folder."""
    (folder / f"{name}.yml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-1", "okt26", "2026-00", "1999-01", "2026-10 ", "2026-10'; drop",
     "20\uff12\uff16-10", "2026-10\n", "2026/10", "+026-10", "202610", "", "2026-10-01"],
)  # fmt: skip
def test_what_is_no_month_is_refused(text: str):
    with pytest.raises(ConfigurationError, match="yyyy-mm"):
        ReportingMonth.parse(text)


@given(st.integers(2000, 2098), st.integers(1, 12), st.integers(-24, 24))
def test_months_move_back_and_forth(year: int, month: int, steps: int):
    start = ReportingMonth(year, month)
    assert start.plus(steps).plus(-steps) == start
    assert (start.plus(steps) > start) == (steps > 0)


def test_a_month_is_written_for_officials():
    assert ReportingMonth.parse("2026-03").in_dutch() == "maart 2026"
    assert ReportingMonth.parse("2026-12").plus(1).first_day == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 27), False),  # King's Day
        (date(2026, 5, 5), False),  # Liberation Day, every year in the act
        (date(2027, 5, 5), False),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), True),
        (date(2026, 10, 10), False),  # Saturday
        (date(2026, 10, 12), True),
    ],
)
def test_working_days_follow_the_general_terms_act(day: date, works: bool):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 4, 2), 3, date(2026, 4, 9)),  # over Easter
        (date(2026, 5, 4), 1, date(2026, 5, 6)),
        (date(2026, 12, 24), 3, date(2026, 12, 30)),
        (date(2026, 10, 9), 3, date(2026, 10, 14)),
        (date(2026, 10, 9), 0, date(2026, 10, 9)),
    ],
)
def test_a_term_of_working_days_ends_on_one(start: date, count: int, end: date):
    assert add_working_days(start, count) == end


def test_every_partner_in_the_tree_has_a_valid_passport():
    codes = partner_codes(INCLUDE / "partners", "1940")
    assert len(codes) >= 10
    bases = load_legal_bases(INCLUDE / "legal_bases.yml")
    for code in codes:
        passport = load_passport(INCLUDE / "partners", code)
        assert passport.legal_basis in bases.bases, code


def test_the_municipality_has_a_policy():
    policy = load_policy(INCLUDE / "municipalities", "1940")
    assert policy.triage.threshold_cents == 7500
    assert len(policy.digest) == 64


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("sector: HUUR", "sector: KOOP"), "key 'sector'"),
        (('kvk_number: "01234567"', "kvk_number: 01234567"), "between quotes"),
        (("name: Woonvast", "nam: Woonvast"), "remove the key or correct its spelling"),
        (("customer_number", "klantnummer"), "unknown canonical fields: klantnummer"),
        (("code: woonvast", "code: anders"), "make it 'woonvast'"),
        (("due_day: 5", "due_day: 31"), "delivery.due_day"),
        (("columns: {", "columns: {{"), "no valid YAML"),
    ],
)
def test_a_wrong_passport_names_file_key_and_remedy(
    tmp_path: Path, change: tuple[str, str], says: str
):
    passport_file(tmp_path, PASSPORT.replace(*change))
    with pytest.raises(ConfigurationError) as caught:
        load_passport(tmp_path, "woonvast")
    assert "woonvast.yml" in str(caught.value)
    assert says in str(caught.value)


def test_a_missing_passport_says_where_it_belongs(tmp_path: Path):
    with pytest.raises(ConfigurationError, match="file not found in"):
        load_passport(tmp_path, "woonvast")


def test_a_broken_passport_holds_up_nobody_else(tmp_path: Path):
    passport_file(tmp_path)
    passport_file(tmp_path, "code: [", name="stuk")
    assert partner_codes(tmp_path, "1940") == ["stuk", "woonvast"]
    assert partner_codes(tmp_path, "0344") == ["stuk"]


def test_the_agreed_file_name_carries_the_month(tmp_path: Path):
    passport = load_passport(passport_file(tmp_path), "woonvast")
    name = passport.file_name(ReportingMonth.parse("2026-10"))
    assert name == "achterstand_202610.csv"
    found = passport.file_pattern.fullmatch(name)
    assert found
    assert found["month"] == "202610"
    assert not passport.file_pattern.fullmatch("achterstand_202610.csv.exe")


def test_the_digest_changes_with_the_passport(tmp_path: Path):
    first = load_passport(passport_file(tmp_path), "woonvast")
    passport_file(tmp_path, PASSPORT.replace("due_day: 5", "due_day: 6"))
    assert load_passport(tmp_path, "woonvast").digest != first.digest


@pytest.mark.parametrize(
    ("code", "day", "municipality", "sector", "holds"),
    [
        ("BGS-2", date(2026, 10, 1), "1940", "HUUR", True),
        ("BGS-2", date(2026, 10, 1), "1940", "ZORG", False),
        ("BGS-2", date(2020, 12, 31), "1940", "HUUR", False),
        ("EW-2.26-3A", date(2025, 12, 31), "1940", "ENERGIE", False),
        ("EW-2.26-3A", date(2026, 1, 1), "1940", "ENERGIE", True),
        ("TR-2.1", date(2025, 5, 15), "0363", "BELASTING", True),
        ("TR-2.1", date(2025, 5, 16), "0363", "BELASTING", False),  # the day after
        ("TR-2.1", date(2024, 1, 1), "1940", "BELASTING", False),  # not named
        ("NERGENS", date(2026, 10, 1), "1940", "HUUR", False),
    ],
)
def test_a_legal_basis_holds_for_its_term_sector_and_municipalities(
    code: str, day: date, municipality: str, sector: str, holds: bool
):
    bases = load_legal_bases(INCLUDE / "legal_bases.yml")
    assert bases.holds(code, day, municipality, sector) is holds


def test_a_moment_falls_on_the_dutch_day():
    assert dutch_day(read_moment("2026-10-31T23:30:00+00:00")) == date(2026, 11, 1)


def test_a_moment_without_a_zone_is_none():
    with pytest.raises(ConfigurationError, match="needs a time zone"):
        read_moment("2026-10-31T23:30:00")
