"""The reporting month: an explicit value in every row, file, lock, key and log."""

import re
from dataclasses import dataclass
from datetime import date

from vroegsein.errors import ConfigurationError

PATTERN = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


@dataclass(frozen=True, order=True)
class ReportingMonth:
    """One calendar month of deliveries, written `2026-10`."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "ReportingMonth":
        """Read a month written `yyyy-mm`.

        Raises:
            ConfigurationError: The text is no month of this century.
        """
        if not re.fullmatch(PATTERN, text):
            msg = "A reporting month is written yyyy-mm, such as 2026-10."
            raise ConfigurationError(msg)
        return cls(int(text[:4]), int(text[5:]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        """First calendar day of the month."""
        return date(self.year, self.month, 1)

    def plus(self, months: int) -> "ReportingMonth":
        """Return the month so many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return ReportingMonth(index // 12, index % 12 + 1)

    def in_dutch(self) -> str:
        """Return the month as officials write it, `oktober 2026`."""
        return f"{DUTCH_MONTHS[self.month - 1]} {self.year}"


DUTCH_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
