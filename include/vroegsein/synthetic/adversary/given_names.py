"""Decides what persons are called by their parents, and by everybody else."""

from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np

from vroegsein.synthetic.adversary.cultures import CULTURES, DAILY_NAMES
from vroegsein.synthetic.adversary.draws import (
    NONE,
    Draws,
    Flags,
    Ints,
    Texts,
    texts,
    zipf_weights,
)

#: Parts of the many names that only a few bear, the same for all cultures.
RARE_STARTS = (
    *("Al", "An", "Ar", "Be", "Bri", "Ca", "Da", "De", "El", "Es", "Fa", "Fe", "Ga"),
    *("Ha", "Il", "Ja", "Ke", "La", "Li", "Ma", "Me", "Na", "Ni", "Ra", "Ro", "Sa"),
    *("Se", "Ta", "Va", "Ya", "Xa", "Ze"),
)
RARE_MEN = ("ron", "dert", "mian", "rik", "lano", "nick", "vin", "mon", "zan", "tijn")
RARE_WOMEN = ("lina", "relle", "mira", "nette", "risa", "vina", "zia", "dine", "lou")
YOUNG_FROM_YEAR = 1980


@cache
def all_given() -> Texts:
    """Return every given name, each once; a given name is a row number."""
    return texts(list(_numbers()))


@cache
def initials_of_names() -> Texts:
    """Return the initial of each given name, with its point: `IJ.`, `Th.` not."""
    return texts([f"{name[:1].upper()}." for name in all_given()])


@cache
def daily_names() -> Texts:
    """Return for each given name the names its bearers go by, at least one."""
    column = np.empty(len(all_given()), dtype=object)
    column[:] = [DAILY_NAMES.get(name, name).split() for name in all_given()]
    return column


def draw_given(culture: Ints, is_woman: Flags, born_year: Ints, draws: Draws) -> Ints:
    """Return up to three given names a person, as an array of three columns.

    A missing second or third name is `NONE`. Names follow culture, sex and age.
    """
    found = np.full((len(culture), 3), NONE, np.int64)
    young = born_year >= YOUNG_FROM_YEAR
    for code, woman, is_young in product(range(len(CULTURES)), (0, 1), (0, 1)):
        rows = np.flatnonzero(
            (culture == code) & (is_woman == bool(woman)) & (young == bool(is_young))
        )
        pool = np.array([_numbers()[name] for name in _pool(code, woman, is_young)])
        weights = zipf_weights(len(pool), flat=12.0)
        for column in range(3):
            found[rows, column] = pool[draws.weighted(weights, len(rows))]
        more = draws.chance(CULTURES[code].second_names, len(rows))
        third = more & draws.chance(CULTURES[code].second_names, len(rows))
        found[rows[~more], 1] = NONE
        found[rows[~third], 2] = NONE
    return found


def draw_daily(given: Ints, draws: Draws) -> Texts:
    """Return the name each person with these first given names is called by."""
    choices = daily_names()[given]
    points = draws.uniform(len(given))
    called = [
        options[int(point * len(options))]
        for options, point in zip(choices, points, strict=True)
    ]
    return texts(called)


def same_initial(given: Ints, is_young: bool, draws: Draws) -> Ints:
    """Return for men of these names another Dutch man's name of the same initial."""
    letters = initials_of_names()
    pool = [_numbers()[name] for name in _pool(0, 0, int(is_young))]
    found = given.copy()
    for letter in sorted(set(letters[given])):
        rows = np.flatnonzero(letters[given] == letter)
        options = np.array([name for name in pool if letters[name] == letter])
        if len(options):
            found[rows] = options[draws.below(len(options), len(rows))]
    return found


@cache
def _pool(culture: int, woman: int, is_young: int) -> Sequence[str]:
    """Return the names of a group, the frequent ones first, the rare ones last."""
    group = CULTURES[culture]
    older, younger = (
        (group.women, group.young_women) if woman else (group.men, group.young_men)
    )
    common = (*younger, *older[:15]) if is_young else (*older, *younger[:10])
    rare = _rare(woman) if culture == 0 or is_young else ()
    return tuple(dict.fromkeys((*common, *rare)))


def _rare(woman: int) -> list[str]:
    ends = RARE_WOMEN if woman else RARE_MEN
    return [start + end for end, start in product(ends, RARE_STARTS)]


@cache
def _numbers() -> dict[str, int]:
    """Return the row number of each given name."""
    pools = product(range(len(CULTURES)), (0, 1), (0, 1))
    known = [name for group in pools for name in _pool(*group)]
    daily = [name for names in DAILY_NAMES.values() for name in names.split()]
    return {name: row for row, name in enumerate(dict.fromkeys([*known, *daily]))}
