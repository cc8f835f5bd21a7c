"""When a file is due, late and escalated: K-FILE around Dutch holidays.

The days are written down by hand from a calendar; the holidays by the Algemene
termijnenwet art. 3.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.deliveries import LANDLORD, passport

from vroegsein.parties.calendar import (
    MonthStanding,
    Standing,
    due_on,
    escalate_on,
    is_late,
    month_standing,
    month_standings,
    remind_on,
    working_days_after,
)
from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.parties.workdays import add_working_days, is_working_day


def partner(due_day: int, code: str = "woonproef", **changes: object) -> Passport:
    delivery = {**LANDLORD["delivery"], "due_day": due_day}
    return passport(LANDLORD, code=code, delivery=delivery, **changes)


def month(text: str) -> ReportingMonth:
    return ReportingMonth.parse(text)


#: Month, agreed day -> due, reminded from, escalated from.
CALENDAR = [
    ("2026-10", 7, "2026-10-07", "2026-10-09", "2026-10-13"),  # Wednesday
    ("2026-10", 3, "2026-10-05", "2026-10-07", "2026-10-09"),  # Saturday
    ("2026-10", 4, "2026-10-05", "2026-10-07", "2026-10-09"),  # Sunday
    ("2026-10", 9, "2026-10-09", "2026-10-13", "2026-10-15"),  # Friday
    ("2026-04", 3, "2026-04-07", "2026-04-09", "2026-04-13"),  # Good Friday, Easter
    ("2026-04", 2, "2026-04-02", "2026-04-08", "2026-04-10"),  # the day before it
    ("2027-03", 26, "2027-03-30", "2027-04-01", "2027-04-05"),  # Easter in March
    ("2026-04", 27, "2026-04-28", "2026-04-30", "2026-05-04"),  # King's Day
    ("2026-04", 24, "2026-04-24", "2026-04-29", "2026-05-01"),  # over King's Day
    ("2025-04", 26, "2025-04-28", "2025-04-30", "2025-05-02"),  # kept on Saturday
    ("2026-05", 5, "2026-05-06", "2026-05-08", "2026-05-12"),  # Liberation Day
    ("2026-05", 4, "2026-05-04", "2026-05-07", "2026-05-11"),  # the day before it
    ("2027-05", 5, "2027-05-07", "2027-05-11", "2027-05-13"),  # 5 May, Ascension
    ("2026-05", 14, "2026-05-15", "2026-05-19", "2026-05-21"),  # Ascension
    ("2026-05", 25, "2026-05-26", "2026-05-28", "2026-06-01"),  # Whit Monday
    ("2026-12", 25, "2026-12-28", "2026-12-30", "2027-01-04"),  # both Christmas days
    ("2025-12", 24, "2025-12-24", "2025-12-30", "2026-01-02"),  # over New Year
    ("2026-01", 1, "2026-01-02", "2026-01-06", "2026-01-08"),  # New Year
    ("2027-01", 1, "2027-01-04", "2027-01-06", "2027-01-08"),  # on a Friday
]


@pytest.mark.parametrize(("asked", "day", "due", "reminded", "escalated"), CALENDAR)
def test_a_file_is_due_late_and_escalated_on_working_days(
    asked: str, day: int, due: str, reminded: str, escalated: str
):
    """K-FILE: agreed day or the next working day; one day of grace; then three."""
    found = partner(day)
    assert due_on(found, month(asked)).isoformat() == due
    assert remind_on(found, month(asked)).isoformat() == reminded
    assert escalate_on(found, month(asked)).isoformat() == escalated


@pytest.mark.parametrize(
    ("day", "standing", "days_late"),
    [
        ("2026-04-01", "expected", 0),
        ("2026-04-02", "due", 0),  # Thursday: its day
        ("2026-04-03", "due", 0),  # Good Friday
        ("2026-04-06", "due", 0),  # Easter Monday
        ("2026-04-07", "due", 1),  # the day of grace
        ("2026-04-08", "late", 2),
        ("2026-04-09", "late", 3),
        ("2026-04-10", "escalated", 4),
        ("2026-04-12", "escalated", 4),
        ("2026-04-30", "escalated", 17),
    ],
)
def test_a_month_without_a_file_goes_from_expected_to_escalated(
    day: str, standing: str, days_late: int
):
    found = month_standing(partner(2), month("2026-04"), date.fromisoformat(day), None)
    assert (found.standing, found.days_late) == (standing, days_late)


@pytest.mark.parametrize(
    ("received", "late"),
    [
        ("2026-03-30", False),
        ("2026-04-02", False),
        ("2026-04-04", False),
        ("2026-04-07", False),
        ("2026-04-08", True),
        ("2026-05-08", True),
    ],
)
def test_a_file_is_late_after_its_day_of_grace(received: str, late: bool):
    day = date.fromisoformat(received)
    assert is_late(partner(2), month("2026-04"), day) is late
    found = month_standing(partner(2), month("2026-04"), date(2026, 6, 1), day)
    assert found.standing is (Standing.RECEIVED_LATE if late else Standing.RECEIVED)
    assert found.received_on == day


def test_a_file_of_tomorrow_is_not_known_today():
    """A rerun for a day gives that day's answer."""
    asked = month("2026-10")
    tomorrow = date(2026, 10, 14)
    today = month_standing(partner(7), asked, date(2026, 10, 13), tomorrow)
    assert (today.standing, today.received_on) == (Standing.ESCALATED, None)
    then = month_standing(partner(7), asked, tomorrow, tomorrow)
    assert (then.standing, then.days_late) == (Standing.RECEIVED_LATE, 5)


