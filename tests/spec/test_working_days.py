"""Dutch public holidays against the official dates, written down by hand.

Source of the rules: Algemene termijnenwet (BWBR0002448) art. 3. Easter by the
calendar of the Rijksoverheid; Ascension is 39 and Whit Monday 50 days later.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vroegsein.parties.workdays import (
    add_working_days,
    is_working_day,
    last_day_of_term,
)

#: Year -> Good Friday, Easter Monday, King's Day, Ascension Day, Whit Monday.
MOVING = {
    2024: ("03-29", "04-01", "04-27", "05-09", "05-20"),
    2025: ("04-18", "04-21", "04-26", "05-29", "06-09"),  # the 27th is a Sunday
    2026: ("04-03", "04-06", "04-27", "05-14", "05-25"),
    2027: ("03-26", "03-29", "04-27", "05-06", "05-17"),
    2028: ("04-14", "04-17", "04-27", "05-25", "06-05"),
    2029: ("03-30", "04-02", "04-27", "05-10", "05-21"),
    2030: ("04-19", "04-22", "04-27", "05-30", "06-10"),
}
FIXED = ("01-01", "05-05", "12-25", "12-26")
NO_HOLIDAYS = ("04-28", "05-01", "05-04", "12-05", "12-24", "12-31", "11-11")
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 1))


def official(year: int) -> set[date]:
    return {date.fromisoformat(f"{year}-{day}") for day in (*MOVING[year], *FIXED)}


@pytest.mark.parametrize("year", MOVING)
def test_the_days_off_of_a_year_are_the_official_ones(year: int):
    day, found = date(year, 1, 1), set()
    while day.year == year:
        if day.weekday() < 5 and not is_working_day(day):
            found.add(day)
        day += timedelta(days=1)
    assert found == {day for day in official(year) if day.weekday() < 5}


@pytest.mark.parametrize("year", MOVING)
@pytest.mark.parametrize("day", NO_HOLIDAYS)
def test_a_day_that_is_only_kept_by_some_is_a_working_day(year: int, day: str):
    wanted = date.fromisoformat(f"{year}-{day}")
    assert is_working_day(wanted) == (
        wanted.weekday() < 5 and wanted not in official(year)
    )


@pytest.mark.parametrize("year", MOVING)
def test_no_saturday_or_sunday_is_a_working_day(year: int):
    first = date(year, 1, 1)
    weekend = [
        day
        for day in (first + timedelta(days=count) for count in range(365))
        if day.isoweekday() > 5
    ]
    assert len(weekend) >= 104
    assert not any(is_working_day(day) for day in weekend)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-10-01", 3, "2026-10-06"),  # Thursday, over a weekend
        ("2026-10-02", 3, "2026-10-07"),
        ("2026-10-03", 3, "2026-10-07"),  # from a Saturday
        ("2026-12-23", 3, "2026-12-29"),  # over Christmas, the second on a Saturday
        ("2027-04-26", 1, "2027-04-28"),  # over King's Day
        ("2027-05-04", 1, "2027-05-07"),  # Liberation Day and Ascension in a row
        ("2025-12-31", 1, "2026-01-02"),  # over New Year
        ("2026-05-13", 20, "2026-06-12"),  # Ascension and Whit Monday
    ],
)
def test_a_term_counts_working_days_only(start: str, count: int, end: str):
    """Wgs art. 4(2): three working days; twenty is the end of supply."""
    found = add_working_days(date.fromisoformat(start), count)
    assert found.isoformat() == end


@given(day=DAYS, first=st.integers(1, 15), more=st.integers(1, 15))
def test_terms_add_up_and_end_on_a_working_day(day: date, first: int, more: int):
    end = add_working_days(day, first)
    assert is_working_day(end)
    assert add_working_days(end, more) == add_working_days(day, first + more)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(is_working_day, between)) == first


@given(day=DAYS, days=st.integers(0, 60))
def test_a_term_of_calendar_days_is_never_extended(day: date, days: int):
    """Help has to be offered within it, so the earlier day is the safe one."""
    assert (last_day_of_term(day, days) - day).days == days
