"""Decides how each creditor's administration writes what it knows.

Habits are no errors: they hold for all records of a creditor, whatever their bunch.
"""

import numpy as np

from vroegsein.synthetic.adversary.arrears import Country, Writings
from vroegsein.synthetic.adversary.creditors import (
    Creditor,
    GivenHabit,
    InitialsHabit,
    NumberHabit,
    PrefixHabit,
)
from vroegsein.synthetic.adversary.draws import Draws, Ints, Texts, texts
from vroegsein.synthetic.adversary.dwellings import place_aliases
from vroegsein.synthetic.adversary.truthful import Sheet
from vroegsein.synthetic.population import fold

SPELLED = ("initials", "first_names", "surname_prefix", "surname", "street", "place")
SHORT_PREFIXES = {
    "van der": "v.d.",
    "van den": "v.d.",
    "van de": "v.d.",
    "van": "v.",
    "van 't": "v.'t",
    "in 't": "i.h.",
    "de": "d.",
}
SHORT_STREETS = (("straat", "str."), ("laan", "ln."), ("plein", "pln."), ("weg", "wg."))
OTHER_ADDITIONS = {"hs": "H", "1hg": "1", "2hg": "2", "II": "2", "III": "3", "01": "1"}
TRADES = ("Schildersbedrijf", "Autobedrijf", "Bakkerij", "Kapsalon", "Klusbedrijf")
NO_MAIL = ("geen@geen.nl", "onbekend@onbekend.nl")
NO_CONTACT = 0.01  # a helpdesk's number, or a mail address that says there is none
HELPDESK = "+3188000{0:04d}"
FULL = {"Ł": "L", "ł": "l", "ş": "s", "Ş": "S", "ğ": "g", "ć": "c", "ń": "n", "ś": "s"}
FULL |= {"ą": "a", "ę": "e", "ż": "z", "ź": "z", "ó": "o", "İ": "I", "\u0131": "i"}
PLAIN = str.maketrans(FULL)


def follow_habits(
    country: Country, writings: Writings, sheet: Sheet, seed: int
) -> None:
    """Put every record into the habits of its creditor, in place."""
    order = np.argsort(writings.creditor, kind="stable")
    bounds = np.searchsorted(
        writings.creditor[order], np.arange(len(country.creditors) + 1)
    )
    for index, creditor in enumerate(country.creditors):
        rows = order[bounds[index] : bounds[index + 1]]
        draws = Draws(seed, "habits", creditor.code)
        part = {name: column[rows] for name, column in sheet.items()}
        daily = country.people.daily[writings.person[rows]]
        _write_persons(part, daily, creditor, draws)
        _write_addresses(part, creditor, draws)
        _write_contacts(part, creditor, draws)
        _spell(part, creditor)
        for name, column in part.items():
            sheet[name][rows] = column


def _write_persons(part: Sheet, daily: Texts, creditor: Creditor, draws: Draws) -> None:
    """Write names and birth dates as a creditor does."""
    count = len(daily)
    _write_given(part, daily, creditor.given)
    part["initials"] = _mapped(part["initials"], _initials(creditor.initials))
    _write_prefix(part, creditor.prefix)
    unknown = ~draws.chance(creditor.birth_date, count)
    part["birth_date"][unknown] = ""
    trades = np.flatnonzero(draws.chance(creditor.trade_names, count))
    which = draws.below(len(TRADES), len(trades))
    for row, trade in zip(trades, which, strict=True):
        part["surname"][row] = f"{TRADES[trade]} {part['surname'][row]}"


def _write_given(part: Sheet, daily: Texts, habit: GivenHabit) -> None:
    """Write all first names, one, the daily one or none."""
    known = part["first_names"] != ""
    if habit is GivenHabit.NONE:
        part["first_names"] = np.full(len(daily), "", dtype=object)
    elif habit is GivenHabit.DAILY:
        part["first_names"] = np.where(known, daily, "").astype(object)
    elif habit is GivenHabit.FIRST:
        column = part["first_names"]
        part["first_names"] = texts([name.partition(" ")[0] for name in column])


