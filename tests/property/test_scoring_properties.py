"""Scores from contingency tables equal those counted pair by pair."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vroegsein.synthetic.scoring import agreement, multi_creditor

SIGNALS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 3)),
    min_size=1,
    max_size=30,
)


def columns(signals):
    return (np.array(column, np.int64) for column in zip(*signals, strict=True))


def pairs_of(groups) -> set[tuple[int, int]]:
    return {
        (one, other)
        for one, other in combinations(range(len(groups)), 2)
        if groups[one] == groups[other]
    }


def slow_b_cubed(found, truth) -> tuple[float, float]:
    """Return B-cubed precision and recall by their definition, signal by signal."""
    every = range(len(found))
    precision = recall = 0.0
    for one in every:
        mine = {other for other in every if found[other] == found[one]}
        true = {other for other in every if truth[other] == truth[one]}
        precision += len(mine & true) / len(mine)
        recall += len(mine & true) / len(true)
    return precision / len(found), recall / len(found)


def slow_multi_creditor(found, truth, creditor) -> tuple[int, int, int, int]:
    """Return persons, those found, groups reported and pure ones, by definition."""
    every = range(len(found))

    def creditors(members) -> int:
        return len({int(creditor[one]) for one in members})

    persons = [
        [one for one in every if truth[one] == who] for who in set(truth.tolist())
    ]
    groups = [
        [one for one in every if found[one] == what] for what in set(found.tolist())
    ]
    several = [person for person in persons if creditors(person) >= 2]
    was_found = [
        person
        for person in several
        if any(creditors(set(person) & set(group)) >= 2 for group in groups)
    ]
    reported = [group for group in groups if creditors(group) >= 2]
    pure = [group for group in reported if len({int(truth[one]) for one in group}) == 1]
    return len(several), len(was_found), len(reported), len(pure)


@given(SIGNALS)
def test_pairs_are_those_counted_one_by_one(signals) -> None:
    found, truth, _ = columns(signals)
    score = agreement(found, truth)
    joined, true = pairs_of(found), pairs_of(truth)
    assert (score.joined, score.true) == (len(joined), len(true))
    assert score.right == len(joined & true)


@given(SIGNALS)
def test_b_cubed_is_that_of_the_definition(signals) -> None:
    found, truth, _ = columns(signals)
    score = agreement(found, truth)
    assert (score.b_precision, score.b_recall) == pytest.approx(
        slow_b_cubed(found, truth)
    )


@given(SIGNALS)
def test_creditors_are_those_of_the_definition(signals) -> None:
    found, truth, creditor = columns(signals)
    score = multi_creditor(found, truth, creditor)
    counted = slow_multi_creditor(found, truth, creditor)
    assert (score.true, score.found, score.reported, score.pure) == counted


@given(SIGNALS, st.randoms(use_true_random=False))
def test_the_order_of_signals_changes_no_score(signals, random) -> None:
    shuffled = list(signals)
    random.shuffle(shuffled)
    one, other = (agreement(*list(columns(each))[:2]) for each in (signals, shuffled))
    assert (one.joined, one.true, one.right) == (other.joined, other.true, other.right)
    assert one.b_cubed == pytest.approx(other.b_cubed)
