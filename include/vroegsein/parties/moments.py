"""How a moment is read, and which day it falls on in the Netherlands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from vroegsein.errors import ConfigurationError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def read_moment(moment: datetime | str) -> datetime:
    """Return a moment that has a time zone.

    Args:
        moment: A moment, as text in ISO 8601.

    Raises:
        ConfigurationError: It has no zone: the legal clocks would start hours off.
    """
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    if read.tzinfo is None:
        msg = "A moment needs a time zone, such as 2026-10-07T09:00:00+02:00."
        raise ConfigurationError(msg)
    return read


def dutch_day(moment: datetime) -> date:
    """Return the day a moment falls on in the Netherlands."""
    return moment.astimezone(AMSTERDAM).date()
