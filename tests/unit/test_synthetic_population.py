"""The synthetic residents: how many, how they live together, and nobody real."""

import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest

from vroegsein.parties.municipality import load_policy
from vroegsein.settings import PROJECT_ROOT
from vroegsein.synthetic import names
from vroegsein.synthetic.places import STREETS, VILLAGES, addresses
from vroegsein.synthetic.population import Household, fold, populate
from vroegsein.synthetic.streams import Stream

DAY = date(2026, 10, 1)
POLICY = load_policy(PROJECT_ROOT / "include" / "municipalities", "1940")


@pytest.fixture(scope="module")
def households() -> list[Household]:
    return populate(POLICY.inhabitants, DAY, seed=1)


def test_there_are_as_many_residents_as_the_policy_says(households):
    residents = sum(len(household.members) for household in households)

    assert abs(residents - POLICY.inhabitants) < 100
    assert 2.1 < residents / len(households) < 2.5


def test_every_number_is_given_once(households):
    people = [who.resident_id for home in households for who in home.members]
    homes = [household.household_id for household in households]

    assert len(set(people)) == len(people)
    assert len(set(homes)) == len(homes)


def test_everybody_lives_in_a_postcode_area_of_the_municipality(households):
    areas = {household.address.postcode[:4] for household in households}

    assert areas <= set(POLICY.postcodes)
    assert {area for village in VILLAGES for area in village.areas} == areas


def test_postcodes_are_written_as_dutch_ones(households):
    codes = {household.address.postcode for household in households}

    assert all(re.fullmatch(r"[1-9]\d{3}[A-Z]{2}", code) for code in codes)
    assert not {code[4:] for code in codes} & {"SA", "SD", "SS"}


def test_only_rooms_and_care_homes_share_an_address(households):
    doors = Counter(home.address.key for home in households)
    kinds = {home.address.kind for home in households if doors[home.address.key] > 1}

    assert kinds == {"shared", "care"}


def test_a_house_let_by_the_room_has_six_unrelated_tenants(households):
    doors = defaultdict(list)
    for home in households:
        if home.address.kind == "shared":
            doors[home.address.key].append(home)

    assert doors
    assert {len(homes) for homes in doors.values()} == {6}


def test_there_are_houseboats_and_letters_and_additions(households):
    found = [household.address for household in households]

    assert sum(address.kind == "boat" for address in found) > 10
    assert sum(bool(address.letter) for address in found) > 200
    assert sum(bool(address.addition) for address in found) > 100
    assert not any(address.letter and address.addition for address in found)


def test_every_household_has_an_adult(households):
    assert all(household.adults(DAY) for household in households)


def test_fathers_and_sons_with_the_same_initials_live_together(households):
    assert sum(_has_namesake(household) for household in households) > 20


def _has_namesake(home: Household) -> bool:
    """Tell whether two adult men share surname and initials."""
    men = [(w.surname, w.initials) for w in home.adults(DAY) if w.sex == "m"]
    return len(set(men)) < len(men)


def test_twins_share_birth_date_and_surname(households):
    twins = [
        (older, younger)
        for home in households
        for older, younger in pairwise(home.members)
        if older.birth_date == younger.birth_date and older.surname == younger.surname
    ]

    assert len(twins) > 20


def test_a_phone_is_shared_within_a_household_only(households):
    homes = defaultdict(set)
    for home in households:
        for who in home.members:
            if who.phone:
                homes[who.phone].add(home.household_id)

    assert all(len(found) == 1 for found in homes.values())
    assert all(re.fullmatch(r"\+3169\d{7}", phone) for phone in homes)


def test_mail_addresses_are_unique_ascii_and_lead_nowhere(households):
    mails = [who.email for home in households for who in home.members if who.email]

    assert len(set(mails)) == len(mails)
    assert all(re.fullmatch(r"[a-z0-9.\-]+@[a-z]+\.example", mail) for mail in mails)


def test_children_have_no_contact_of_their_own(households):
    children = [who for home in households for who in home.members if who.age(DAY) < 17]

    assert len(children) > 8000
    assert not any(who.phone or who.email for who in children)


def test_names_carry_prefixes_and_accents(households):
    people = [who for home in households for who in home.members]
    prefixed = sum(bool(who.surname.prefix) for who in people) / len(people)

    assert 0.1 < prefixed < 0.4
    assert {"û", "ê", "â"} <= {letter for who in people for letter in who.first_names}
    assert any(who.surname.name.endswith("inga") for who in people)


def test_nobody_is_named_so_often_that_a_name_alone_would_do(households):
    people = [who.surname for home in households for who in home.members]
    common = Counter(people).most_common(1)[0][1]

    assert common / len(people) < 0.05


def test_some_have_died_moved_or_keep_their_address_secret(households):
    flags = [who.flags for home in households for who in home.members]

    for kind in zip(*flags, strict=True):
        assert 0.002 < sum(kind) / len(flags) < 0.02


def test_an_age_is_counted_in_whole_years():
    who = populate(400, DAY, seed=2)[0].members[0]
    birth = who.birth_date

    assert who.age(birth) == 0
    assert who.age(birth.replace(year=birth.year + 40)) == 40


def test_a_village_never_gives_an_address_twice():
    village = VILLAGES[0]
    row = addresses(village, Stream(1, village.name))
    keys = [next(row).key for _ in range(8000)]

    assert len(set(keys)) == len(keys)


def test_a_village_with_one_area_has_letters_enough():
    village = next(place for place in VILLAGES if place.name == "Balk")
    row = addresses(village, Stream(1, village.name))

    assert {next(row).postcode[:4] for _ in range(3000)} == {"8561"}


def test_street_names_are_listed_once():
    assert len(set(STREETS)) == len(STREETS)


def test_all_names_can_be_written_in_windows_text():
    given = " ".join((*names.MEN, *names.WOMEN))
    surnames = " ".join(f"{name.prefix} {name.name}" for name in names.SURNAMES)

    assert (given + surnames + "".join(STREETS)).encode("cp1252", "strict")
    assert fold(given + surnames + "".join(STREETS)).isascii()


def test_initials_take_the_first_letter_of_each_name():
    assert names.initials("Sjoerd Âlde") == "S.Â."


def test_a_first_name_begins_with_the_letter_asked_for_where_one_does():
    stream = Stream(1, "names")

    assert names.first_names(stream, "m", "W").startswith("W")
    assert names.first_names(stream, "m", "Q")
