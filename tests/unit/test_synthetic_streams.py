"""Chance in the synthetic municipality is repeatable, named and in range."""

from collections import Counter

from vroegsein.synthetic.streams import Stream, Weighted


def test_a_stream_repeats_itself_under_the_same_seed_and_name():
    first = [Stream(1, "claims", "2026-10").below(1000) for _ in range(3)]

    assert len(set(first)) == 1


def test_the_first_draws_are_those_every_machine_makes():
    stream = Stream(1, "fixed")

    assert [stream.below(1000) for _ in range(4)] == FIXED_DRAWS


FIXED_DRAWS = [662, 12, 962, 598]


def test_another_name_or_seed_is_another_stream():
    streams = [Stream(1, "a"), Stream(1, "b"), Stream(2, "a"), Stream(1, "a", "b")]

    assert len({stream.random() for stream in streams}) == len(streams)


def test_a_draw_between_two_bounds_reaches_both_and_stays_within():
    stream = Stream(1, "bounds")

    assert {stream.between(3, 5) for _ in range(200)} == {3, 4, 5}


def test_chances_of_nothing_and_of_certainty_are_kept():
    stream = Stream(1, "chance")

    assert not any(stream.chance(0.0) for _ in range(100))
    assert all(stream.chance(1.0) for _ in range(100))


def test_shuffling_keeps_every_item_and_leaves_the_list_alone():
    items = list(range(50))

    shuffled = Stream(1, "shuffle").shuffled(items)

    assert sorted(shuffled) == items == list(range(50))
    assert shuffled != items


def test_a_heavier_item_comes_more_often_and_a_weightless_one_never():
    stream = Stream(1, "weights")
    drawn = Counter(Weighted("abc", [8, 2, 0]).pick(stream) for _ in range(2000))

    assert drawn["c"] == 0
    assert 1500 < drawn["a"] < 1700
