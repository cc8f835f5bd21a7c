"""The register of legal grounds: article, term, sector and municipality of each."""

from datetime import date, timedelta

import pytest

from vroegsein.parties.legal_basis import LegalBasis, load_legal_bases
from vroegsein.parties.partner import load_passport, partner_codes
from vroegsein.settings import PROJECT_ROOT

INCLUDE = PROJECT_ROOT / "include"
BASES = load_legal_bases(INCLUDE / "legal_bases.yml")
DAY = date(2026, 10, 7)
NEW_YEAR = date(2026, 1, 1)
#: Sector -> the ground on which its signals come in October 2026, if any.
LAWFUL = {
    "HUUR": "BGS-2",
    "WATER": "DWW-9-2",
    "ZORG": "ZVW-89",
    "ENERGIE": "EW-2.26-3A",
    "WARMTE": "WW-4-3",
    "BELASTING": None,
    "HYPOTHEEK": None,
}


def grounds(day: date, municipality: str, sector: str) -> list[str]:
    """The codes of all grounds that hold."""
    return [
        code for code in BASES.bases if BASES.holds(code, day, municipality, sector)
    ]


@pytest.mark.parametrize("code", BASES.bases)
def test_every_ground_names_a_law_its_article_and_its_term(code: str):
    basis = BASES.bases[code]
    assert "artikel" in basis.source
    assert basis.title
    assert basis.sectors
    assert basis.valid_from >= NEW_YEAR.replace(year=2021)  # Wgs art. 8a is of 2021
    assert basis.valid_until is None or basis.valid_until > basis.valid_from


@pytest.mark.parametrize(("sector", "code"), LAWFUL.items())
def test_a_sector_has_one_ground_or_none(sector: str, code: str | None):
    assert grounds(DAY, "1940", sector) == ([code] if code else [])


@pytest.mark.parametrize("day", [NEW_YEAR, NEW_YEAR - timedelta(days=1)])
def test_energy_changed_its_ground_at_new_year_without_a_gap(day: date):
    """Energiewet art. 2.26 took the place of Elektriciteitswet art. 95b."""
    expected = "EW-2.26-3A" if day == NEW_YEAR else "EW95B-GW44"
    assert grounds(day, "1940", "ENERGIE") == [expected]


def test_no_day_since_2021_has_two_grounds_for_a_sector_or_a_gap():
    for sector in ("HUUR", "WATER", "ENERGIE", "WARMTE", "ZORG"):
        for offset in range(0, 2200, 5):
            day = date(2021, 1, 1) + timedelta(days=offset)
            assert len(grounds(day, "1940", sector)) == 1, (sector, day)


def test_before_the_law_there_was_no_ground():
    day = date(2020, 12, 31)
    assert [sector for sector in LAWFUL if grounds(day, "1940", sector)] == []


@pytest.mark.parametrize(
    ("day", "municipality", "holds"),
    [
        (date(2022, 1, 1), "0599", True),
        (date(2025, 5, 15), "0599", True),  # its last day
        (date(2025, 5, 16), "0599", False),
        (date(2021, 12, 31), "0599", False),
        (date(2024, 6, 1), "1940", False),  # never took part
        (date(2024, 6, 1), "599", False),  # a code has four digits
    ],
)
def test_an_experiment_ends_and_names_its_municipalities(
    day: date, municipality: str, holds: bool
):
    """Wgs art. 10."""
    assert bool(grounds(day, municipality, "BELASTING")) == holds


def test_the_experiment_names_municipalities_by_their_cbs_code():
    named = BASES.bases["TR-2.1"].municipalities
    assert len(named) == len(set(named)) == 10
    assert all(len(code) == 4 and code.isdigit() for code in named)


@pytest.mark.parametrize("code", partner_codes(INCLUDE / "partners", "1940"))
def test_a_partner_names_the_ground_of_its_own_sector(code: str):
    passport = load_passport(INCLUDE / "partners", code)
    assert passport.sector in BASES.bases[passport.legal_basis].sectors
    lawful = LAWFUL[passport.sector]
    assert lawful is None or passport.legal_basis == lawful


def test_a_ground_holds_on_its_first_and_last_day():
    basis = LegalBasis(
        title="t", source="artikel 1", sectors=("HUUR",),
        valid_from=date(2026, 1, 1), valid_until=date(2026, 1, 31),
    )  # fmt: skip
    inside = [date(2026, 1, 1), date(2026, 1, 31)]
    outside = [date(2025, 12, 31), date(2026, 2, 1)]
    assert [basis.holds(day, "1940", "HUUR") for day in inside] == [True, True]
    assert [basis.holds(day, "1940", "HUUR") for day in outside] == [False, False]


def test_a_ground_that_is_not_registered_never_holds():
    assert not BASES.holds("AVG-6", DAY, "1940", "HUUR")
    assert not BASES.holds("", DAY, "1940", "HUUR")
