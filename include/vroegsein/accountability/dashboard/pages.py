"""Which cards stand on which page, and how a page is written."""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Connection

from vroegsein.accountability.dashboard.asking import (
    LANGUAGES,
    Asked,
    UnknownPageError,
    read_code,
)
from vroegsein.accountability.dashboard.calendar_card import (
    calendar_card,
    calendar_counts,
    standings,
)
from vroegsein.accountability.dashboard.month_cards import (
    at_risk,
    clocks_card,
    funnel_card,
    matching_card,
    waiting_card,
)
from vroegsein.accountability.dashboard.partner_cards import (
    deliveries_card,
    findings_card,
    months_card,
    plots_card,
    scorecard_card,
)
from vroegsein.accountability.dashboard.parts import Card, Tile, Tone
from vroegsein.accountability.dashboard.proof_cards import (
    LAST,
    files_card,
    last_purge_card,
    proof_cards,
    publications_card,
)
from vroegsein.accountability.dashboard.rights import may_see
from vroegsein.accountability.dashboard.rows import (
    Year,
    asked_rows,
    read_year,
    reading,
)
from vroegsein.accountability.dashboard.words import Words, words_of

TEMPLATES = Path(__file__).parents[1] / "templates" / "dashboard"
EVERY = 1000
_Build = Callable[[Connection, Year, Asked, Words], Sequence[Card]]


@dataclass(frozen=True)
class Page:
    """A page as it is sent.

    Attributes:
        html: The text.
        policy: Its Content-Security-Policy.
    """

    html: str
    policy: str


def page(asked: Asked) -> Page:
    """Return a page.

    Raises:
        UnknownPageError: There is none of this name, month, partner or municipality.
        PermissionError: The reader has not the right to see it.
        ConfigurationError: A passport, the policy or a setting is wrong.
    """
    build = _PAGES.get(asked.page)
    if build is None:
        raise UnknownPageError
    if not may_see(asked.page, asked.rights):
        raise PermissionError
    words = words_of(asked.language)
    with reading() as connection:
        year = read_year(connection, asked.municipality, asked.month)
        known = replace(asked, month=year.month)
        cards = build(connection, year, known, words)
    return Page(html=_written(year, known, words, cards), policy=content_policy())


def _overview(
    _connection: Connection, year: Year, asked: Asked, words: Words
) -> Sequence[Card]:
    return (
        waiting_card(year, asked, words),
        clocks_card(year, asked, words),
        calendar_card(year, asked, words),
        funnel_card(year, asked, words),
        matching_card(year, asked, words),
        last_purge_card(year, words),
        publications_card(year, asked, words, LAST),
    )


def _partners(
    _connection: Connection, year: Year, asked: Asked, words: Words
) -> Sequence[Card]:
    return (scorecard_card(year, asked, words),)


def _partner(
    connection: Connection, year: Year, asked: Asked, words: Words
) -> Sequence[Card]:
    partner = read_code(asked.subject)
    if partner not in year.quality.partners:
        raise UnknownPageError
    found = asked_rows(
        connection,
        "finding",
        municipality_code=year.policy.code,
        partner_code=partner,
        first_month=year.quality.months[0],
        last_month=year.quality.months[-1],
    )
    return (
        plots_card(year, asked, words, partner),
        months_card(year, words, partner),
        deliveries_card(year, asked, words, partner),
        findings_card(found, words),
    )


def _publications(
    _connection: Connection, year: Year, asked: Asked, words: Words
) -> Sequence[Card]:
    return publications_card(year, asked, words, EVERY), files_card(year, words)


def _proof(
    connection: Connection, year: Year, _asked: Asked, words: Words
) -> Sequence[Card]:
    return proof_cards(connection, year, words)


_PAGES: dict[str, _Build] = {
    "overview": _overview,
    "partners": _partners,
    "partner": _partner,
    "publications": _publications,
    "proof": _proof,
}
#: Pages with a place in the bar at the top, and their paths.
_BAR = {
    "overview": "",
    "partners": "partners",
    "publications": "publications",
    "proof": "proof",
}


def content_policy() -> str:
    """Return what a browser may load: our own style and plots, nothing else."""
    digest = b64encode(hashlib.sha256(_style().encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self';"
        " form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
    )


@cache
def _style() -> str:
    return (TEMPLATES / "style.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _written(year: Year, asked: Asked, words: Words, cards: Sequence[Card]) -> str:
    """Write a page."""
    name = year.quality.name(asked.subject) if asked.page == "partner" else ""
    path = f"partners/{asked.subject}" if name else _BAR[asked.page]
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            words=words,
            asked=asked,
            path=path,
            style=_style(),
            heading=words(f"page.{asked.page}", name=name),
            lead=words(f"lead.{asked.page}", month=words.month(year.month)),
            municipality=words("of", name=year.policy.name),
            tiles=_tiles(year, asked, words) if asked.page == "overview" else (),
            bar=[
                (words(f"page.{other}"), asked.link(place), other == asked.page)
                for other, place in _BAR.items()
                if may_see(other, asked.rights)
            ],
            months=[
                (str(month), words.month(month))
                for month in (year.month.plus(offset) for offset in range(1, -12, -1))
            ],
            languages=[
                (language, asked.link(path, lang=language)) for language in LANGUAGES
            ],
            cards=cards,
        )
    )


def _tiles(year: Year, asked: Asked, words: Words) -> list[Tile]:
    """Return the figures at the top of the overview."""
    counts = calendar_counts(standings(year, asked.day))
    row = year.funnel.get(str(year.month))
    risk, waiting = at_risk(year, asked.day), len(year.waiting)
    return [
        Tile(
            words.number(counts["received"]),
            words("tile.received", all=words.number(counts["all"])),
            Tone.GOOD if counts["received"] == counts["all"] else Tone.CALM,
            "calendar",
        ),
        Tile(
            words.number(counts["late"]),
            words("tile.late"),
            Tone.BAD if counts["late"] else Tone.GOOD,
            "calendar",
        ),
        Tile(
            words.number(waiting),
            words("tile.waiting"),
            Tone.WARN if waiting else Tone.GOOD,
            "waiting",
        ),
        Tile(
            words.number(risk),
            words("tile.clocks"),
            Tone.BAD if risk else Tone.GOOD,
            "clocks",
        ),
        Tile(
            words.number(int(row["line_count"] or 0) if row else 0),
            words("tile.lines"),
            anchor="funnel",
        ),
        Tile(
            words.number((row and row["person_count"]) or 0),
            words("tile.persons"),
            anchor="funnel",
        ),
    ]
