"""The measures of a partner's quality, the same on every page (KPI K15, K16 and K19).

Each is a share of a score, written and drawn so that nobody can be recognised.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vroegsein.accountability.page_parts import Plot
from vroegsein.accountability.plots import share_plot
from vroegsein.accountability.quality_rows import QualityRows, Score
from vroegsein.accountability.small_cells import (
    FULL,
    NOTHING,
    drawn_percent,
    share_text,
)
from vroegsein.parties.period import DUTCH_MONTHS, ReportingMonth


@dataclass(frozen=True)
class Measure:
    """One share.

    Attributes:
        code: Name of its plot.
        heading: Word above its column.
        part: Field of a score that is counted.
        whole: Field of a score it is a share of.
    """

    code: str
    heading: str
    part: str
    whole: str

    def text(self, score: Score) -> str:
        """Return the share as it is printed: what is of people, without few of them."""
        part, whole = getattr(score, self.part), getattr(score, self.whole)
        if self == ON_TIME:
            return f"{part} van {whole}" if whole else NOTHING
        if self == VALID:
            return f"{round(part * FULL / whole)}%" if whole else NOTHING
        return share_text(part, whole)

    def percent(self, score: Score) -> int | None:
        """Return the share of a score as it is drawn."""
        part, whole = getattr(score, self.part), getattr(score, self.whole)
        if self in {ON_TIME, VALID}:
            return round(part * FULL / whole) if whole else None
        return drawn_percent(part, whole)


ON_TIME = Measure("optijd", "Op tijd", "on_time_count", "month_count")
VALID = Measure("geldig", "Geldige regels", "accepted_count", "line_count")
MEASURES = (
    ON_TIME,
    VALID,
    Measure("telefoon", "Telefoon", "phone_count", "accepted_count"),
    Measure("email", "E-mail", "email_count", "accepted_count"),
    Measure("geboorte", "Geboortedatum", "birth_date_count", "accepted_count"),
    Measure("onterecht", "Onterechte signalen", "wrong_count", "signal_count"),
)
WITHIN_A_MONTH = MEASURES[1:]
_MARCH = "mrt"


def plots(
    found: QualityRows, partner: str, chosen: Iterable[Measure]
) -> tuple[Plot, ...]:
    """Return a plot per measure of a partner's months; none where nothing is known."""
    labels = tuple(short_month(month) for month in found.months)
    scores = [found.scores.get((partner, month), Score()) for month in found.months]
    drawn = {
        measure: tuple(measure.percent(score) for score in scores) for measure in chosen
    }
    return tuple(
        Plot(measure.heading, share_plot(f"{partner}-{measure.code}", labels, shares))
        for measure, shares in drawn.items()
        if any(share is not None for share in shares)
    )


def short_month(month: str) -> str:
    """Return a month as it stands below a plot, `okt`."""
    name = DUTCH_MONTHS[ReportingMonth.parse(month).month - 1]
    return _MARCH if name == "maart" else name[:3]
