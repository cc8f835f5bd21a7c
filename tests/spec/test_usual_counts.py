"""What number of lines is unusual for a partner, by its own past months."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vroegsein.parties.history import SMALL_DIFFERENCE, unusual_count
from vroegsein.parties.partner import Expected, RowRange

USUAL = Expected(rows=RowRange(min=20, max=60))
MAY_BE_NONE = Expected(rows=RowRange(min=0, max=10))
STEADY = [100, 102, 98, 101, 99, 100, 103, 97, 100, 101, 99, 100]
WILD = [40, 160, 90, 120, 60, 150, 80, 140, 50, 130, 70, 110]
GROWING = [20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130]


@pytest.mark.parametrize(
    ("count", "history", "unusual"),
    [
        (100, STEADY, False),
        (105, STEADY, False),  # five more are never unusual
        (106, STEADY, True),  # outside the median and three times its spread
        (94, STEADY, True),
        (160, WILD, False),  # this partner's months differ that much
        (15, WILD, True),  # under half of the last three
        (205, sorted(WILD), False),  # three times 35 from the median of 100
        (206, sorted(WILD), True),
        (230, WILD, True),
        (140, GROWING, False),
        (59, GROWING, True),  # within the year, but under half of the last three
        (61, GROWING, False),
        (60, [], False),  # without a history the passport's range is the measure
        (61, [], True),
        (19, [40, 40], True),
        (20, [400, 400], False),
        (7, [2, 3, 2], False),
        (8, [2, 3, 2], True),
        (2, [7, 7, 7], False),
        (1, [7, 7, 7], True),
    ],
)
def test_a_count_is_measured_by_the_partners_own_months(
    count: int, history: list[int], unusual: bool
):
    """DEL-15: median and three times its spread; half of the last three months."""
    assert unusual_count(count, history, USUAL) is unusual


def test_a_full_delivery_of_nothing_is_unusual_where_something_is_expected():
    """DEL-15: nothing to report is said by a nil report; that one is not asked about."""
    assert unusual_count(0, STEADY, USUAL)
    assert unusual_count(0, [], USUAL)
    assert not unusual_count(0, [1, 0, 2], MAY_BE_NONE)
    assert unusual_count(0, [], Expected(rows=RowRange(min=1, max=10)))


def test_only_the_last_twelve_months_count():
    """DEL-15: a partner that grew is measured by what it is now."""
    assert not unusual_count(100, [5_000] * 30 + STEADY, USUAL)


COUNTS = st.lists(st.integers(1, 500), min_size=3, max_size=15)


@given(history=COUNTS, count=st.integers(1, 1_000))
def test_more_of_the_same_is_never_unusual(history: list[int], count: int):
    assert not unusual_count(count, [count] * 12, USUAL)
    assert not unusual_count(count + SMALL_DIFFERENCE, [count] * 12, USUAL)
    assert unusual_count(2_000, history, USUAL)
    assert unusual_count(count, history, USUAL) == unusual_count(
        count, [count, *history][-len(history) :], USUAL
    )
