"""How much each combination of levels weighs: learned from the file itself.

Every pair of records is about the same person, about two people of one household, or
about two people who have nothing to do with each other. How often each level occurs
in each of the three classes is estimated by expectation maximisation over the counted
patterns: each pattern is shared out over the classes by what is known so far, and the
shares give the next estimate (Fellegi and Sunter 1969; Winkler 1988, "Using the EM
algorithm for weight computation"). The weight of a pattern is the log of the odds
that it is the same person, in thousandths (milli log-odds).

Two things keep a small file honest. "Unrelated" is not learned but computed: from the
number of pairs the file could have, and from how frequent its surnames are. "Person"
and "household" start from national tables, which count as a hundred pairs each. The
number of rounds is fixed and weights are whole numbers: the same counts always give
the same weights.

Surname and first name are learned together: people of one household are compared
when they share either, so that the one tells something about the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from vroegsein.matching.chance import Chance, unrelated_shares, with_clients
from vroegsein.matching.levels import COMPARISONS, Address, Kind, Phone

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Levels = dict[str, Numbers]
Tables = dict[str, Floats]

ROUNDS: Final = 25
NATIONAL_PAIRS: Final = 100.0  # what the national tables count for
BUSINESS_LINK, BUSINESS_APART = 6000, -9000  # name with legal form, and address
SIMILAR_NAME, UNKNOWN_FORM, EQUAL_FORM, EQUAL_ADDRESS = 2, 0, 8, 7
LEAST: Final = 1e-6  # a class never dies out
LIMIT: Final = 60_000  # milli log-odds; beyond it nothing changes any more

#: Share of each level from 1 up where both are known, for pairs of one person.
PERSON: Final = {
    "birth_date_level": (0.004, 0.003, 0.012, 0.006, 0.006, 0.02, 0.949),
    "surname_level": (0.01, 0.02, 0.015, 0.05, 0.155, 0.255, 0.495),
    "name_level": (0.02, 0.005, 0.01, 0.3, 0.12, 0.25, 0.04, 0.255),
    "address_level": (0.05, 0.01, 0.015, 0.005, 0.02, 0.01, 0.89),
    "phone_level": (0.22, 0.03, 0.75),
    "email_level": (0.15, 0.85),
}
#: The same for two people of one household who share a name, initial or date.
HOUSEHOLD: Final = {
    "birth_date_level": (0.94, 0.03, 0.012, 0.003, 0.0005, 0.002, 0.0125),
    "surname_level": (0.31, 0.01, 0.005, 0.2, 0.085, 0.14, 0.25),
    "name_level": (0.8, 0.05, 0.02, 0.075, 0.015, 0.02, 0.005, 0.015),
    "address_level": (0.005, 0.002, 0.005, 0.003, 0.02, 0.005, 0.96),
    "phone_level": (0.849, 0.001, 0.15),
    "email_level": (0.94, 0.06),
}


@dataclass(frozen=True)
class Model:
    """What was learned of one kind of pair: expected pairs and tables of each class.

    Attributes:
        sizes: Number of pairs of one person, and of one household.
        classes: The tables of these two.
        unrelated: The tables of people who have nothing to do with each other.
        pair_count: Number of pairs the file could have.
    """

    sizes: tuple[float, float]
    classes: tuple[Tables, Tables]
    unrelated: Tables
    pair_count: float

    def weigh(self, levels: Levels) -> Numbers:
        """Return the weight of each pattern, in milli log-odds."""
        person, household, unrelated = self.expect(levels)
        odds = 1000 * np.log(person / (household + unrelated))
        weights: Numbers = np.clip(np.rint(odds), -LIMIT, LIMIT).astype(np.int64)
        return weights

    def expect(self, levels: Levels) -> tuple[Floats, Floats, Floats]:
        """Return how many pairs of each class are expected to show each pattern."""
        return (
            self.sizes[0] * _likelihood(levels, self.classes[0]),
            self.sizes[1] * _likelihood(levels, self.classes[1]),
            self.pair_count * _likelihood(levels, self.unrelated),
        )


def learn_models(
    codes: Numbers, counts: Numbers, chance: Chance, *, classes: int = 3
) -> dict[Kind, Model]:
    """Return what a file teaches about pairs of signals, and with residents.

    Args:
        codes: Distinct pattern codes, ascending.
        counts: Number of pairs that show each.
        chance: What the file says about agreeing by chance.
        classes: 3, or 2 for a file without households.
    """
    kinds, levels = unpack(codes)
    models = {}
    for kind in (Kind.RESIDENT, Kind.SIGNAL):
        own = kinds == kind
        part = {name: level[own] for name, level in levels.items()}
        models[kind] = _learn(
            part,
            counts[own].astype(np.float64),
            chance,
            kind,
            with_household=classes == 3,
        )
    return models


def weigh_patterns(codes: Numbers, models: Mapping[Kind, Model]) -> pa.Table:
    """Return what each pattern weighs.

    Args:
        codes: Distinct pattern codes, ascending.
        models: What was learned of each kind of pair.

    Returns:
        A row per code: `pattern_code`, `kind_code`, the six levels and `weight`.
    """
    kinds, levels = unpack(codes)
    weights = np.zeros(len(codes), dtype=np.int64)
    for kind in Kind:
        own = kinds == kind
        part = {name: level[own] for name, level in levels.items()}
        weights[own] = (
            models[kind].weigh(part) if kind in models else _business_weight(part)
        )
    columns = {"pattern_code": codes, "kind_code": kinds, **levels, "weight": weights}
    return pa.table({name: pa.array(each) for name, each in columns.items()})


def unpack(
    codes: Numbers,
) -> tuple[Numbers, Levels]:
    """Return the kind and the levels that pattern codes stand for."""
    rest, levels = codes, {}
    for name in reversed(COMPARISONS):
        rest, levels[name] = np.divmod(rest, len(COMPARISONS[name]))
    return rest, {name: levels[name] for name in COMPARISONS}


def _learn(
    levels: Levels, pairs: Floats, chance: Chance, kind: Kind, *, with_household: bool
) -> Model:
    """Return the model of one kind of pair after a fixed number of rounds."""
    starts = (
        _tables(with_clients(PERSON, chance)),
        _tables(with_clients(HOUSEHOLD, chance)),
    )
    half = 0.4 * float(pairs.sum()) + 1
    model = Model(
        sizes=(half, half if with_household else 0.0),
        classes=starts,
        unrelated=_tables(unrelated_shares(chance)),
        pair_count=chance.pair_count(kind),
    )
    if not len(pairs):
        return model
    pairs = np.where(levels["address_level"] == Address.CARE_OF, 0.0, pairs)
    care_of = starts[0]["address_level"][Address.CARE_OF]
    at_home = {"address_level": starts[1]["address_level"]}
    for _ in range(ROUNDS):
        person, household, unrelated = model.expect(levels)
        total = person + household + unrelated
        shares = (pairs * person / total, pairs * household / total)
        model = replace(
            model,
            sizes=(
                float(shares[0].sum()) + LEAST,
                float(shares[1].sum()) + LEAST if with_household else 0.0,
            ),
            classes=(
                _with_care_of(_estimate(levels, shares[0], starts[0]), care_of),
                _estimate(levels, shares[1], starts[1]) | at_home,
            ),
        )
    return model


def _with_care_of(tables: Tables, share: float) -> Tables:
    """Return tables in which an administrator's address has a given share."""
    address = tables["address_level"].copy()
    address[Address.CARE_OF] = share
    return {**tables, "address_level": address}


