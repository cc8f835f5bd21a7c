"""The plots of the pages, each a drawing of its own that the browser fetches."""

import re
from collections.abc import Sequence
from functools import lru_cache

from vroegsein.accountability.dashboard.asking import (
    Asked,
    UnknownPageError,
    read_code,
)
from vroegsein.accountability.dashboard.rights import may_see
from vroegsein.accountability.dashboard.rows import Year, read_year, reading
from vroegsein.accountability.dashboard.words import ENGLISH_MONTHS, words_of
from vroegsein.accountability.measures import MEASURES, short_month
from vroegsein.accountability.plots import count_plot, share_plot
from vroegsein.accountability.quality_rows import Score
from vroegsein.parties.period import ReportingMonth

FUNNEL = "funnel"


def plot(asked: Asked, measure: str) -> str:
    """Return a plot as a file of its own, SVG.

    Args:
        asked: Whose plot: its subject is a partner, or `funnel` for the whole month.
        measure: Code of the measure, for a partner.

    Raises:
        PermissionError: The reader has not the right to see it.
        UnknownPageError: There is no such partner or measure.
    """
    if not may_see("plot", asked.rights):
        raise PermissionError
    with reading() as connection:
        year = read_year(connection, asked.municipality, asked.month)
    labels = tuple(_label(month, asked.language) for month in year.quality.months)
    if asked.subject == FUNNEL:
        return _as_file(_funnel(year, labels, asked.language))
    return _as_file(_share(year, labels, read_code(asked.subject), measure))


def _share(year: Year, labels: tuple[str, ...], partner: str, code: str) -> str:
    """Return a partner's share over the months."""
    measure = next((one for one in MEASURES if one.code == code), None)
    if measure is None or partner not in year.quality.partners:
        raise UnknownPageError
    scores = (
        year.quality.scores.get((partner, month), Score())
        for month in year.quality.months
    )
    shares = tuple(measure.percent(score) for score in scores)
    return share_plot(f"{partner}-{code}", labels, shares)


def _funnel(year: Year, labels: tuple[str, ...], language: str) -> str:
    """Return lines and people over the months."""
    rows = [year.funnel.get(month) for month in year.quality.months]

    def counted(name: str) -> tuple[int | None, ...]:
        known = (row[name] if row else None for row in rows)
        return tuple(None if count is None else int(count) for count in known)

    words = words_of(language)
    return count_plot(
        FUNNEL,
        labels,
        (
            (words("funnel.line_count"), counted("line_count")),
            (words("funnel.person_count"), counted("person_count")),
        ),
    )


def _label(month: str, language: str) -> str:
    """Return a month as it stands below a plot."""
    if language == "nl":
        return short_month(month)
    return ENGLISH_MONTHS[ReportingMonth.parse(month).month - 1][:3]


@lru_cache(maxsize=256)
def _as_file(drawing: str) -> str:
    """Return a drawing as a file: with its name space, its style as attributes.

    The pages allow no style but their own; attributes are no style.
    """
    named = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return re.sub(r' style="([^"]*)"', _attributes, named)


def _attributes(style: re.Match[str]) -> str:
    pairs: Sequence[list[str]] = [
        rule.split(":", 1) for rule in style[1].split(";") if ":" in rule
    ]
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
