"""Decides which firms are in arrears: VOFs, BVs and foundations, often misnamed."""

from dataclasses import dataclass

import numpy as np

from vroegsein.synthetic.adversary import slips
from vroegsein.synthetic.adversary.arrears import Country
from vroegsein.synthetic.adversary.creditors import CREDITORS_PER_SECTOR
from vroegsein.synthetic.adversary.draws import Draws, Ints, Texts, texts
from vroegsein.synthetic.adversary.life import MONTHS
from vroegsein.synthetic.adversary.surnames import all_surnames
from vroegsein.synthetic.adversary.truthful import (
    ADDRESS_COLUMNS,
    CONTACT_COLUMNS,
    PERSON_COLUMNS,
    Sheet,
    addresses,
    full_surnames,
    phones,
)

SHARE = 0.015  # of all signals
TRADES = (
    *("Schildersbedrijf", "Autobedrijf", "Bakkerij", "Loonbedrijf", "Jachtwerf"),
    *("Eetcafé", "Kapsalon", "Bouwbedrijf", "Transport", "Bloemenhuis", "Snackbar"),
    *("Administratiekantoor", "Hoveniersbedrijf", "Klussenbedrijf", "Gebroeders"),
)
#: Legal form, what the matcher is told it is, and the ways creditors write it.
FORMS = (
    ("business", ("{0} VOF", "V.O.F. {0}", "VOF {0}", "{0} v.o.f.")),
    ("business", ("{0} CV", "C.V. {0}", "{0}")),
    ("organisation", ("{0} BV", "{0} B.V.", "B.V. {0}", "{0}")),
    ("organisation", ("Stichting {0}", "St. {0}", "{0}")),
)
FORM_SHARES = (0.6, 0.05, 0.3, 0.05)
FIRST_CREDITOR = CREDITORS_PER_SECTOR[0] + CREDITORS_PER_SECTOR[1]
TYPOS = 0.05


@dataclass(frozen=True)
class BusinessSignals:
    """Signals on firms, as columns.

    Attributes:
        firm: Number of the firm, which is both person and household.
        kind: `business` or `organisation`.
        creditor, month: As for persons.
        sheet: The written columns.
    """

    firm: Ints
    kind: Texts
    creditor: Ints
    month: Ints
    sheet: Sheet


def build_business_signals(
    country: Country, count: int, errors: float, seed: int
) -> BusinessSignals:
    """Return this many signals on firms."""
    draws = Draws(seed, "businesses")
    firms = 1 + int(count * 0.6)
    firm = np.sort(draws.below(firms, count)) if count else np.zeros(0, np.int64)
    form = draws.weighted(FORM_SHARES, firms)
    dwelling = draws.below(len(country.dwellings), firms)
    empty = {name: np.full(count, "", dtype=object) for name in PERSON_COLUMNS}
    names = _names(firms, draws)[firm]
    sheet = {
        **empty,
        **addresses(country, dwelling[firm]),
        "surname": _written(names, form[firm], errors, draws),
        "phone": phones(len(country.people.role) + firm),
        "email": np.full(count, "", dtype=object),
    }
    assert set(sheet) == {*PERSON_COLUMNS, *ADDRESS_COLUMNS, *CONTACT_COLUMNS}
    utilities = len(country.creditors) - FIRST_CREDITOR
    return BusinessSignals(
        firm=firm,
        kind=texts([kind for kind, _ in FORMS])[form[firm]],
        creditor=FIRST_CREDITOR + draws.below(utilities, count),
        month=draws.below(MONTHS, count),
        sheet=sheet,
    )


def firm_ids(firm: Ints) -> Texts:
    """Return the id of each firm."""
    return texts([f"f{number:07d}" for number in firm.tolist()])


def _names(count: int, draws: Draws) -> Texts:
    """Return a name per firm: a trade and an owner."""
    trade = draws.below(len(TRADES), count)
    owner = all_surnames().draw(np.zeros(count, np.int64), draws)
    names: Texts = texts(TRADES)[trade] + " " + full_surnames(owner)
    return names


def _written(names: Texts, form: Ints, errors: float, draws: Draws) -> Texts:
    """Return names with their legal form, as each creditor happens to write it."""
    way, wrong = draws.uniform(len(names)), draws.chance(TYPOS * errors, len(names))
    column = []
    for name, code, point, is_wrong in zip(names, form, way, wrong, strict=True):
        ways = FORMS[int(code)][1]
        text = ways[int(point * len(ways))].format(name)
        column.append(slips.typo(text, point, 1 - point) if is_wrong else text)
    return texts(column)
