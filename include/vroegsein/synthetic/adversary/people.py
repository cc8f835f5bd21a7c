"""Decides who lives in the country: families, couples, singles, rooms, homes.

A household is who shares a dwelling and a purse. In a house let by the room and in an
institution each person is one. Beside ordinary families it holds what makes matching
hard: fathers and sons of one initial, twins, couples with one phone, people under
their partner's name, and people whose post goes to an administrator.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from vroegsein.synthetic.adversary import given_names
from vroegsein.synthetic.adversary.cultures import CULTURES
from vroegsein.synthetic.adversary.draws import (
    NONE,
    Draws,
    Flags,
    Ints,
    Texts,
    place_in_group,
    spread,
)
from vroegsein.synthetic.adversary.life import MONTHS, TODAY, Life
from vroegsein.synthetic.adversary.surnames import all_surnames

ADULT_DAYS = 18 * 365 + 5
YEAR = 365.25


class Door(IntEnum):
    """What is behind a front door."""

    FAMILY = 0
    SHARED = 1  # rooms let one by one
    INSTITUTION = 2


class Role(IntEnum):
    """Place of a person in the household."""

    HEAD = 0
    PARTNER = 1
    CHILD = 2


DOOR_SHARES = (0.9965, 0.003, 0.0005)
OCCUPANTS = ((1, 1), (3, 8), (15, 60))  # households behind each kind of door
#: Chances of a family door: alone, one parent, couple, couple with children.
ALONE, ONE_PARENT, COUPLE = 0.36, 0.46, 0.72
MARRIED = 0.6
CLIENTS_PER_ADMINISTRATOR = 40


@dataclass(frozen=True)
class Households:
    """All households as columns; a household is a row number.

    Attributes:
        slot: Number of the front door; rooms of one house share it.
        door: A `Door`.
        culture: Row of `CULTURES`.
        surname: Family name of the head.
        has_partner, is_married: Whether there are two, and married.
        married_in: Month of the period in which they marry, or `NONE`.
        moved_in: Month of the period in which they move, or `NONE`.
        administrator: Who gets their post, or `NONE`.
        children: Number of children at home.
    """

    slot: Ints
    door: Ints
    culture: Ints
    surname: Ints
    has_partner: Flags
    is_married: Flags
    married_in: Ints
    moved_in: Ints
    administrator: Ints
    children: Ints


@dataclass(frozen=True)
class People:
    """All persons as columns, household by household; a person is a row number.

    Attributes:
        household: Row of the household.
        role: A `Role`.
        born: Days since 1970.
        surname, partner_surname: Rows of the surnames; `NONE` without partner.
        name_use: 0 own name, 1 partner's, 2 partner's then own, 3 own then partner's.
        given: Three columns of given names, `NONE` where there is none.
        daily: Name they go by.
        phone, mail: Person whose phone or mail address they use, or `NONE`.
        is_adult, is_dead: As the words say.
        left_in: Month in which the person left the household, or `NONE`.
    """

    household: Ints
    role: Ints
    is_woman: Flags
    born: Ints
    surname: Ints
    partner_surname: Ints
    name_use: Ints
    given: Ints
    daily: Texts
    phone: Ints
    mail: Ints
    is_adult: Flags
    is_dead: Flags
    left_in: Ints


def build_households(count: int, life: Life, seed: int) -> Households:
    """Return at least this many households."""
    draws = Draws(seed, "households")
    doors = draws.weighted(DOOR_SHARES, count)
    low, high = np.array(OCCUPANTS).T
    slot = spread(draws.between(low[doors], high[doors], count))[:count]
    door = doors[slot]
    family = door == Door.FAMILY
    shape = draws.uniform(count)
    has_partner = family & (shape >= ONE_PARENT)
    parents = family & (((shape >= ALONE) & (shape < ONE_PARENT)) | (shape >= COUPLE))
    is_married = has_partner & draws.chance(MARRIED, count)
    weds = is_married & draws.chance(life.marriages / MARRIED, count)
    moves = family & draws.chance(life.moves, count)
    helped = draws.chance(life.administered, count)
    administrators = 1 + count // (CLIENTS_PER_ADMINISTRATOR * 20)
    culture = draws.weighted([group.share for group in CULTURES], count)
    return Households(
        slot=slot,
        door=door,
        culture=culture,
        surname=all_surnames().draw(culture, draws),
        has_partner=has_partner,
        is_married=is_married,
        married_in=np.where(weds, draws.below(MONTHS, count), NONE),
        moved_in=np.where(moves, draws.below(MONTHS, count), NONE),
        administrator=np.where(helped, draws.below(administrators, count), NONE),
        children=np.where(parents, draws.between(1, 3, count), 0),
    )


def build_people(homes: Households, life: Life, seed: int) -> People:
    """Return everybody who lives in these households."""
    draws = Draws(seed, "people")
    household = spread(1 + homes.has_partner + homes.children)
    place = place_in_group(1 + homes.has_partner + homes.children)
    with_partner = homes.has_partner[household]
    role = np.where(place == 0, Role.HEAD, Role.CHILD)
    role[(place == 1) & with_partner] = Role.PARTNER
    count = len(household)
    is_woman = _sexes(household, role, draws)
    born = _births(homes, household, role, life, draws)
    own, partner = _surnames(homes, household, role, draws)
    year = (1970 + born / YEAR).astype(np.int64)
    culture = homes.culture[household]
    given = given_names.draw_given(culture, is_woman, year, draws)
    _name_after_father(given, household, role, is_woman, life, draws)
    phone, mail = _contacts(household, role, life, draws)
    leaves = (role == Role.PARTNER) & draws.chance(life.parts, count)
    return People(
        household=household,
        role=role,
        is_woman=is_woman,
        born=born,
        surname=own,
        partner_surname=partner,
        name_use=_name_uses(is_woman, partner, draws),
        given=given,
        daily=given_names.draw_daily(given[:, 0], draws),
        phone=phone,
        mail=mail,
        is_adult=born <= int(TODAY.astype("datetime64[D]").astype(int)) - ADULT_DAYS,
        is_dead=draws.chance(life.dies, count),
        left_in=np.where(leaves, draws.below(MONTHS, count), NONE),
    )


def head_of(household: Ints) -> Ints:
    """Return for each person the row of the head of the household."""
    first = np.searchsorted(household, np.arange(household[-1] + 1))
    return np.asarray(first[household], np.int64)


def _sexes(household: Ints, role: Ints, draws: Draws) -> Flags:
    """Return who is a woman; most couples are a man and a woman."""
    count = len(household)
    is_woman = draws.chance(0.45, count)
    other = ~is_woman[head_of(household)] ^ draws.chance(0.04, count)
    return np.where(role == Role.PARTNER, other, is_woman)


def _births(
    homes: Households, household: Ints, role: Ints, life: Life, draws: Draws
) -> Ints:
    """Return birth dates that fit the roles, twins and unknown days included."""
    count = len(household)
    # Debts are of all ages, most of them between 25 and 60.
    age = 20 + 68 * draws.uniform(count) ** 1.6 * (0.55 + 0.45 * draws.uniform(count))
    door = homes.door[household]
    age = np.where(door == Door.SHARED, 18.5 + 9 * draws.uniform(count), age)
    age = np.where(door == Door.INSTITUTION, 74 + 22 * draws.uniform(count), age)
    family = homes.children[household] > 0
    age = np.where(family, 27 + 33 * draws.uniform(count), age)
    head = age[head_of(household)]
    partner = np.maximum(18.5, head - 5 + 9 * draws.uniform(count))
    child = np.maximum(0.1, (head - 20) * draws.uniform(count) ** 0.7)
    age = np.select([role == Role.PARTNER, role == Role.CHILD], [partner, child], age)
    today = int(TODAY.astype("datetime64[D]").astype(int))
    born = (today - age * YEAR).astype(np.int64)
    second = (role == Role.CHILD) & (np.roll(role, 1) == Role.CHILD)
    twin = second & (np.roll(household, 1) == household)
    twin &= draws.chance(life.twins, count)
    born = np.where(twin, np.roll(born, 1), born)
    unknown = np.array([group.first_of_january for group in CULTURES])
    vague = draws.chance(unknown[homes.culture[household]], count) & (age > 30)
    years = born.astype("datetime64[D]").astype("datetime64[Y]")
    january = years.astype("datetime64[D]").astype(np.int64)
    return np.where(vague, january, born)


def _surnames(
    homes: Households, household: Ints, role: Ints, draws: Draws
) -> tuple[Ints, Ints]:
    """Return own and partner's surname; a child has the head's or the partner's."""
    count = len(household)
    shared = draws.chance(0.9, len(homes.slot)) & homes.has_partner
    other = all_surnames().draw(homes.culture, draws)
    mixed = draws.weighted([group.share for group in CULTURES], len(homes.slot))
    outside = draws.chance(0.1, len(homes.slot))
    other = np.where(outside, all_surnames().draw(mixed, draws), other)
    head, second = homes.surname[household], other[household]
    of_head = shared[household] | ~homes.has_partner[household]
    child = np.where(of_head | draws.chance(0.2, count), head, second)
    own = np.select([role == Role.PARTNER, role == Role.CHILD], [second, child], head)
    paired = (role != Role.CHILD) & homes.is_married[household]
    theirs = np.where(role == Role.HEAD, second, head)
    return own, np.where(paired, theirs, NONE)


