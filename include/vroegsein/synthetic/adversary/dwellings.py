"""Decides where people live: places, streets, numbers and postcodes of a country.

Slots are laid out street by street with free numbers between them, so that a wrong
house number is a dwelling that exists as often as it is one that does not. Everything
is made up; postcodes have the shape of Dutch ones.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from vroegsein.synthetic import places
from vroegsein.synthetic.adversary.draws import (
    Draws,
    Ints,
    Texts,
    place_in_group,
    spread,
    texts,
    zipf_weights,
)

FREE_PER_HOME = 3  # slots for every household that is in the files
STREET_LENGTH = (15, 90)  # slots
PER_POSTCODE = 20
AREAS_PER_PLACE = (1, 6)
POSTCODES_PER_AREA = 60
FIRST_AREA = 1011
AREAS = 8900
PLACE_STARTS = (
    *("Ooster", "Wester", "Noorder", "Zuider", "Nieuw", "Oud", "Groot", "Klein"),
    *("Hoog", "Rijns", "Maas", "Wald", "Berk", "Heer", "Breder", "Lands", "Vecht"),
    *("Dron", "Elst"),
)  # fmt: skip
PLACE_ENDS = (
    *(
        "wolde",
        "broek",
        "dam",
        "veen",
        "burg",
        "hoven",
        "kerk",
        "meer",
        "zijl",
        "drecht",
    ),
    *("heim", "rode", "wijk", "loo", "huizen", "dijk", "oord", "haven", "water"),
)
STREET_STARTS = (
    *(
        "Prinses Beatrix",
        "Koningin Wilhelmina",
        "Burgemeester De Vries",
        "Dokter Kuyper",
    ),
    *("Professor Lorentz", "Willem de Zwijger", "Jan van Galen", "Johan de Witt"),
    *(
        "Oranje",
        "Nassau",
        "Juliana",
        "Emma",
        "Vondel",
        "Rembrandt",
        "Vermeer",
        "Mozart",
    ),
    *("Beethoven", "Tulpen", "Rozen", "Narcissen", "Anemonen", "Zonnebloem", "Iris"),
    *("Merel", "Spreeuwen", "Vinken", "Nachtegaal", "Zwaluwen", "Meeuwen", "Reiger"),
    *("Amster", "Rotter", "Utrechtse", "Haagse", "Arnhemse", "Zwolse", "Groninger"),
    *(
        "Eiken",
        "Beuken",
        "Linden",
        "Kastanje",
        "Elzen",
        "Populieren",
        "Wilgen",
        "Berken",
    ),
    *(
        "Boven",
        "Beneden",
        "Midden",
        "Achter",
        "Voor",
        "Kerk",
        "School",
        "Dorps",
        "Markt",
    ),
    *("Haven", "Brug", "Sluis", "Molen", "Stations", "Spoor", "Industrie", "Ambachts"),
    *("Sint Jans", "Sint Annen", "Lange Nieuw", "Korte", "Oude", "Nieuwe", "Eerste"),
)
STREET_ENDS = (
    *("straat", "weg", "laan", "plein", "hof", "singel", "kade", "dreef", "pad"),
    *("gracht", "steeg", "park", "dijk", "plantsoen", "baan", "wal"),
)
#: How the dwellings at one number are told apart: house letters, then additions.
DIVISIONS = (
    (("A", ""), ("B", ""), ("C", ""), ("D", ""), ("E", ""), ("F", "")),
    (("", "1"), ("", "2"), ("", "3"), ("", "4"), ("", "5"), ("", "6")),
    (("", "hs"), ("", "1hg"), ("", "2hg"), ("", "3hg"), ("", "4hg"), ("", "5hg")),
    (("", ""), ("A", ""), ("B", ""), ("C", ""), ("D", ""), ("E", "")),
    (("", ""), ("", "bis"), ("", "bisA"), ("", "I"), ("", "II"), ("", "III")),
    (("", "01"), ("", "02"), ("", "03"), ("", "04"), ("", "05"), ("", "06")),
    (("", "RD"), ("", "ZW"), ("A", "1"), ("A", "2"), ("B", "1"), ("B", "2")),
)
DIVIDED = 0.05  # chance that a number is a building of several dwellings
BOATS = 0.002


@dataclass(frozen=True)
class Dwellings:
    """All slots as columns; an address is a row number.

    Attributes:
        street: Name of the street.
        number: House number.
        letter: One house letter, or nothing.
        addition: House number addition, or nothing.
        postcode: `1234AB`.
        place: Name of the place.
    """

    street: Texts
    number: Ints
    letter: Texts
    addition: Texts
    postcode: Texts
    place: Texts

    def __len__(self) -> int:
        """Return the number of slots."""
        return len(self.number)


def build_dwellings(homes: int, seed: int) -> Dwellings:
    """Return the slots of a country in which this many addresses are wanted."""
    draws = Draws(seed, "dwellings")
    count = homes * FREE_PER_HOME + STREET_LENGTH[1]
    lengths = draws.between(*STREET_LENGTH, 1 + count // STREET_LENGTH[0])
    lengths = lengths[: int(np.searchsorted(np.cumsum(lengths), count)) + 1]
    street = spread(lengths)[:count]
    position = place_in_group(lengths)[:count]
    same, division = _buildings(position, draws)
    number = 1 + position - same
    posts = _postcodes(street, position, lengths)
    codes, place = _geography(int(posts[-1]) + 1, draws)
    names = _street_names(draws, len(lengths))
    letters, additions = _division_texts()
    addition = additions[division]
    boats = draws.chance(BOATS, count) & (division == 0)
    addition[boats] = "WS"
    return Dwellings(
        street=names[street],
        number=number,
        letter=letters[division],
        addition=addition,
        postcode=codes[posts],
        place=place[posts],
    )


def _buildings(position: Ints, draws: Draws) -> tuple[Ints, Ints]:
    """Return how far numbers fall behind the slots, and each slot's division.

    A building of k dwellings takes k slots and one number.
    """
    count = len(position)
    starts = draws.chance(DIVIDED, count)
    style = draws.below(len(DIVISIONS), count)
    size = draws.between(2, 6, count)
    since = np.arange(count) - np.maximum.accumulate(
        np.where(starts, np.arange(count), -1_000_000)
    )
    begin = np.maximum(np.arange(count) - since, 0)
    inside = (since < size[begin]) & (position >= since) & (since <= count)
    behind = inside & (since > 0)
    run = np.cumsum(behind)
    street_start = np.maximum.accumulate(np.where(position == 0, np.arange(count), 0))
    lag = run - (run - behind)[street_start]
    division = np.where(inside, 1 + style[begin] * 6 + np.minimum(since, 5), 0)
    return lag.astype(np.int64), division.astype(np.int64)


def _division_texts() -> tuple[Texts, Texts]:
    """Return letter and addition of each division; the first is none at all."""
    every = [("", ""), *(pair for style in DIVISIONS for pair in style)]
    return texts([one for one, _ in every]), texts([other for _, other in every])


def _postcodes(street: Ints, position: Ints, lengths: Ints) -> Ints:
    """Return the number of each slot's postcode: some twenty slots of one street."""
    per_street = -(-lengths // PER_POSTCODE)
    before = np.cumsum(per_street) - per_street
    return np.asarray(before[street] + position // PER_POSTCODE, np.int64)


def _geography(postcodes: int, draws: Draws) -> tuple[Texts, Texts]:
    """Return text and place of each postcode, area after area."""
    pairs = texts(places.LETTER_PAIRS)[draws.order(len(places.LETTER_PAIRS))]
    # A small country has fewer postcodes than letters: then areas hold fewer.
    per_area = max(POSTCODES_PER_AREA, -(-postcodes // AREAS))
    area = np.arange(postcodes) // per_area
    within = np.arange(postcodes) % per_area
    written = [
        f"{FIRST_AREA + int(area_)}{pairs[int(letters)]}"
        for area_, letters in zip(area, within, strict=True)
    ]
    sizes = draws.between(*AREAS_PER_PLACE, int(area[-1]) + 1)
    names = place_names()
    order = draws.order(len(names))
    return texts(written), names[order[spread(sizes)[area] % len(names)]]


@cache
def place_names() -> Texts:
    """Return the names of places: those of Friesland and some made up."""
    villages = [village.name for village in places.VILLAGES]
    made = [start + end for start, end in product(PLACE_STARTS, PLACE_ENDS)]
    return texts([*villages, *made])


@cache
def place_aliases() -> dict[str, str]:
    """Return the name in the other language of places that have one."""
    return {
        village.name: village.alias
        for village in places.VILLAGES
        if village.alias != village.name
    }


def _street_names(draws: Draws, count: int) -> Texts:
    """Return a name for each street; a few names are found in every place."""
    made = [
        start + (end if start[-1].islower() else f" {end}")
        for start, end in product(STREET_STARTS, STREET_ENDS)
    ]
    names = texts(list(dict.fromkeys([*places.STREETS, *made])))
    order = Draws(0, "street names").order(len(names))
    return names[order[draws.weighted(zipf_weights(len(names), flat=60.0), count)]]
