"""The draws of the adversary: by the column, named, the same everywhere."""

import numpy as np
import pytest

from vroegsein.synthetic.adversary.draws import (
    Draws,
    place_in_group,
    spread,
    texts,
    zipf_weights,
)


def test_the_same_name_draws_the_same() -> None:
    one, other = Draws(1, "people"), Draws(1, "people")
    assert one.uniform(5).tolist() == other.uniform(5).tolist()


@pytest.mark.parametrize("names", [(2, "people"), (1, "homes"), (1, "people", "more")])
def test_another_seed_or_purpose_draws_otherwise(names) -> None:
    seed, *purpose = names
    assert (
        Draws(1, "people").uniform(5).tolist()
        != Draws(seed, *purpose).uniform(5).tolist()
    )


def test_the_draws_are_those_of_every_machine() -> None:
    drawn = [round(value, 9) for value in Draws(7, "pinned").uniform(3).tolist()]
    assert drawn == PINNED


PINNED = [0.242584584, 0.801974278, 0.747393957]


def test_whole_numbers_stay_within_their_limits() -> None:
    draws = Draws(1, "limits")
    below, between = draws.below(3, 2000), draws.between(4, 6, 2000)
    assert set(below.tolist()) == {0, 1, 2}
    assert set(between.tolist()) == {4, 5, 6}


def test_limits_may_differ_by_row() -> None:
    limits = np.array([1, 2, 50] * 200)
    assert (Draws(1, "rows").below(limits, 600) < limits).all()


def test_a_chance_is_met_about_as_often() -> None:
    assert 0.28 < Draws(1, "chance").chance(0.3, 20_000).mean() < 0.32
    never_or_always = Draws(1, "both").chance(np.array([0.0, 1.0]), 2)
    assert never_or_always.tolist() == [False, True]


def test_weights_are_followed_and_nothing_of_no_weight_is_drawn() -> None:
    drawn = np.bincount(Draws(1, "weights").weighted((3, 0, 1), 8000), minlength=3)
    assert drawn[1] == 0
    assert 0.72 < drawn[0] / 8000 < 0.78


def test_an_order_holds_every_index_once() -> None:
    order = Draws(1, "order").order(100)
    assert sorted(order.tolist()) == list(range(100))
    assert order.tolist() != list(range(100))


def test_groups_are_spread_over_their_members() -> None:
    sizes = np.array([2, 0, 3])
    assert spread(sizes).tolist() == [0, 0, 2, 2, 2]
    assert place_in_group(sizes).tolist() == [0, 1, 0, 1, 2]


def test_weights_fall_with_the_rank() -> None:
    weights = zipf_weights(50)
    assert (np.diff(weights) < 0).all()


def test_texts_are_a_column_of_python_texts() -> None:
    column = texts(["a", "", "ij"])
    assert column.dtype == object
    assert column.tolist() == ["a", "", "ij"]
