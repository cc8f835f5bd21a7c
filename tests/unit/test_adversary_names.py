"""What people, streets and places are called."""

from collections import Counter

import numpy as np
import pytest

from vroegsein.synthetic.adversary import given_names
from vroegsein.synthetic.adversary.cultures import CULTURES, DAILY_NAMES
from vroegsein.synthetic.adversary.draws import NONE, Draws
from vroegsein.synthetic.adversary.dwellings import build_dwellings, place_names
from vroegsein.synthetic.adversary.surnames import DISTINCT, all_surnames


def drawn_surnames(count: int = 200_000) -> Counter[int]:
    draws = Draws(1, "families")
    culture = draws.weighted([group.share for group in CULTURES], count)
    return Counter(all_surnames().draw(culture, draws).tolist())


def test_there_are_sixty_thousand_surnames() -> None:
    every = all_surnames()
    pairs = set(zip(every.prefix, every.name, strict=True))
    assert len(every.name) == DISTINCT
    assert len(pairs) > 0.99 * DISTINCT


def test_every_surname_is_letters() -> None:
    odd = [
        name
        for name in all_surnames().name
        if not name.replace(" ", "").replace("'", "").isalpha()
    ]
    assert odd == []


def test_a_few_surnames_are_everywhere_and_most_are_rare() -> None:
    drawn = drawn_surnames()
    total = sum(drawn.values())
    top = [count / total for _, count in drawn.most_common(20)]
    assert 0.002 < top[0] < 0.02
    assert 0.04 < sum(top) < 0.12
    assert len(drawn) > 20_000


def test_surnames_follow_the_culture() -> None:
    draws = Draws(1, "cultures")
    every = all_surnames()
    for code in range(len(CULTURES)):
        rows = every.draw(np.full(50, code), draws)
        assert (rows >= every.first[code]).all()
        assert (rows < every.first[code + 1]).all()


def test_the_shares_of_the_cultures_make_a_whole() -> None:
    assert sum(group.share for group in CULTURES) == pytest.approx(1)


def test_given_names_fit_sex_and_age() -> None:
    count = 400
    dutch, old, young = (
        np.zeros(count, np.int64),
        np.full(count, 1940),
        np.full(count, 2001),
    )
    women = np.ones(count, bool)
    names = given_names.all_given()
    of_old = Counter(
        names[given_names.draw_given(dutch, women, old, Draws(1, "a"))[:, 0]]
    )
    of_young = Counter(
        names[given_names.draw_given(dutch, women, young, Draws(1, "b"))[:, 0]]
    )
    assert of_old["Wilhelmina"] > of_young["Wilhelmina"]
    assert of_young["Emma"] > of_old["Emma"]


def test_a_third_name_needs_a_second() -> None:
    count = 500
    given = given_names.draw_given(
        np.zeros(count, np.int64),
        np.zeros(count, bool),
        np.full(count, 1990),
        Draws(1, "c"),
    )
    assert ((given[:, 2] == NONE) | (given[:, 1] != NONE)).all()
    assert (given[:, 0] != NONE).all()


def test_a_daily_name_belongs_to_the_given_one() -> None:
    names = given_names.all_given()
    given = np.arange(len(names))
    for formal, daily in zip(
        names, given_names.draw_daily(given, Draws(1, "d")), strict=True
    ):
        assert daily in DAILY_NAMES.get(formal, formal).split()


def test_a_name_after_the_father_keeps_his_initial() -> None:
    letters = given_names.initials_of_names()
    fathers = np.arange(len(letters))[:200]
    sons = given_names.same_initial(fathers, True, Draws(1, "e"))
    assert letters[sons].tolist() == letters[fathers].tolist()


def test_dwellings_are_told_apart_by_their_address() -> None:
    every = build_dwellings(4000, 3)
    addresses = set(
        zip(every.postcode, every.number, every.letter, every.addition, strict=True)
    )
    assert len(addresses) == len(every)


def test_a_postcode_lies_in_one_street_and_one_place() -> None:
    every = build_dwellings(4000, 3)
    pairs = set(zip(every.postcode, every.place, every.street, strict=True))
    assert len(pairs) == len(set(every.postcode))


def test_house_numbers_have_letters_and_additions_as_the_register_allows() -> None:
    every = build_dwellings(20_000, 3)
    assert max(map(len, every.letter)) == 1
    assert max(map(len, every.addition)) == 4
    divided = np.mean((every.letter != "") | (every.addition != ""))
    assert 0.05 < divided < 0.3
    assert (every.number > 0).all()


def test_the_places_of_friesland_are_among_them() -> None:
    assert {"Joure", "Lemmer", "Sloten"} <= set(place_names())
