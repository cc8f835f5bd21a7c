"""How amounts, days and moments are written for Dutch readers."""

from datetime import date, datetime

from vroegsein.parties.moments import AMSTERDAM


def euros(cents: int) -> str:
    """Return whole cents as officials write them, `€ 1.234,56`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"€ {sign}{number(whole)},{rest:02d}"


def number(count: int) -> str:
    """Return a count with points between the thousands, `1.234`."""
    return f"{count:,}".replace(",", ".")


def day(value: date) -> str:
    """Return a day as `07-10-2026`."""
    return value.strftime("%d-%m-%Y")


def moment_text(moment: datetime) -> str:
    """Return a moment by the Dutch clock, `07-10-2026 10:00`."""
    return moment.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")


def plural(count: int, one: str, more: str) -> str:
    """Return a count with its noun, `1 persoon` or `2 personen`."""
    return f"{number(count)} {one if count == 1 else more}"


def enumeration(words: list[str]) -> str:
    """Return words as a Dutch list, `huur, water en zorg`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"
