"""The monitor as a table for systems: one line per figure, month and part."""

from collections.abc import Iterator, Sequence

from vroegsein.accountability.quality_rows import QualityRows
from vroegsein.accountability.statistics.definitions import definitions
from vroegsein.accountability.statistics.figure_columns import FIGURES
from vroegsein.accountability.statistics.monitor_page import wrong_columns
from vroegsein.accountability.statistics.partner_figures import partner_figures
from vroegsein.accountability.statistics.shown import HIDDEN, Month, Shown, Unit
from vroegsein.accountability.statistics.signal_counts import SIGNALS
from vroegsein.listing.table_file import csv_bytes

HEADERS = (
    "kpi",
    "omschrijving",
    "maand",
    "onderdeel",
    "teller",
    "noemer",
    "waarde",
    "eenheid",
    "getoond",
)


def monitor_csv(found: QualityRows, months: Sequence[Month]) -> bytes:
    """Return the table; the same figures give the same bytes."""
    return csv_bytes(HEADERS, _lines(found, months))


def _lines(found: QualityRows, months: Sequence[Month]) -> Iterator[tuple[str, ...]]:
    """Yield all lines, in the order of the definitions."""
    order = list(definitions())
    lines = [*_figures(months), *_partners(found, months[-1]), *_hidden(months)]
    return iter(sorted(lines, key=lambda line: order.index(line[0])))


def _figures(months: Sequence[Month]) -> Iterator[tuple[str, ...]]:
    """Yield each figure of each month."""
    trend = [month.figures for month in months]
    for figure in FIGURES:
        columns = figure.columns(trend)
        for month in months:
            for column in columns:
                place = (figure.code, month.figures.month, column.label)
                yield _line(*place, month.shown(column), column.unit)


def _partners(found: QualityRows, month: Month) -> Iterator[tuple[str, ...]]:
    """Yield what is said of each partner's deliveries and signals (K15, K16, K19)."""
    for code, label, shown, unit in partner_figures(found):
        yield _line(code, month.figures.month, label, shown, unit)
    for partner in month.figures.labels(SIGNALS, "partner"):
        for column in wrong_columns(partner):
            label = f"{found.name(partner)}: {column.label}"
            place = ("K19", month.figures.month, label)
            yield _line(*place, month.shown(column), column.unit)


def _hidden(months: Sequence[Month]) -> Iterator[tuple[str, ...]]:
    """Yield how many counts of each month are not shown (K21)."""
    for month in months:
        counts = sum(count > 0 for count in month.figures.counts.values())
        for label, count in (
            ("niet getoond", len(month.hidden)),
            ("aantallen boven nul", counts),
        ):
            shown = Shown(str(count), count, count)
            yield _line("K21", month.figures.month, label, shown, Unit.COUNT)


def _line(
    code: str, month: str, label: str, shown: Shown, unit: str
) -> tuple[str, ...]:
    """Return one line; a decimal comma, as the readers' spreadsheets expect."""
    if shown.value is None:
        said = "nee" if shown.text == HIDDEN else "onbekend"
    else:
        said = "ja"
    value = "" if shown.value is None else f"{shown.value:.1f}".replace(".", ",")
    heading = definitions()[code].heading
    counts = ("" if one is None else str(one) for one in (shown.part, shown.whole))
    return (code, heading, month, label, *counts, value, unit, said)