def _initials(habit: InitialsHabit) -> dict[str, str]:
    """Return what changes in the letters and points of initials."""
    return {
        InitialsHabit.DOTS: {},
        InitialsHabit.PLAIN: {".": ""},
        InitialsHabit.SPACED: {".": ". "},
        InitialsHabit.FIRST: {"first": ""},
        InitialsHabit.LOWER_FIRST: {"first": "lower"},
    }[habit]


def _mapped(column: Texts, change: dict[str, str]) -> Texts:
    """Return initials with their points changed, or the first one alone."""
    if "first" in change:
        short = [text[:2] for text in column]
        lower = change["first"] == "lower"
        return texts([text[:1].lower() for text in short] if lower else short)
    if "." in change:
        return texts([text.replace(".", change["."]).strip() for text in column])
    return column


def _write_prefix(part: Sheet, habit: PrefixHabit) -> None:
    """Leave the words before a surname where this creditor leaves them."""
    prefix, surname = part["surname_prefix"], part["surname"]
    rows = np.flatnonzero(prefix != "")
    if habit is PrefixHabit.APART:
        return
    if habit is PrefixHabit.SHORT:
        part["surname_prefix"] = texts([SHORT_PREFIXES.get(p, p) for p in prefix])
        return
    if habit is PrefixHabit.BEFORE:
        surname[rows] = prefix[rows] + " " + surname[rows]
    elif habit is PrefixHabit.AFTER:
        surname[rows] = surname[rows] + ", " + prefix[rows]
    prefix[:] = ""


def _write_addresses(part: Sheet, creditor: Creditor, draws: Draws) -> None:
    """Write street, number and place as a creditor does."""
    if creditor.short_streets:
        part["street"] = texts([_shortened(street) for street in part["street"]])
    if creditor.other_language:
        other = place_aliases()
        part["place"] = texts([other.get(place, place) for place in part["place"]])
    _write_additions(part, creditor.number)
    changed = np.flatnonzero(draws.chance(0.2, len(part["street"])))
    _write_other_additions(part["house_addition"], changed)


def _shortened(street: str) -> str:
    """Return a street with its ending shortened."""
    for ending, short in SHORT_STREETS:
        if street.endswith(ending):
            return street.removesuffix(ending) + short
    return street


def _write_additions(part: Sheet, habit: NumberHabit) -> None:
    """Leave letter and addition where this creditor leaves them."""
    letter, addition = part["house_letter"], part["house_addition"]
    if habit is NumberHabit.IN_ADDITION:
        part["house_addition"] = letter + addition
        letter[:] = ""
    elif habit is NumberHabit.DASHED:
        rows = np.flatnonzero(addition != "")
        addition[rows] = "-" + addition[rows]
    elif habit is NumberHabit.LOST:
        letter[:] = ""
        addition[:] = ""


def _write_other_additions(column: Texts, rows: Ints) -> None:
    """Write some additions the other way: 2 for II, H for hs."""
    column[rows] = texts([OTHER_ADDITIONS.get(text, text) for text in column[rows]])


def _write_contacts(part: Sheet, creditor: Creditor, draws: Draws) -> None:
    """Leave out contacts a creditor does not know, and write what says nothing."""
    count = len(part["phone"])
    part["phone"][~draws.chance(creditor.phone, count)] = ""
    part["email"][~draws.chance(creditor.mail, count)] = ""
    part["phone"][draws.chance(NO_CONTACT, count)] = HELPDESK.format(
        int(draws.below(10_000, 1)[0])
    )
    rows = np.flatnonzero(draws.chance(NO_CONTACT, count))
    part["email"][rows] = NO_MAIL[len(creditor.code) % len(NO_MAIL)]


def _spell(part: Sheet, creditor: Creditor) -> None:
    """Write texts without accents or in capitals, if that is the habit."""
    if not (creditor.no_accents or creditor.capitals):
        return
    for name in SPELLED:
        plain = [fold(text.translate(PLAIN)) for text in part[name]]
        if creditor.capitals:
            plain = [text.upper() for text in plain]
        part[name] = texts(plain)
