"""Decides what is wrong in the records: the second model of errors, HELD OUT.

Nobody tunes the matcher on it, nor looks at its records to find a rule: it is there to
tell whether what was learned from the first model holds elsewhere. It was written from
other principles. A record reaches the creditor by a road (telephone, web form, scanned
paper, an earlier system) with confusions of its own, and is entered by a clerk who is
fresh for some forty records and tired for the next eight: that is how its errors come
in bunches. Spelling follows the road and the moment, not the creditor. Lives are
restless: more moves, marriages, administrators and shared phones.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from vroegsein.synthetic.adversary import second_noise as noise
from vroegsein.synthetic.adversary.arrears import Country, Writings
from vroegsein.synthetic.adversary.draws import NONE, Draws, Flags, Floats, Ints, texts
from vroegsein.synthetic.adversary.second_noise import Noise
from vroegsein.synthetic.adversary.second_spelling import spell_by_road
from vroegsein.synthetic.adversary.truthful import (
    Sheet,
    addresses,
    contacts,
    name_uses,
    persons,
    write_truthfully,
)


class Road(IntEnum):
    """How a record reaches a creditor."""

    TELEPHONE = 0
    WEB = 1
    PAPER = 2
    MIGRATED = 3


MAIN_ROAD = 0.7  # share of a creditor's records that come by its main road
FRESH_RUN, TIRED_RUN = (10, 70), (3, 13)  # records
FRESH, TIRED = 0.04, 0.6  # chance of a slip of frequency 1
CHOICE_OF_NAMES = (0.6, 0.15, 0.2, 0.05)  # their own, own, partner's first, own first

#: Per road: column, how frequent against the others, what happens.
ON_THE_ROAD: dict[Road, tuple[tuple[str, float, Noise], ...]] = {
    Road.TELEPHONE: (
        ("surname", 1.6, noise.heard),
        ("first_names", 1.0, noise.heard),
        ("initials", 0.7, noise.heard_letter),
        ("street", 0.8, noise.heard),
        ("house_number", 0.5, noise.heard_number),
        ("phone", 0.6, noise.heard_number),
        ("birth_date", 0.6, noise.in_dates(noise.heard_number)),
        ("postcode", 0.4, noise.heard_number),
        ("email", 0.8, noise.heard),
    ),
    Road.WEB: (
        ("surname", 1.0, noise.typed),
        ("first_names", 0.8, noise.typed),
        ("street", 0.8, noise.typed),
        ("phone", 0.7, noise.typed),
        ("birth_date", 0.5, noise.in_dates(noise.typed)),
        ("email", 0.9, noise.typed),
        ("birth_date", 0.5, noise.day_for_month),
        ("house_addition", 1.0, noise.lost),
    ),
    Road.PAPER: (
        ("surname", 1.4, noise.scanned),
        ("first_names", 1.0, noise.scanned),
        ("street", 1.0, noise.scanned),
        ("birth_date", 0.9, noise.in_dates(noise.scanned_number)),
        ("house_number", 0.4, noise.scanned_number),
        ("postcode", 0.5, noise.scanned_number),
        ("phone", 0.7, noise.scanned_number),
        ("email", 1.2, noise.scanned),
    ),
    Road.MIGRATED: (
        ("surname", 0.9, noise.cut_short),
        ("first_names", 0.8, noise.cut_short),
        ("street", 1.2, noise.cut_short),
        ("initials", 1.5, noise.cut_to_letter),
        ("birth_date", 0.8, noise.year_only),
        ("house_addition", 1.5, noise.lost),
        ("house_letter", 1.0, noise.lost),
        ("surname_prefix", 1.2, noise.lost),
        ("phone", 0.8, noise.lost),
    ),
}
#: On any road: column, how frequent, what happens.
ANYWHERE: tuple[tuple[str, float, Noise], ...] = (
    ("birth_date", 0.5, noise.lost),
    ("house_number", 0.5, noise.next_door),
    ("postcode", 0.2, noise.lost),
    ("initials", 0.2, noise.lost),
)
NAMES_EXCHANGED = 0.2
FORMER_ADDRESS = 3.0
ANOTHERS_DATE = 0.15
ANOTHERS_PHONE = 0.6


@dataclass(frozen=True)
class Entry:
    """How each record was entered.

    Attributes:
        road: A `Road`.
        chance: Chance of a slip of frequency 1.
        seed: Decides which slips come true.
    """

    road: Ints
    chance: Floats
    seed: int

    def rows(self, name: str, frequency: float, among: Flags | None = None) -> Ints:
        """Return the records to which something happens."""
        draws = Draws(self.seed, "second", name)
        hit = draws.chance(np.minimum(self.chance * frequency, 0.9), len(self.road))
        return np.flatnonzero(hit if among is None else hit & among)


def write_second(
    country: Country, writings: Writings, errors: float, seed: int
) -> Sheet:
    """Return what creditors write down by the second model.

    Args:
        country: Everybody and everything.
        writings: Who is written down by whom.
        errors: 1 is an ordinary month, 2 twice the errors.
        seed: Decides everything.
    """
    entry = Entry(
        _roads(country, writings, seed), _tiredness(writings, errors, seed), seed
    )
    sheet = write_truthfully(country, writings, _names(country, writings, seed))
    _use_the_wrong_facts(country, writings, sheet, entry)
    for road, slips in ON_THE_ROAD.items():
        among = entry.road == road
        for column, frequency, slip in slips:
            name = f"{road.name} {column} {slip.__qualname__}"
            _spoil(sheet, column, entry.rows(name, frequency, among), slip, name, seed)
    for column, frequency, slip in ANYWHERE:
        name = f"{column} {slip.__name__}"
        _spoil(sheet, column, entry.rows(name, frequency), slip, name, seed)
    _exchange_names(sheet, entry.rows("names exchanged", NAMES_EXCHANGED))
    _leave_out(country, writings, sheet, seed)
    spell_by_road(country, writings, sheet, entry.road, seed)
    return sheet


def _roads(country: Country, writings: Writings, seed: int) -> Ints:
    """Return the road of each record, mostly the main one of its creditor."""
    draws = Draws(seed, "second", "roads")
    main = draws.below(len(Road), len(country.creditors))[writings.creditor]
    count = len(main)
    return np.where(draws.chance(MAIN_ROAD, count), main, draws.below(len(Road), count))


def _tiredness(writings: Writings, errors: float, seed: int) -> Floats:
    """Return the chance of a slip in each record, high in runs of a creditor's work."""
    draws = Draws(seed, "second", "tiredness")
    count = len(writings.creditor)
    runs = 2 + 2 * (count // (FRESH_RUN[0] + TIRED_RUN[0]))
    length = np.empty(runs, np.int64)
    length[0::2] = draws.between(*FRESH_RUN, runs // 2)
    length[1::2] = draws.between(*TIRED_RUN, runs // 2)
    tired = np.repeat(np.arange(runs) % 2, length)[:count]
    level = np.where(tired == 1, TIRED * (0.5 + draws.uniform(count)), FRESH)
    desk = np.lexsort((draws.uniform(count), writings.creditor))
    chance = np.empty(count, np.float64)
    chance[desk] = level * errors
    return chance


def _names(country: Country, writings: Writings, seed: int) -> Ints:
    """Return the names each record uses for married people, whatever the creditor."""
    draws = Draws(seed, "second", "names")
    choice = draws.weighted(CHOICE_OF_NAMES, len(writings.person))
    uses = name_uses(country, writings)
    wedding = country.households.married_in[country.people.household[writings.person]]
    wed = (country.people.partner_surname[writings.person] != NONE) & (
        (wedding == NONE) | (wedding <= writings.month)
    )
    free = (choice == 0) | ~wed | ~country.people.is_woman[writings.person]
    return np.where(free, uses, np.array([0, 0, 2, 3])[choice])


def _use_the_wrong_facts(
    country: Country, writings: Writings, sheet: Sheet, entry: Entry
) -> None:
    """Write some records with a former address, or with a housemate's date or phone."""
    moved = writings.address != writings.former_address
    rows = entry.rows("former address", FORMER_ADDRESS, moved & ~writings.is_client)
    _put(sheet, rows, addresses(country, writings.former_address[rows]))
    household = country.people.household
    first = np.searchsorted(household, np.arange(int(household[-1]) + 2))
    home = household[writings.person]
    draws = Draws(entry.seed, "second", "housemate")
    mate = first[home] + draws.below(np.diff(first)[home], len(home))
    rows = entry.rows("another's date", ANOTHERS_DATE)
    dates = persons(country, mate[rows], np.zeros(len(rows), np.int64))
    _put(sheet, rows, {"birth_date": dates["birth_date"]})
    rows = entry.rows("another's phone", ANOTHERS_PHONE)
    _put(sheet, rows, contacts(country, mate[rows]))


def _put(sheet: Sheet, rows: Ints, columns: Sheet) -> None:
    for name, column in columns.items():
        sheet[name][rows] = column


def _spoil(
    sheet: Sheet, column: str, rows: Ints, slip: Noise, name: str, seed: int
) -> None:
    """Let a slip happen to some records of a column, where there is a text."""
    rows = rows[sheet[column][rows] != ""]
    draws = Draws(seed, "second slip", name)
    points = zip(draws.uniform(len(rows)), draws.uniform(len(rows)), strict=True)
    sheet[column][rows] = texts(
        [
            slip(text, *two)
            for text, two in zip(sheet[column][rows], points, strict=True)
        ]
    )


def _exchange_names(sheet: Sheet, rows: Ints) -> None:
    """Put first names where surnames belong and the reverse."""
    rows = rows[sheet["first_names"][rows] != ""]
    first, last = sheet["first_names"][rows], sheet["surname"][rows]
    sheet["first_names"][rows], sheet["surname"][rows] = last, first


def _leave_out(country: Country, writings: Writings, sheet: Sheet, seed: int) -> None:
    """Leave out what a creditor does not ask for."""
    for column, shares in (
        ("birth_date", [0.9 * one.birth_date for one in country.creditors]),
        ("phone", [one.phone for one in country.creditors]),
        ("email", [one.mail for one in country.creditors]),
    ):
        known = np.array(shares)[writings.creditor]
        asked = Draws(seed, "second", f"asked {column}").chance(known, len(known))
        sheet[column][~asked] = ""
