"""The part of the report that sets the month beside the twelve before it."""

from collections.abc import Callable
from statistics import median_low

from sqlalchemy import RowMapping

from vroegsein.accountability.page_parts import Plot, Section, Table, heads
from vroegsein.accountability.plots import count_plot
from vroegsein.accountability.report_rows import ReportRows
from vroegsein.listing.dutch import euros, number

#: Figure, its word, how it is written, and whether a purge leaves it.
FIGURES: tuple[tuple[str, str, Callable[[int], str], bool], ...] = (
    ("line_count", "Regels gelezen", number, True),
    ("accepted_count", "Regels aangenomen", number, True),
    ("signal_count", "Signalen beoordeeld", number, False),
    ("picked_up_count", "Signalen opgepakt", number, False),
    ("person_count", "Personen op de lijst", number, False),
    ("amount_cents", "Achterstand", euros, False),
)
DRAWN = ("line_count", "signal_count", "person_count")


def norm_section(found: ReportRows) -> Section:
    """Return each figure beside median, least and most of the months before."""
    *before, this = found["year"]
    months = len(before)
    return Section(
        anchor="norm",
        heading="Naast de twaalf maanden ervoor",
        text=(
            f"Van de twaalf maanden ervoor is van {number(months)} een lijst"
            " gepubliceerd; per maand telt de laatste versie. Bij een even aantal"
            " maanden is de mediaan de laagste van de middelste twee. Van een maand die"
            " vernietigd is, tellen alleen de regels nog mee."
        ),
        tables=(
            Table(
                heads("Cijfer|Deze maand>|Mediaan>|Laagste>|Hoogste>|Maanden>"),
                tuple(_figure_line(figure, this, before) for figure in FIGURES),
            ),
        ),
        plots=(_drawn(found),),
        sources=("year",),
    )


def _figure_line(
    figure: tuple[str, str, Callable[[int], str], bool],
    this: RowMapping,
    before: list[RowMapping],
) -> tuple[str, ...]:
    """Set one figure beside those of the months that still have it."""
    name, word, write, is_kept = figure
    known = [row[name] for row in before if is_kept or not row["is_purged"]]
    norm = (median_low(known), min(known), max(known)) if known else ()
    written = [write(value) for value in norm] or ["geen", "geen", "geen"]
    return (word, write(this[name]), *written, number(len(known)))


def _drawn(found: ReportRows) -> Plot:
    """Return the figures over the months; a gap where a purge took them."""
    rows = found["year"]
    words = {name: (word, is_kept) for name, word, _, is_kept in FIGURES}
    counts = tuple(
        (
            words[name][0],
            tuple(
                row[name] if words[name][1] or not row["is_purged"] else None
                for row in rows
            ),
        )
        for name in DRAWN
    )
    months = tuple(row["month"][5:] for row in rows)  # the number of the month
    caption = "Regels, signalen en personen per maand; de laatste is deze maand"
    return Plot(caption, count_plot("norm", months, counts))
