"""What the pages are made of: cards with tables, bars and small drawings.

A cell is text, a link, a chip or a drawing; the template escapes all but drawings,
which are made here from numbers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from vroegsein.accountability.page_parts import Bar, Head, heads

__all__ = [
    "Bar",
    "Card",
    "Cell",
    "Chip",
    "Drawing",
    "Head",
    "Link",
    "Links",
    "Table",
    "heads",
]


class Tone(StrEnum):
    """How urgent something is; always beside a word, never by colour alone."""

    GOOD = "good"
    CALM = "calm"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Chip:
    """A word on a coloured ground."""

    chip: str
    tone: Tone


@dataclass(frozen=True)
class Link:
    """A link; `is_outer` leaves our pages for one of Airflow's own."""

    text: str
    href: str
    is_outer: bool = False


@dataclass(frozen=True)
class Drawing:
    """A small drawing with its words; `svg` holds numbers and colours only."""

    svg: str


@dataclass(frozen=True)
class Links:
    """Links to several files about one thing."""

    links: tuple[Link, ...]


Cell = str | Link | Links | Chip | Drawing


@dataclass(frozen=True)
class Table:
    """A table with a caption that readers of screens hear first.

    With `fold` it is closed under these words until somebody opens it.
    """

    caption: str
    heads: tuple[Head, ...]
    lines: tuple[tuple[Cell, ...], ...]
    fold: str = ""


@dataclass(frozen=True)
class Plot:
    """A plot that is fetched on its own: its address and what it shows."""

    caption: str
    href: str
    words: str


@dataclass(frozen=True)
class Tile:
    """One figure at the top of a page."""

    figure: str
    words: str
    tone: Tone = Tone.CALM
    anchor: str = ""


@dataclass(frozen=True)
class Card:
    """One part of a page.

    Attributes:
        anchor: Name within the page.
        heading: What it is about.
        text: One or more sentences.
        empty: What it says where there is nothing to show.
        is_wide: Whether it takes the whole width.
    """

    anchor: str
    heading: str
    text: str = ""
    tables: Sequence[Table] = ()
    bars: Sequence[Bar] = ()
    bars_caption: str = ""
    plots: Sequence[Plot] = ()
    links: Sequence[Link] = ()
    empty: str = ""
    is_wide: bool = False
