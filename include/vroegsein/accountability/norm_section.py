"""The part of the report that sets the month beside the twelve before it."""

from collections.abc import Callable, Sequence
from statistics import median_low

from vroegsein.accountability.month_figures import MonthFigures
from vroegsein.accountability.page_parts import Plot, Section, Table, heads
from vroegsein.accountability.plots import count_plot
from vroegsein.accountability.report_rows import ReportRows
from vroegsein.listing.dutch import euros, number

#: Word of each figure, and how it is written.
FIGURES: dict[str, tuple[str, Callable[[int], str]]] = {
    "line_count": ("Regels gelezen", number),
    "accepted_count": ("Regels aangenomen", number),
    "signal_count": ("Signalen beoordeeld", number),
    "picked_up_count": ("Signalen opgepakt", number),
    "person_count": ("Personen op de lijst", number),
    "amount_cents": ("Achterstand", euros),
}
DRAWN = ("line_count", "signal_count", "person_count")
NONE = "geen"


def norm_section(found: ReportRows) -> Section:
    """Return each figure beside median, least and most of the months before."""
    *before, this = found.year
    return Section(
        anchor="norm",
        heading="Naast de twaalf maanden ervoor",
        text=(
            f"Van de twaalf maanden ervoor is van {number(len(before))} een lijst"
            " gepubliceerd; per maand telt de laatste versie. Bij een even aantal"
            " maanden is de mediaan de laagste van de middelste twee. Van een maand die"
            " vernietigd is, tellen de cijfers die bij haar rapport zijn bewaard."
        ),
        tables=(
            Table(
                heads("Cijfer|Deze maand>|Mediaan>|Laagste>|Hoogste>|Maanden>"),
                tuple(_figure_line(name, this, before) for name in FIGURES),
            ),
        ),
        plots=(_drawn(found.year),),
        sources=("year",),
    )


def _figure_line(
    name: str, this: MonthFigures, before: Sequence[MonthFigures]
) -> tuple[str, ...]:
    """Set one figure beside those of the months that have it."""
    word, write = FIGURES[name]
    own = this.values[name]
    known = [value for one in before if (value := one.values[name]) is not None]
    norm = (median_low(known), min(known), max(known)) if known else ()
    return (
        word,
        NONE if own is None else write(own),
        *([write(value) for value in norm] or [NONE] * 3),
        number(len(known)),
    )


def _drawn(year: Sequence[MonthFigures]) -> Plot:
    """Return the figures over the months; a gap where one is not known any more."""
    counts = tuple(
        (FIGURES[name][0], tuple(one.values[name] for one in year)) for name in DRAWN
    )
    months = tuple(one.month[5:] for one in year)  # the number of the month
    caption = "Regels, signalen en personen per maand; de laatste is deze maand"
    return Plot(caption, count_plot("norm", months, counts))
