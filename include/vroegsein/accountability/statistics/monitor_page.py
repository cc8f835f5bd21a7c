"""The monitor as a page: each figure with its definition, months and sources."""

from collections.abc import Sequence

from vroegsein.accountability.measures import ON_TIME, short_month
from vroegsein.accountability.page_parts import Plot, Section, Table, heads
from vroegsein.accountability.pages import rendered
from vroegsein.accountability.plots import count_plot, share_plot
from vroegsein.accountability.quality_rows import QualityRows, Score
from vroegsein.accountability.statistics.definitions import definitions
from vroegsein.accountability.statistics.figure_columns import FIGURES, Figure
from vroegsein.accountability.statistics.figures import name_of
from vroegsein.accountability.statistics.meldingen import FOLDER
from vroegsein.accountability.statistics.partner_figures import (
    COMPLETENESS,
    days_late,
    first_received,
)
from vroegsein.accountability.statistics.shown import (
    NOT_KNOWN,
    Column,
    Month,
    Unit,
    year_text,
)
from vroegsein.accountability.statistics.signal_counts import PAID, SIGNALS, WRONG
from vroegsein.listing.dutch import day, number, plural
from vroegsein.parties.period import ReportingMonth

TILES = (("K01", 1), ("K05", 0), ("K08", 0), ("K09", 0), ("K12", 0))
TILE_WORDS = (
    "signalen per 1000 inwoners",
    "van de signalen opgepakt",
    "van de meldingen bereikt",
    "van bereikt accepteert hulp",
    "benaderd binnen 28 dagen",
)


def monitor_page(found: QualityRows, months: Sequence[Month]) -> str:
    """Return the page.

    Args:
        found: Deliveries of the year, for what is said of partners.
        months: The months there are, oldest first; the last is the reported one.
    """
    sections = {figure.code: _section(figure, months) for figure in FIGURES}
    sections |= {
        "K15": _on_time_section(found),
        "K16": _quality_section(found),
        "K19": _wrong_section(found, months[-1]),
        "K21": _hidden_section(months),
    }
    return rendered(
        "monitor",
        folder=FOLDER,
        sections=[sections[code] for code in definitions()],
        tiles=_tiles(months),
        own_numbers=True,
        municipality=found.policy.name,
        month=found.month.in_dutch(),
        inhabitants=number(found.policy.inhabitants),
    )


def _tiles(months: Sequence[Month]) -> list[tuple[str, str]]:
    """Return the figures of the reported month that matter first."""
    by_code = {figure.code: figure for figure in FIGURES}
    trend = [month.figures for month in months]
    columns = [by_code[code].columns(trend)[place] for code, place in TILES]
    texts = [months[-1].shown(column).text for column in columns]
    return list(zip(texts, TILE_WORDS, strict=True))


def _section(figure: Figure, months: Sequence[Month]) -> Section:
    """Return one figure: definition, plots, and a table with a line per month."""
    columns = figure.columns([month.figures for month in months])
    lines = tuple(
        (
            _month_text(month.figures.month),
            *(month.shown(column).text for column in columns),
        )
        for month in reversed(months)
    )
    foot = ("samen, op vijftallen", *(year_text(months, column) for column in columns))
    table = Table(
        heads("|".join(["Maand!", *(f"{column.label}>" for column in columns)])),
        lines,
        foot=foot if len(months) > 1 else (),
    )
    return Section(
        anchor=figure.code.lower(),
        heading=_heading(figure.code),
        text=_words(figure.code),
        plots=_plots(figure, columns[: figure.drawn], months),
        tables=(table,),
        sources=figure.sources,
    )


def _heading(code: str) -> str:
    return f"{code} {definitions()[code].heading}"


def _words(code: str) -> str:
    """Return definition and reference in two paragraphs."""
    words = definitions()[code]
    return f"{words.definition}\nTer vergelijking: {words.reference}"


def _month_text(month: str) -> str:
    return ReportingMonth.parse(month).in_dutch()


