"""Which sources are lawful, when, and for whom.

Besluit gemeentelijke schuldhulpverlening art. 3 lists the signals exhaustively; an
experiment (Wgs art. 10) names its municipalities and ends on a date. A delivery
without a basis that holds on the signal date is not loaded at all.
"""

from datetime import date
from pathlib import Path

from pydantic import Field

from vroegsein.parties.yaml_file import Strict, read

#: First day on which a basis holds, and the last one.
Term = tuple[date, date | None]


class LegalBasis(Strict):
    """One ground for sending signals."""

    title: str
    source: str  # the article
    sectors: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None  # last day on which it holds
    municipalities: tuple[str, ...] = Field(default=())  # empty: all

    def holds(self, day: date, municipality: str, sector: str) -> bool:
        """Tell whether a signal of this day may be received."""
        in_term = self.valid_from <= day and (
            self.valid_until is None or day <= self.valid_until
        )
        for_all = not self.municipalities or municipality in self.municipalities
        return in_term and for_all and sector in self.sectors


class LegalBases(Strict):
    """All registered grounds, by code."""

    bases: dict[str, LegalBasis]

    def holds(self, code: str, day: date, municipality: str, sector: str) -> bool:
        """Tell whether the coded basis is registered and holds."""
        basis = self.bases.get(code)
        return basis is not None and basis.holds(day, municipality, sector)

    def terms(self, municipality: str, sector: str) -> tuple[Term, ...]:
        """Return first and last days on which some basis holds, in order of days.

        A line is judged by the law of its own signal date: what was lawful under the
        basis before the present one stays so. The last day is None where it has no end.
        """
        return tuple(
            (basis.valid_from, basis.valid_until)
            for basis in sorted(self.bases.values(), key=lambda one: one.valid_from)
            if basis.holds(basis.valid_from, municipality, sector)
        )


def load_legal_bases(path: Path) -> LegalBases:
    """Read `include/legal_bases.yml`.

    Raises:
        ConfigurationError: The file is absent or wrong.
    """
    return read(path, LegalBases)