def test_all_partners_of_a_municipality_stand_in_order_of_code():
    partners = [
        partner(12, "zorgproef"),
        partner(7, "aardwarmte"),
        partner(5, "elders", municipalities=["0363"]),
        partner(1, "stroomproef"),
        partner(5, "nooitvan"),
    ]
    received = {"stroomproef": date(2026, 10, 2), "elders": date(2026, 10, 2)}
    found = month_standings(
        partners, "1940", month("2026-10"), date(2026, 10, 9), received
    )
    assert [(item.partner_code, str(item.standing)) for item in found] == [
        ("aardwarmte", "late"),
        ("nooitvan", "escalated"),
        ("stroomproef", "received"),
        ("zorgproef", "expected"),
    ]
    assert found[0] == MonthStanding(
        "aardwarmte",
        Standing.LATE,
        due_on=date(2026, 10, 7),
        remind_on=date(2026, 10, 9),
        escalate_on=date(2026, 10, 13),
        received_on=None,
        days_late=2,
    )


DAYS = st.dates(date(2024, 1, 1), date(2030, 10, 1))


@given(due_day=st.integers(1, 28), first=DAYS, offset=st.integers(-20, 40))
def test_the_stages_follow_each_other_and_begin_on_working_days(
    due_day: int, first: date, offset: int
):
    found, asked = partner(due_day), ReportingMonth(first.year, first.month)
    stages = [due_on(found, asked), remind_on(found, asked), escalate_on(found, asked)]
    assert all(is_working_day(day) for day in stages)
    assert stages[0] < stages[1] < stages[2]
    assert stages[0] >= asked.first_day.replace(day=due_day)
    day = stages[0] + timedelta(days=offset)
    standing = month_standing(found, asked, day, None).standing
    passed = sum(day >= stage for stage in stages)
    assert standing == ("expected", "due", "late", "escalated")[passed]
    assert is_late(found, asked, day) == (passed >= 2)


@given(day=DAYS, count=st.integers(0, 30))
def test_working_days_are_counted_back_as_they_were_added(day: date, count: int):
    assert working_days_after(day, add_working_days(day, count)) == count
    assert working_days_after(day, day - timedelta(days=count)) == 0
