"""The words of the pages in Dutch and in English, from one catalogue.

Numbers, days and months are written as readers of that language write them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml

from vroegsein.listing import dutch
from vroegsein.parties.moments import AMSTERDAM
from vroegsein.parties.period import ReportingMonth

CATALOGUE = Path(__file__).parent / "words.yml"
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Words:
    """The catalogue in one language."""

    language: str
    catalogue: Mapping[str, str]

    def __call__(self, name: str, /, **fields: object) -> str:
        """Return the words of a name, its fields filled in.

        Raises:
            KeyError: The catalogue has no such name.
        """
        return self.catalogue[name].format(**fields)

    def known(self, name: str, otherwise: str) -> str:
        """Return the words of a name, or something else where there are none."""
        return self.catalogue.get(name, otherwise)

    @property
    def is_dutch(self) -> bool:
        """Whether this is Dutch."""
        return self.language == "nl"

    def number(self, count: int) -> str:
        """Return a count with its thousands apart."""
        return dutch.number(count) if self.is_dutch else f"{count:,}"

    def day(self, value: date) -> str:
        """Return a day, `07-10-2026` or `7 Oct 2026`."""
        if self.is_dutch:
            return dutch.day(value)
        return f"{value.day} {ENGLISH_MONTHS[value.month - 1][:3]} {value.year}"

    def moment(self, value: datetime) -> str:
        """Return a moment by the Dutch clock."""
        local = value.astimezone(AMSTERDAM)
        return f"{self.day(local.date())} {local:%H:%M}"

    def month(self, value: ReportingMonth) -> str:
        """Return a month, `oktober 2026` or `October 2026`."""
        if self.is_dutch:
            return value.in_dutch()
        return f"{ENGLISH_MONTHS[value.month - 1]} {value.year}"


@cache
def words_of(language: str) -> Words:
    """Return the catalogue in a language."""
    return Words(language, {name: pair[language] for name, pair in _read().items()})


@cache
def _read() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    return loaded
