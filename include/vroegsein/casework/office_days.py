"""How officials write days: as in Dutch letters, or as in ISO 8601."""

import re
from datetime import date

_DUTCH = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def read_day(text: str) -> date | None:
    """Return a day written `dd-mm-yyyy` or `yyyy-mm-dd`; None where it is none."""
    parts = _parts(text)
    if parts is None:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def read_birth_date(text: str) -> str | None:
    """Return a birth date as `yyyy-mm-dd`; day or month may be unknown: 00."""
    parts = _parts(text)
    if parts is None or parts[0] < 1880:
        return None
    year, month, day = parts
    if month == 0 and day != 0:
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _parts(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day as they are written."""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DUTCH.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    return int(year), int(month), int(day)
