"""What a report page is made of: sections with tables and bars, all of it text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Head:
    """One column's header; figures stand to the right, short cells on one line."""

    text: str
    is_figure: bool = False
    is_digest: bool = False
    is_short: bool = False


@dataclass(frozen=True)
class Link:
    """A cell that leads to another page of the storage folder, by relative path."""

    text: str
    href: str


@dataclass(frozen=True)
class Table:
    """A table; `foot` is its line of totals."""

    heads: tuple[Head, ...]
    lines: tuple[tuple[str | Link, ...], ...]
    foot: tuple[str, ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar: how long it is, in per mille of the longest."""

    label: str
    figure: str
    per_mille: int

    @property
    def width(self) -> str:
        """Width as CSS has it."""
        return f"{self.per_mille / 10:.1f}%"


@dataclass(frozen=True)
class Plot:
    """A drawing with its caption; `svg` is made here and holds no text of others."""

    caption: str
    svg: str


@dataclass(frozen=True)
class Section:
    """One numbered part of the report."""

    anchor: str
    heading: str
    text: str
    tables: tuple[Table, ...] = ()
    bars: tuple[Bar, ...] = ()
    bars_caption: str = ""
    plots: tuple[Plot, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        """The text in paragraphs."""
        return self.text.splitlines()


def heads(words: str) -> tuple[Head, ...]:
    """Return headers from one line, `Partner|Regels>|Kenmerk#`.

    A `>` marks a column of figures, a `#` one of digests, a `!` one of short cells.
    """
    return tuple(
        Head(word.rstrip(">#!"), *(word.endswith(mark) for mark in (">", "#", "!")))
        for word in words.split("|")
    )


def bars(values: Iterable[tuple[str, int, str]]) -> tuple[Bar, ...]:
    """Return one bar per label, value and figure; the longest is full."""
    found = list(values)
    longest = max((value for _, value, _ in found), default=0) or 1
    return tuple(
        Bar(label, figure, value * 1000 // longest) for label, value, figure in found
    )


def totals(rows: Sequence[Sequence[int]]) -> list[int]:
    """Add rows of figures up, column by column."""
    return [sum(column) for column in zip(*rows, strict=True)]
