"""Decides which pairs of signals must never end in one person.

They look alike and are not: each pair is told apart by birth dates or initials that
both records hold as they are in truth, so that joining it is never excusable.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from vroegsein.synthetic.adversary import given_names
from vroegsein.synthetic.adversary.arrears import Country, Signals, Writings
from vroegsein.synthetic.adversary.draws import NONE, Draws, Flags, Ints, Texts
from vroegsein.synthetic.adversary.people import Door, Role
from vroegsein.synthetic.adversary.truthful import Sheet, dates

PAIRS = 480
KINDS = ("twins", "father_son", "namesakes", "housemates", "clients", "couple")
FILLING = "namesakes"  # of which there are always more
NAMES = 100_000  # more than there are surnames
WIDE = 64  # more than there are letters


@dataclass(frozen=True)
class Told:
    """What a signal tells truly, as columns.

    Attributes:
        person: Who it is about.
        born: Days since 1970 if the record has the true and certain date.
        initial: Number of the first letter if the record has the true one.
        is_client: Whether the post goes to an administrator.
    """

    person: Ints
    born: Ints
    initial: Ints
    is_client: Flags


def forbidden_pairs(
    country: Country, writings: Writings, signals: Signals, sheet: Sheet, seed: int
) -> pa.Table:
    """Return at most `PAIRS` pairs of signal positions with their kind.

    Args:
        country: Everybody and everything.
        writings: What was written.
        signals: Positions refer to these.
        sheet: The written columns, one row per writing.
        seed: Decides which pairs are taken.
    """
    told = _told(country, writings, signals, sheet)
    keys = _keys(country, told)
    found = {kind: _pairs(keys[kind], told, Draws(seed, kind)) for kind in KINDS}
    share = PAIRS // len(KINDS)
    taken = {kind: pairs[:share] for kind, pairs in found.items()}
    lacking = PAIRS - sum(len(pairs) for pairs in taken.values())
    taken[FILLING] = found[FILLING][: share + lacking]
    left = np.concatenate([taken[kind][:, 0] for kind in KINDS])
    right = np.concatenate([taken[kind][:, 1] for kind in KINDS])
    kinds = [kind for kind in KINDS for _ in range(len(taken[kind]))]
    return pa.table(
        {"left": left, "right": right, "kind": pa.array(kinds, pa.string())}
    )


def _told(country: Country, writings: Writings, signals: Signals, sheet: Sheet) -> Told:
    """Return what each signal tells truly."""
    person = writings.person[signals.writing]
    born = country.people.born[person]
    truth, written = dates(born), sheet["birth_date"][signals.writing]
    certain = (truth == written) & _not_january_first(truth)
    letters = np.array([text[0] for text in given_names.initials_of_names()])
    first = letters[country.people.given[person, 0]]
    seen = np.array([text[:1].upper() for text in sheet["initials"]], dtype=str)
    code = np.searchsorted(np.unique(letters), first)
    return Told(
        person=person,
        born=np.where(certain, born, NONE * 10**6),
        initial=np.where(first == seen[signals.writing], code, NONE),
        is_client=writings.is_client[signals.writing],
    )


def _not_january_first(written: Texts) -> Flags:
    return ~np.char.endswith(written.astype(str), "-01-01")


def _keys(country: Country, told: Told) -> dict[str, Ints]:
    """Return per kind a number that signals of such a pair share, else `NONE`."""
    people, homes = country.people, country.households
    person = told.person
    home, role = people.household[person], people.role[person]
    family = homes.door[home] == Door.FAMILY
    surname = people.surname[person]
    name = surname * WIDE + told.initial
    child = family & (role == Role.CHILD)
    firm = np.where(told.initial == NONE, NONE, name)
    parents = family & (role != Role.CHILD)
    grown = family & (role != Role.PARTNER) & ~people.is_woman[person]
    rooms = homes.door[home] != Door.FAMILY
    return {
        "twins": np.where(child, home, NONE),
        "father_son": np.where(
            grown & (told.initial != NONE), home * WIDE + told.initial, NONE
        ),
        "namesakes": firm,
        "housemates": np.where(rooms, homes.slot[home], NONE),
        "clients": np.where(told.is_client, homes.administrator[home], NONE),
        "couple": np.where(parents & homes.has_partner[home], home, NONE),
    }


def _pairs(key: Ints, told: Told, draws: Draws) -> Ints:
    """Return pairs of signals with one key that are told apart, in a random order."""
    order = np.lexsort((draws.uniform(len(key)), key))
    left, right = order[:-1], order[1:]
    same = (key[left] == key[right]) & (key[left] != NONE)
    same &= told.person[left] != told.person[right]
    dated = (told.born[left] != NONE * 10**6) & (told.born[right] != NONE * 10**6)
    apart = told.born[left] != told.born[right]
    named = (told.initial[left] != NONE) & (told.initial[right] != NONE)
    named &= told.initial[left] != told.initial[right]
    fair = np.flatnonzero(same & dated & (apart | named))
    fair = fair[draws.order(len(fair))]
    return np.stack([left[fair], right[fair]], axis=1).reshape(-1, 2)
