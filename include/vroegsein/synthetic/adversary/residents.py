"""Decides what the register of residents holds: nearly everybody, nearly right."""

import numpy as np
import pyarrow as pa

from vroegsein.synthetic.adversary.arrears import Country
from vroegsein.synthetic.adversary.draws import NONE, Draws, Ints, Texts, texts
from vroegsein.synthetic.adversary.life import MONTHS
from vroegsein.synthetic.adversary.surnames import all_surnames
from vroegsein.synthetic.adversary.truthful import addresses, persons

NOT_REGISTERED = 0.03
MOVE_NOT_REGISTERED = 0.08
PARTLY_UNKNOWN = 0.003  # birth dates of which day or month is unknown
MOVED_OUT = 0.01
SECRET = 0.004


def resident_rows(country: Country, seed: int) -> pa.Table:
    """Return an extract of the register at the end of the period.

    People stand there under their own name and their partner's apart; whoever died or
    moved out stands there too, marked so.
    """
    draws = Draws(seed, "register")
    people = country.people
    person = np.flatnonzero(~draws.chance(NOT_REGISTERED, len(people.role)))
    sheet = persons(country, person, np.zeros(len(person), np.int64))
    vague = np.flatnonzero(draws.chance(PARTLY_UNKNOWN, len(person)))
    born = sheet["birth_date"]
    born[vague] = texts([f"{text[:4]}-00-00" for text in born[vague]])
    partner = people.partner_surname[person]
    wedding = country.households.married_in[people.household[person]]
    partner = np.where(wedding >= MONTHS, NONE, partner)
    every = all_surnames()
    none = np.append(every.prefix, ""), np.append(every.name, "")
    flags = {
        "deceased": people.is_dead[person],
        "moved_out": draws.chance(MOVED_OUT, len(person)),
        "address_secret": draws.chance(SECRET, len(person)),
    }
    ids = [f"r{number:07d}" for number in person.tolist()]
    columns: dict[str, Texts] = {
        "resident_id": texts(ids),
        **sheet,
        "partner_surname_prefix": none[0][partner],
        "partner_surname": none[1][partner],
        **addresses(country, _registered_address(country, person, draws)),
        **{name: texts(["false", "true"])[flag * 1] for name, flag in flags.items()},
    }
    return pa.table({name: pa.array(col, pa.string()) for name, col in columns.items()})


def _registered_address(country: Country, person: Ints, draws: Draws) -> Ints:
    """Return where each person lives by the register: a few moves are not in it yet."""
    household = country.people.household[person]
    own = country.own_home[person]
    now = np.where(own == NONE, country.later_home[household], own)
    late = draws.chance(MOVE_NOT_REGISTERED, len(person))
    return np.where(late, country.home[household], now)
