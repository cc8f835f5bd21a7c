"""Decides who is in arrears with whom, and what each creditor knows by then.

A claim is one person's debt with one creditor; it is reported in one or more months.
A creditor writes a person down once and reports that again, until the record is
entered anew or a move is noticed: errors come with an administration, not with a row.
"""

from dataclasses import dataclass

import numpy as np

from vroegsein.synthetic.adversary.creditors import (
    CREDITORS_PER_SECTOR,
    SECTOR_SHARES,
    Creditor,
    build_creditors,
)
from vroegsein.synthetic.adversary.draws import (
    NONE,
    Draws,
    Flags,
    Ints,
    place_in_group,
    spread,
)
from vroegsein.synthetic.adversary.dwellings import Dwellings, build_dwellings
from vroegsein.synthetic.adversary.life import MONTHS, Life
from vroegsein.synthetic.adversary.people import (
    Households,
    People,
    build_households,
    build_people,
)

HOUSEHOLDS_PER_SIGNAL = 0.667  # gives 1.5 residents a signal
NO_TROUBLE = 0.2  # households without any signal
SIGNALS_PER_CLAIM = (0.8, 0.13, 0.05, 0.02)
ENTERED_ANEW = 0.3
FIRST_SIGNS = 0.52  # claims on the head of the household


@dataclass(frozen=True)
class Country:
    """Everybody and everything the signals are about.

    Attributes:
        home, later_home: Dwelling of each household before and after its move.
        own_home: Dwelling of each person who left the household, else `NONE`.
        offices: Dwelling of each administrator.
    """

    dwellings: Dwellings
    households: Households
    people: People
    creditors: tuple[Creditor, ...]
    home: Ints
    later_home: Ints
    own_home: Ints
    offices: Ints


@dataclass(frozen=True)
class Writings:
    """What creditors wrote down, as columns; several signals may repeat one writing.

    Attributes:
        person, creditor: Row numbers.
        month: Month of the period in which it was written.
        address: Dwelling the creditor writes to, or `NONE` for the administrator's.
        former_address: Dwelling of before a move, equal where there was none.
        is_client: Whether the post goes to an administrator.
    """

    person: Ints
    creditor: Ints
    month: Ints
    address: Ints
    former_address: Ints
    is_client: Flags


@dataclass(frozen=True)
class Signals:
    """The signals: a writing each, and the month of receipt."""

    writing: Ints
    month: Ints


def build_country(records: int, life: Life, seed: int) -> Country:
    """Return a country in which this many signals may arise."""
    count = 4 + int(records * HOUSEHOLDS_PER_SIGNAL)
    homes = build_households(count, life, seed)
    people = build_people(homes, life, seed)
    doors = int(homes.slot[-1]) + 1
    movers, leavers = homes.moved_in != NONE, people.left_in != NONE
    offices = 1 + int(homes.administrator.max(initial=0))
    wanted = doors + int(movers.sum()) + int(leavers.sum()) + offices
    dwellings = build_dwellings(wanted, seed)
    chosen = Draws(seed, "homes").order(len(dwellings))[:wanted]
    home = np.sort(chosen[:doors])[homes.slot]
    rest = iter(np.split(chosen[doors:], np.cumsum([movers.sum(), leavers.sum()])))
    later, own = home.copy(), np.full(len(people.role), NONE)
    later[movers] = next(rest)
    own[leavers] = next(rest)
    return Country(
        dwellings=dwellings,
        households=homes,
        people=people,
        creditors=build_creditors(seed),
        home=home,
        later_home=later,
        own_home=own,
        offices=next(rest),
    )


def build_signals(
    country: Country, records: int, seed: int
) -> tuple[Writings, Signals]:
    """Return exactly this many signals in a random order, and what they repeat."""
    draws = Draws(seed, "claims")
    shares = np.array(SIGNALS_PER_CLAIM)
    mean = float((shares * np.arange(1, 5)).sum())
    claims = 50 + int(records / mean * 1.15)
    household = _households_in_trouble(country, claims, draws)
    person = _debtors(country, household, draws)
    creditor = _creditors(country, household, draws)
    length = 1 + draws.weighted(shares, claims)
    start = draws.below(MONTHS, claims)
    length = np.minimum(length, MONTHS - start)
    claim, turn = spread(length), place_in_group(length)
    month = start[claim] + turn
    address, former = _addresses(country, person[claim], month)
    fresh = (turn == 0) | draws.chance(ENTERED_ANEW, len(claim))
    fresh[1:] |= address[1:] != address[:-1]
    writing = np.cumsum(fresh) - 1
    kept = draws.order(len(claim))[:records]
    writings = Writings(
        person=person[claim][fresh],
        creditor=creditor[claim][fresh],
        month=month[fresh],
        address=_known(country, address, former, creditor[claim], draws)[fresh],
        former_address=former[fresh],
        is_client=_clients(country, person[claim], draws)[fresh],
    )
    return writings, Signals(writing=writing[kept], month=month[kept])


def _households_in_trouble(country: Country, claims: int, draws: Draws) -> Ints:
    """Return a household for each claim; a few have many, a third have none."""
    count = len(country.households.slot)
    trouble = (-np.log(1 - draws.uniform(count))) ** 0.7
    trouble[draws.chance(NO_TROUBLE, count)] = 0
    trouble[country.households.administrator != NONE] += 1
    return draws.weighted(trouble, claims)


def _debtors(country: Country, household: Ints, draws: Draws) -> Ints:
    """Return an adult of each household, mostly the head."""
    people = country.people
    adults = np.flatnonzero(people.is_adult | (people.role == 0))
    homes = len(country.households.slot)
    first = np.searchsorted(people.household[adults], np.arange(homes + 1))
    number = np.diff(first)[household]
    other = draws.below(number, len(household))
    other[draws.chance(FIRST_SIGNS, len(household))] = 0
    found: Ints = adults[first[household] + other]
    return found


def _creditors(country: Country, household: Ints, draws: Draws) -> Ints:
    """Return a creditor for each claim; a household has one in each sector."""
    count = len(country.households.slot)
    begin, columns = 0, []
    for size in CREDITORS_PER_SECTOR:
        columns.append(begin + draws.below(size, count))
        begin += size
    sector = draws.weighted(SECTOR_SHARES, len(household))
    return np.asarray(np.stack(columns)[sector, household], np.int64)


def _addresses(country: Country, person: Ints, month: Ints) -> tuple[Ints, Ints]:
    """Return where a person lives in a month, and where before."""
    household = country.people.household[person]
    moved = country.households.moved_in[household]
    has_moved = (moved != NONE) & (month >= moved)
    before = country.home[household]
    now = np.where(has_moved, country.later_home[household], before)
    left = country.people.left_in[person]
    has_left = (left != NONE) & (month >= left)
    return np.where(has_left, country.own_home[person], now), before


def _known(
    country: Country, address: Ints, former: Ints, creditor: Ints, draws: Draws
) -> Ints:
    """Return the address the creditor knows: sometimes that of before the move."""
    stale = np.array([one.stale for one in country.creditors])[creditor]
    return np.where(draws.chance(stale, len(address)), former, address)


def _clients(country: Country, person: Ints, draws: Draws) -> Flags:
    """Return for which claims the post goes to an administrator."""
    administrator = country.households.administrator[country.people.household[person]]
    helped: Flags = administrator != NONE
    return helped & draws.chance(0.75, len(person))
