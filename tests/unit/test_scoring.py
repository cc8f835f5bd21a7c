"""Scores of a division of signals, by example; the properties are elsewhere."""

import numpy as np
import pytest

from vroegsein.synthetic.scoring import (
    agreement,
    forbidden_merges,
    labels,
    multi_creditor,
)


def of(text: str) -> np.ndarray:
    """Return labels from letters: `AAB` is three signals in two groups."""
    return labels(list(text))


def test_labels_are_equal_for_equal_ids() -> None:
    assert of("BAB").tolist() == [0, 1, 0]


def test_the_truth_agrees_with_itself() -> None:
    score = agreement(of("AABBC"), of("XXYYZ"))
    assert (score.precision, score.recall, score.f1, score.b_cubed) == (1, 1, 1, 1)


def test_a_person_split_in_two_costs_recall() -> None:
    score = agreement(of("ABC"), of("XXX"))
    assert score.precision == 1
    assert score.recall == 0
    assert score.b_recall == pytest.approx(1 / 3)
    assert score.b_precision == 1


def test_two_persons_in_one_cost_precision() -> None:
    score = agreement(of("AAAA"), of("XXYY"))
    assert (score.joined, score.true, score.right) == (6, 2, 2)
    assert score.f1 == pytest.approx(0.5)
    assert score.b_precision == pytest.approx(0.5)


def test_no_signals_are_no_error() -> None:
    none = of("")
    assert agreement(none, none).f1 == 1
    assert multi_creditor(none, none, none).found_share == 1


def test_everybody_alone_is_perfect() -> None:
    assert agreement(of("ABC"), of("XYZ")).f1 == 1


def test_a_person_is_found_when_two_of_the_creditors_meet() -> None:
    score = multi_creditor(of("AAB"), of("XXX"), of("123"))
    assert (score.true, score.found, score.reported, score.pure) == (1, 1, 1, 1)


def test_two_signals_of_one_creditor_are_no_find() -> None:
    score = multi_creditor(of("AAB"), of("XXX"), of("112"))
    assert (score.true, score.found, score.reported) == (1, 0, 0)
    assert score.found_share == 0


def test_a_group_of_two_persons_is_reported_and_not_pure() -> None:
    score = multi_creditor(of("AA"), of("XY"), of("12"))
    assert (score.true, score.found, score.reported, score.pure) == (0, 0, 1, 0)
    assert score.pure_share == 0


def test_a_forbidden_merge_is_counted() -> None:
    found = of("AAB")
    assert forbidden_merges(found, np.array([0, 0]), np.array([1, 2])) == 1