def _name_uses(is_woman: Flags, partner: Ints, draws: Draws) -> Ints:
    """Return which names married people go by; most men keep to their own."""
    count = len(partner)
    women = draws.weighted((0.3, 0.25, 0.4, 0.05), count)
    men = draws.weighted((0.93, 0.01, 0.02, 0.04), count)
    return np.where(partner == NONE, 0, np.where(is_woman, women, men))


def _name_after_father(
    given: Ints, household: Ints, role: Ints, is_woman: Flags, life: Life, draws: Draws
) -> None:
    """Give some sons their father's initials, and a few his very name."""
    head = head_of(household)
    sons = (role == Role.CHILD) & ~is_woman & ~is_woman[head]
    sons &= draws.chance(life.namesakes, len(household))
    rows = np.flatnonzero(sons)
    father = given[head[rows]]
    junior = draws.chance(0.15, len(rows))
    same = given_names.same_initial(father[:, 0], True, draws)
    given[rows] = father
    given[rows, 0] = np.where(junior, father[:, 0], same)


def _contacts(
    household: Ints, role: Ints, life: Life, draws: Draws
) -> tuple[Ints, Ints]:
    """Return whose phone and whose mail address each person uses."""
    count = len(household)
    own = np.arange(count)
    head = head_of(household)
    borrows = role != Role.HEAD
    phone = np.where(borrows & draws.chance(life.shared_phone, count), head, own)
    mail = np.where(borrows & draws.chance(life.shared_phone * 0.6, count), head, own)
    phone = np.where(draws.chance(0.12, count), NONE, phone)
    mail = np.where(draws.chance(0.25, count), NONE, mail)
    return phone, mail
