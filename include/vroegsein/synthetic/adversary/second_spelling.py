"""Decides how the second model spells what it knows: by the road and the moment.

HELD OUT, as is `second_model`. People fill in web forms in small letters, earlier
systems knew capitals only, clerks on the telephone write what they are used to.
"""

import unicodedata

import numpy as np

from vroegsein.synthetic.adversary.arrears import Country, Writings
from vroegsein.synthetic.adversary.draws import Draws, Flags, Ints, Texts, texts
from vroegsein.synthetic.adversary.truthful import Sheet

#: Chances by road (telephone, web, paper, migrated) of each way of writing.
NO_FIRST_NAMES = (0.45, 0.15, 0.4, 0.6)
DAILY_NAME = (0.6, 0.7, 0.1, 0.1)
ONE_NAME = (0.5, 0.6, 0.5, 0.5)
NO_POINTS = (0.3, 0.8, 0.1, 0.9)
GLUED_PREFIX = (0.1, 0.15, 0.05, 0.3)
PREFIX_IN_SURNAME = (0.1, 0.3, 0.2, 0.1)
PREFIX_BEHIND = (0.05, 0.02, 0.1, 0.25)
LETTER_IN_ADDITION = (0.2, 0.5, 0.3, 0.6)
SMALL_LETTERS = (0.02, 0.25, 0.0, 0.0)
CAPITALS = (0.0, 0.04, 0.15, 0.85)
STREET_AND_MORE = (
    0.03,
    0.06,
    0.03,
    0.0,
)  # an addition to the street, such as "(boven)"
GLUED = {
    "van der": "vd",
    "van den": "vd",
    "van de": "vd",
    "van": "v",
    "van 't": "vt",
    "in 't": "int",
    "op de": "opde",
    "op den": "opden",
    "uit de": "uitde",
    "de": "d",
    "ten": "ten",
    "ter": "ter",
    "te": "te",
}
SPELLED = ("first_names", "initials", "surname_prefix", "surname", "street", "place")
LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "\u0131": "i", "ø": "o", "Ø": "O", "ß": "ss"}
)


def spell_by_road(
    country: Country, writings: Writings, sheet: Sheet, road: Ints, seed: int
) -> None:
    """Spell every record the way of its road, in place."""
    draws = Draws(seed, "second spelling")

    def drawn(chances: tuple[float, ...]) -> Flags:
        return draws.chance(np.array(chances)[road], len(road))

    daily = country.people.daily[writings.person]
    _spell_given(
        sheet, drawn(NO_FIRST_NAMES), drawn(DAILY_NAME), drawn(ONE_NAME), daily
    )
    rows = np.flatnonzero(drawn(NO_POINTS))
    column = sheet["initials"]
    column[rows] = texts([text.replace(".", "") for text in column[rows]])
    _spell_prefix(
        sheet, drawn(GLUED_PREFIX), drawn(PREFIX_IN_SURNAME), drawn(PREFIX_BEHIND)
    )
    rows = np.flatnonzero(drawn(LETTER_IN_ADDITION))
    letter, addition = sheet["house_letter"], sheet["house_addition"]
    addition[rows] = letter[rows] + addition[rows]
    letter[rows] = ""
    rows = np.flatnonzero(drawn(STREET_AND_MORE))
    sheet["street"][rows] = sheet["street"][rows] + " (boven)"
    _spell_letters(sheet, drawn(SMALL_LETTERS), drawn(CAPITALS))


def _spell_given(
    sheet: Sheet, none: Flags, daily: Flags, one: Flags, daily_names: Texts
) -> None:
    """Write no first names, the daily one, the first or all."""
    column = sheet["first_names"]
    known = column != ""
    rows = np.flatnonzero(one)
    column[rows] = texts([text.partition(" ")[0] for text in column[rows]])
    rows = np.flatnonzero(daily & known)
    column[rows] = daily_names[rows]
    column[none] = ""


def _spell_prefix(sheet: Sheet, glued: Flags, inside: Flags, behind: Flags) -> None:
    """Leave the words before a surname in one of four places."""
    prefix, surname = sheet["surname_prefix"], sheet["surname"]
    there = prefix != ""
    rows = np.flatnonzero(there & glued)
    prefix[rows] = texts([GLUED.get(text.lower(), text) for text in prefix[rows]])
    rows = np.flatnonzero(there & inside)
    surname[rows] = prefix[rows] + " " + surname[rows]
    prefix[rows] = ""
    rows = np.flatnonzero(there & behind & ~inside)
    surname[rows] = surname[rows] + " " + prefix[rows]
    prefix[rows] = ""


def _spell_letters(sheet: Sheet, small: Flags, capitals: Flags) -> None:
    """Write small letters only, or capitals without accents."""
    for name in SPELLED:
        column = sheet[name]
        rows = np.flatnonzero(small)
        column[rows] = texts([text.lower() for text in column[rows]])
        rows = np.flatnonzero(capitals & ~small)
        plain = {text: _capitals(text) for text in set(column[rows])}
        column[rows] = texts([plain[text] for text in column[rows]])


def _capitals(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).upper()
