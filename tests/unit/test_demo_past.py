"""The months before the demonstration are lived on days they could have been lived on."""

from datetime import date, timedelta

import pytest

from vroegsein.demo.month import COLLECTION_DAY
from vroegsein.demo.past import PACES, RETURNED_ON, asked_on, listed_on
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.workdays import add_working_days, is_working_day

OFFER = timedelta(days=28)
MONTHS = [ReportingMonth(2026, number) for number in range(2, 8)]


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_list_is_approved_on_the_first_working_day_after_its_month(month):
    day = listed_on(month)
    assert is_working_day(day)
    before = month.plus(1).first_day
    assert not any(
        is_working_day(before + timedelta(days=number))
        for number in range((day - before).days)
    )


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_crisis_list_goes_out_while_three_working_days_can_be_met(month):
    """K-3WD: red while the months before had no crisis list, and K12 said 0%."""
    received = date(month.year, month.month, COLLECTION_DAY)
    assert is_working_day(asked_on(month))
    assert received <= asked_on(month) <= add_working_days(received, 1)
    assert asked_on(month) < listed_on(month)


def test_there_is_a_pace_for_each_month_and_all_that_happened_is_told_in_time():
    assert len(PACES) == len(MONTHS)
    for month, pace in zip(MONTHS, PACES, strict=True):
        last = listed_on(month) + timedelta(days=pace)
        assert last <= month.plus(1).first_day.replace(day=RETURNED_ON)


def test_terms_are_met_more_often_month_by_month_but_not_always():
    """Waar het om gaat: de monitor van de demonstratie laat een verloop zien."""
    spare = [_spare(month) - pace for month, pace in zip(MONTHS, PACES, strict=True)]
    assert spare[0] < -10 < 0 <= spare[-2]
    assert list(PACES) == sorted(PACES, reverse=True)


def _spare(month: ReportingMonth) -> int:
    """Days that are left of the legal offer when the list is approved."""
    received = date(month.year, month.month, COLLECTION_DAY)
    return (received + OFFER - listed_on(month)).days
