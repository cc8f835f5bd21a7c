"""Who lives in the adversary's country, and what makes them hard to tell apart."""

import numpy as np
from support.adversary import country

from vroegsein.synthetic.adversary import given_names
from vroegsein.synthetic.adversary.arrears import build_country, build_signals
from vroegsein.synthetic.adversary.draws import NONE
from vroegsein.synthetic.adversary.life import MONTHS, ORDINARY, RESTLESS
from vroegsein.synthetic.adversary.people import Door, Role, head_of


def test_every_household_has_one_head_who_comes_first() -> None:
    people = country().people
    heads = people.household[people.role == Role.HEAD]
    assert heads.tolist() == list(range(int(people.household[-1]) + 1))
    assert (people.role[head_of(people.household)] == Role.HEAD).all()


def test_an_ordinary_household_has_a_dwelling_of_its_own() -> None:
    homes = country().households
    ordinary = country().home[homes.door == Door.FAMILY]
    assert len(set(ordinary.tolist())) == len(ordinary)


def test_rooms_and_institutions_share_a_door() -> None:
    homes = country().households
    _, sizes = np.unique(homes.slot[homes.door == Door.SHARED], return_counts=True)
    assert sizes.max() <= 8
    assert sizes.max() >= 3
    everybody = build_country(30_000, ORDINARY, 1).households
    _, sizes = np.unique(
        everybody.slot[everybody.door == Door.INSTITUTION], return_counts=True
    )
    assert sizes.max() >= 15


def test_children_are_younger_than_the_head() -> None:
    people = country().people
    children = people.role == Role.CHILD
    head = head_of(people.household)
    years = (people.born - people.born[head])[children] / 365.25
    assert np.quantile(years, 0.01) > 14


def test_twins_share_a_birth_date_and_no_more_than_that() -> None:
    people = country().people
    child = people.role == Role.CHILD
    next_to = np.flatnonzero(
        child[1:]
        & child[:-1]
        & (people.household[1:] == people.household[:-1])
        & (people.born[1:] == people.born[:-1])
    )
    assert len(next_to) >= 10


def test_some_sons_have_their_father_s_initial_and_surname() -> None:
    people = country().people
    letters = given_names.initials_of_names()[people.given[:, 0]]
    head = head_of(people.household)
    sons = (people.role == Role.CHILD) & ~people.is_woman & ~people.is_woman[head]
    alike = sons & (letters == letters[head]) & (people.surname == people.surname[head])
    assert alike.sum() > 0.15 * sons.sum()
    assert (people.given[alike, 0] == people.given[head[alike], 0]).any()


def test_only_the_married_have_a_partner_s_name() -> None:
    people, homes = country().people, country().households
    married = homes.is_married[people.household] & (people.role != Role.CHILD)
    assert ((people.partner_surname != NONE) == married).all()
    assert (people.name_use[~married] == 0).all()
    assert len(set(people.name_use[married].tolist())) == 4


def test_couples_may_share_a_phone_and_a_mail_address() -> None:
    people = country().people
    partners = people.role == Role.PARTNER
    head = head_of(people.household)
    assert 0.1 < (people.phone[partners] == head[partners]).mean() < 0.4
    assert (people.mail[partners] == head[partners]).any()


def test_nobody_uses_the_contact_of_a_stranger() -> None:
    people = country().people
    for owner in (people.phone, people.mail):
        known = owner != NONE
        assert (people.household[owner[known]] == people.household[known]).all()


def test_a_restless_life_has_more_of_everything() -> None:
    calm, restless = (
        build_country(6000, life, 5).households for life in (ORDINARY, RESTLESS)
    )
    for column in ("moved_in", "married_in", "administrator"):
        few, many = (getattr(homes, column) != NONE for homes in (calm, restless))
        assert many.mean() > 1.4 * few.mean(), column


def test_debtors_are_grown_and_have_one_creditor_in_each_sector() -> None:
    writings, signals = build_signals(country(), 6000, 5)
    people = country().people
    assert (people.is_adult | (people.role == Role.HEAD))[writings.person].all()
    assert len(signals.writing) == 6000
    assert signals.month.min() == 0
    assert signals.month.max() == MONTHS - 1
    household = people.household[writings.person]
    sectors = np.array([one.sector for one in country().creditors])[writings.creditor]
    creditors = {}
    for key in zip(
        household.tolist(), sectors.tolist(), writings.creditor.tolist(), strict=True
    ):
        creditors.setdefault(key[:2], set()).add(key[2])
    assert max(map(len, creditors.values())) == 1


def test_a_move_is_known_to_some_creditors_and_not_yet_to_others() -> None:
    writings, _ = build_signals(country(), 6000, 5)
    household = country().people.household[writings.person]
    moved_in = country().households.moved_in[household]
    after = (moved_in != NONE) & (writings.month >= moved_in)
    knows = writings.address[after] == country().later_home[household][after]
    assert 0.3 < knows.mean() < 0.95
    before = ~after & (country().people.left_in[writings.person] == NONE)
    assert (writings.address[before] == country().home[household][before]).all()


def test_the_post_of_clients_goes_to_an_administrator() -> None:
    writings, _ = build_signals(country(), 6000, 5)
    household = country().people.household[writings.person]
    administrator = country().households.administrator[household]
    assert writings.is_client.any()
    assert (administrator[writings.is_client] != NONE).all()