def _plots(
    figure: Figure, columns: Sequence[Column], months: Sequence[Month]
) -> tuple[Plot, ...]:
    """Return a plot per column; a month that is not shown is a gap."""
    names = tuple(short_month(month.figures.month) for month in months)
    drawn = []
    for place, column in enumerate(columns):
        values = [month.shown(column).value for month in months]
        if all(value is None for value in values):
            continue
        whole = tuple(None if one is None else int(one + 0.5) for one in values)
        name = f"{figure.code.lower()}-{place}"
        svg = (
            share_plot(name, names, whole)
            if column.unit is Unit.SHARE
            else count_plot(name, names, (("", whole),))
        )
        drawn.append(Plot(column.label, svg))
    return tuple(drawn)


def _on_time_section(found: QualityRows) -> Section:
    """Return which partners delivered in time (K15)."""
    lines = []
    for partner in found.partners:
        month = found.scores.get((partner, str(found.month)), Score())
        lines.append(
            (
                found.name(partner),
                ON_TIME.text(month) if month.month_count else NOT_KNOWN.text,
                ON_TIME.text(found.total(partner)),
                _came(found, partner),
            )
        )
    return Section(
        anchor="k15",
        heading=_heading("K15"),
        text=_words("K15"),
        tables=(
            Table(
                heads("Partner|Deze maand>|Twaalf maanden>|Ontvangen>"), tuple(lines)
            ),
        ),
    )


def _came(found: QualityRows, partner: str) -> str:
    """Return on which day the month's first delivery came, and how late that was."""
    first = first_received(found, partner)
    if first is None:
        return "niets"
    late = days_late(found, partner)
    return day(first) if not late else f"{day(first)}, {_late(late)}"


def _late(days: int) -> str:
    return f"{plural(days, 'werkdag', 'werkdagen')} te laat"


def _quality_section(found: QualityRows) -> Section:
    """Return how complete each partner's delivery was (K16)."""
    lines = tuple(
        (found.name(partner), *(measure.text(score) for measure in COMPLETENESS))
        for partner in found.partners
        if (score := found.scores.get((partner, str(found.month)))) is not None
    )
    words = "|".join(f"{measure.heading}>" for measure in COMPLETENESS)
    return Section(
        anchor="k16",
        heading=_heading("K16"),
        text=_words("K16"),
        tables=(Table(heads(f"Partner|{words}"), lines),),
    )


def _wrong_section(found: QualityRows, month: Month) -> Section:
    """Return how many signals of each partner were wrong (K19)."""
    partners = month.figures.labels(SIGNALS, "partner")
    lines = tuple(
        (
            found.name(partner),
            *(month.shown(one).text for one in wrong_columns(partner)),
        )
        for partner in sorted(partners, key=found.name)
    )
    return Section(
        anchor="k19",
        heading=_heading("K19"),
        text=_words("K19"),
        tables=(Table(heads("Partner|Signalen>|Onterecht>|Al betaald>"), lines),),
        sources=("signal", "outcome"),
    )


def wrong_columns(partner: str) -> list[Column]:
    """Return what is said of the signals of one partner."""
    place = name_of(SIGNALS, "partner", partner)
    wrong, paid = (name_of(place, "juist", label) for label in (WRONG, PAID))
    return [
        Column("signalen", place),
        Column("onterecht", wrong, place, Unit.SHARE),
        Column("al betaald", paid, place, Unit.SHARE),
    ]


def _hidden_section(months: Sequence[Month]) -> Section:
    """Return how much is not shown (K21)."""
    lines = tuple(
        (
            _month_text(month.figures.month),
            number(len(month.hidden)),
            number(sum(count > 0 for count in month.figures.counts.values())),
        )
        for month in reversed(months)
    )
    table = Table(heads("Maand!|Niet getoond>|Aantallen boven nul>"), lines)
    return Section(
        anchor="k21", heading=_heading("K21"), text=_words("K21"), tables=(table,)
    )