def _tables(shares: Mapping[str, tuple[float, ...]]) -> Tables:
    """Return tables by level, names joint; level 0 says nothing and counts one."""
    tables = {
        name: np.concatenate([[1.0], each / np.sum(each)])
        for name, each in shares.items()
    }
    surname, name = tables.pop("surname_level"), tables.pop("name_level")
    return {**tables, "names": np.outer(surname, name)}


def _likelihood(levels: Levels, tables: Tables) -> Floats:
    """Return how likely each pattern is in a class."""
    likelihood = tables["names"][levels["surname_level"], levels["name_level"]].copy()
    for name, table in tables.items():
        if name != "names":
            likelihood *= table[levels[name]]
    return likelihood


def _estimate(levels: Levels, share: Floats, start: Tables) -> Tables:
    """Return the tables of a class from its share of every pattern."""
    tables: Tables = {}
    for name, first in start.items():
        if name == "names":
            tables[name] = _estimate_names(levels, share, first)
            continue
        counted = np.asarray(np.bincount(levels[name], share, len(first)), float)
        seen = counted[1:] + NATIONAL_PAIRS * first[1:]
        tables[name] = np.concatenate([[1.0], seen / seen.sum()])
    return tables


def _estimate_names(levels: Levels, share: Floats, first: Floats) -> Floats:
    """Return the joint table of surname and name; its margins where one is unknown."""
    cells = levels["surname_level"] * first.shape[1] + levels["name_level"]
    counted = np.asarray(np.bincount(cells, share, first.size), float)
    seen = counted.reshape(first.shape)[1:, 1:] + NATIONAL_PAIRS * first[1:, 1:]
    seen = seen / seen.sum()
    table = np.ones(first.shape)
    table[1:, 1:] = seen
    table[1:, 0] = seen.sum(axis=1)
    table[0, 1:] = seen.sum(axis=0)
    return table


def _business_weight(levels: Levels) -> Numbers:
    """Return the weight of businesses: name and legal form, and address or phone."""
    is_same = (levels["surname_level"] >= SIMILAR_NAME) & np.isin(
        levels["name_level"], (UNKNOWN_FORM, EQUAL_FORM)
    )
    has_phone = levels["phone_level"] == Phone.EQUAL
    is_near = (levels["address_level"] == EQUAL_ADDRESS) | has_phone
    return np.where(is_same & is_near, BUSINESS_LINK, BUSINESS_APART)
