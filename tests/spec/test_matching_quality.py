"""How well whole months are matched whose true persons are known: floors, not goals."""

import pytest
from support.matching_quality import accepted, judged, match_made, quality
from support.synthetic import make_month


@pytest.fixture(scope="module", params=[1, 2, 3])
def made(request, tmp_path_factory):
    """A municipality of 50,000 and seven months of its signals."""
    return make_month(tmp_path_factory.mktemp("month"), seed=request.param)


@pytest.mark.slow
def test_who_is_joined_is_one_person(made, tmp_path):
    rows = accepted(made)
    reached = quality(rows, match_made(tmp_path, rows, ()))
    assert reached.forbidden == 0
    assert reached.precision >= 0.99
    assert reached.recall >= 0.97


@pytest.mark.slow
def test_with_the_register_of_residents_nothing_is_wrong_and_next_to_all_found(
    made, tmp_path
):
    rows = accepted(made)
    without = quality(rows, match_made(tmp_path / "without", rows, ()))
    reached = quality(rows, match_made(tmp_path / "with", rows, made.residents))
    assert reached.forbidden == 0
    assert reached.precision >= max(0.999, without.precision)
    assert reached.recall >= min(0.995, without.recall)


def test_a_wrong_and_a_forbidden_pair_would_be_counted():
    """Two residents put in one person."""
    rows = [
        {
            "signal_id": signal,
            "resident_id": f"r{signal}",
            "birth_date": born,
            "surname": "Jansma",
            "address_key": "8501AB|1||",
        }
        for signal, born in (("1", "1950-05-06"), ("2", "1980-07-08"))
    ]
    reached = judged(rows, {frozenset({"1", "2"})})
    assert (reached.joined, reached.true, reached.right) == (1, 0, 0)
    assert reached.forbidden == 1
    assert reached.precision == 0
