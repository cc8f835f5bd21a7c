"""Working days: Monday to Friday without Dutch public holidays.

The holidays are those of the Algemene termijnenwet (BWBR0002448) art. 3: New Year,
Good Friday, Easter Monday, Ascension, Whit Monday, both Christmas days, King's Day
and 5 May, the last one every year. The kept library `holidays` computes them.
"""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _holidays(year: int) -> frozenset[date]:
    """Return the public holidays of one year."""
    official = holidays.country_holidays(
        "NL", years=year, categories=("public", "optional")
    )
    return frozenset(official)


def is_working_day(day: date) -> bool:
    """Tell whether offices and deadlines count this day."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the day `count` working days after `day` (`day` itself not counted)."""
    current = day
    for _ in range(count):
        current += timedelta(days=1)
        while not is_working_day(current):
            current += timedelta(days=1)
    return current


def last_day_of_term(day: date, days: int) -> date:
    """Return the last day of a term of calendar days.

    A term that would end on a weekend or holiday is NOT extended here: the offer of
    help has to be made within it (Wgs art. 4), so the safe side is the earlier day.
    """
    return day + timedelta(days=days)
