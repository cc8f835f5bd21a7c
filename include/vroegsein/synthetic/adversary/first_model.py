"""Decides what is wrong in the records: the first model of errors.

A careful clerk's record is spoilt where its bunch says so, then put into the habits of
its creditor. The matcher may be tuned on this model; see `second_model` for the other.
"""

import numpy as np

from vroegsein.synthetic.adversary import slips
from vroegsein.synthetic.adversary.arrears import Country, Writings
from vroegsein.synthetic.adversary.bunches import Bunches, draw_bunches
from vroegsein.synthetic.adversary.creditors import PartnerHabit
from vroegsein.synthetic.adversary.draws import NONE, Draws, Ints
from vroegsein.synthetic.adversary.habits import follow_habits
from vroegsein.synthetic.adversary.truthful import (
    Sheet,
    contacts,
    name_uses,
    persons,
    write_truthfully,
)

#: Column, error, weight, slip; a weight of 1 is an error in one of nine bad records.
SLIPS = (
    ("surname", "surname typo", 1.0, slips.typo),
    ("surname", "surname alike", 0.7, slips.alike),
    ("surname", "one of two surnames", 1.5, slips.first_half),
    ("surname", "title", 0.2, slips.titled),
    ("surname", "surname mojibake", 0.4, slips.mojibake),
    ("surname_prefix", "prefix lost", 0.7, slips.nothing),
    ("first_names", "first name typo", 0.7, slips.typo),
    ("first_names", "first name alike", 0.3, slips.alike),
    ("first_names", "first names turned", 0.5, slips.turned_names),
    ("first_names", "first names lost", 0.4, slips.nothing),
    ("first_names", "first name mojibake", 0.3, slips.mojibake),
    ("initials", "fewer initials", 1.0, slips.fewer_initials),
    ("initials", "other initial", 0.35, slips.other_initial),
    ("initials", "initials lost", 0.3, slips.nothing),
    ("birth_date", "date turned", 0.3, slips.day_and_month_turned),
    ("birth_date", "date digit", 0.7, slips.other_digit_in_date),
    ("birth_date", "vague date", 0.4, slips.vague_date),
    ("birth_date", "placeholder date", 0.2, slips.placeholder_date),
    ("birth_date", "date lost", 0.8, slips.nothing),
    ("street", "street typo", 0.8, slips.typo),
    ("house_number", "neighbour", 0.5, slips.neighbour),
    ("house_number", "number digit", 0.2, slips.other_digit),
    ("house_number", "number lost", 0.1, slips.nothing),
    ("house_addition", "addition lost", 1.2, slips.nothing),
    ("house_letter", "letter lost", 1.0, slips.nothing),
    ("postcode", "postcode digit", 0.35, slips.other_digit),
    ("postcode", "postcode letter", 0.35, slips.other_postcode_letter),
    ("postcode", "postcode cut", 0.15, slips.cut_postcode),
    ("postcode", "postcode lost", 0.25, slips.nothing),
    ("phone", "phone digit", 0.7, slips.other_digit),
    ("phone", "phone lost", 0.5, slips.nothing),
    ("email", "mail typo", 0.6, slips.typo),
    ("email", "mail lost", 0.5, slips.nothing),
)
BIRTH_DATE_OF_ANOTHER = 0.2
CONTACT_OF_ANOTHER = 0.5
NAMES_TURNED = 0.15


def write_first(
    country: Country, writings: Writings, errors: float, seed: int
) -> Sheet:
    """Return what creditors write down, errors and habits included.

    Args:
        country: Everybody and everything.
        writings: Who is written down by whom.
        errors: 1 is an ordinary month, 2 twice the errors.
        seed: Decides everything.
    """
    care = np.array([one.care for one in country.creditors])[writings.creditor]
    bunches = draw_bunches(care, errors, seed)
    uses = _partner_habits(country, writings, name_uses(country, writings))
    sheet = write_truthfully(country, writings, uses)
    _mix_up_housemates(country, writings, sheet, bunches)
    for column, error, weight, slip in SLIPS:
        bunches.spoil(sheet[column], error, weight, slip)
    _turn_names(sheet, bunches)
    follow_habits(country, writings, sheet, seed)
    return sheet


def _partner_habits(country: Country, writings: Writings, uses: Ints) -> Ints:
    """Return the names each creditor uses for married women; men keep their choice."""
    habit = np.array([one.partner for one in country.creditors])[writings.creditor]
    person = writings.person
    wedding = country.households.married_in[country.people.household[person]]
    married = (country.people.partner_surname[person] != NONE) & (
        (wedding == NONE) | (wedding <= writings.month)
    )
    free = ~(married & country.people.is_woman[person])
    kept = free | (habit == PartnerHabit.OWN_CHOICE)
    forced = np.select(
        [habit == PartnerHabit.OWN, habit == PartnerHabit.PARTNER_FIRST], [0, 2], 3
    )
    return np.where(kept, uses, forced)


def _mix_up_housemates(
    country: Country, writings: Writings, sheet: Sheet, bunches: Bunches
) -> None:
    """Give some records the birth date or the contacts of somebody they live with."""
    other = _housemate(country, writings.person, bunches.seed)
    rows = bunches.rows("birth date of another", BIRTH_DATE_OF_ANOTHER)
    born = persons(country, other[rows], np.zeros(len(rows), np.int64))
    sheet["birth_date"][rows] = born["birth_date"]
    rows = bunches.rows("contact of another", CONTACT_OF_ANOTHER)
    theirs = contacts(country, other[rows])
    for column, texts in theirs.items():
        sheet[column][rows] = texts


def _housemate(country: Country, person: Ints, seed: int) -> Ints:
    """Return somebody of the same household, perhaps the person."""
    household = country.people.household
    count = int(household[-1]) + 1
    first = np.searchsorted(household, np.arange(count + 1))
    home = household[person]
    draws = Draws(seed, "housemates")
    return first[home] + draws.below(np.diff(first)[home], len(person))


def _turn_names(sheet: Sheet, bunches: Bunches) -> None:
    """Put some first names in the place of surnames and the reverse."""
    rows = bunches.rows("names turned", NAMES_TURNED)
    rows = rows[sheet["first_names"][rows] != ""]
    first, last = sheet["first_names"][rows], sheet["surname"][rows]
    sheet["first_names"][rows], sheet["surname"][rows] = last, first
