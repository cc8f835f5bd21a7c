"""An audit report taken apart: its sections with their tables, as a reader sees them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})


@dataclass
class ReadTable:
    """One table of a page."""

    caption: str = ""
    head: list[str] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)

    def by_first(self) -> dict[str, list[str]]:
        """Return the lines by their first cell."""
        return {line[0]: line[1:] for line in self.lines}


@dataclass
class ReadSection:
    """One section of a page."""

    anchor: str
    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)
    tables: list[ReadTable] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)


class ReadPage(HTMLParser):
    """Reads a page strictly: every element has to be closed, in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.sections: dict[str, ReadSection] = {}
        self.tiles: dict[str, str] = {}
        self.links: list[str] = []
        self._section: ReadSection | None = None
        self._figure = ""
        self._words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        assert len(known) == len(attrs), f"an attribute twice in <{tag}>"
        self.tags.append((tag, known))
        if not self._is_part(tag):
            self._words = []
        if tag not in VOID:
            self.open.append(tag)
        if tag == "section":
            self._section = ReadSection(str(known["id"]))
            self.sections[self._section.anchor] = self._section
        elif tag == "table" and self._section:
            self._section.tables.append(ReadTable())
        elif tag == "tr" and "tbody" in self.open and self._section:
            self._section.tables[-1].lines.append([])
        elif tag == "a":
            self.links.append(str(known["href"]))

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()
        if self._is_part(tag):
            return
        self._keep(tag, " ".join("".join(self._words).split()))
        self._words = []
        if tag == "section":
            self._section = None

    def _is_part(self, tag: str) -> bool:
        """Tell whether a link or a chip is part of what stands in its cell."""
        in_cell = {"td", "th"} & set(self.open)
        return tag == "a" or (tag == "span" and bool(in_cell))

    def _keep(self, tag: str, text: str) -> None:
        if self._section is None:
            if tag == "b":
                self._figure = text
            elif tag == "span" and self._figure:
                self.tiles[text] = self._figure
            return
        if tag == "h2":
            self._section.heading = text
        elif tag == "p":
            self._section.paragraphs.append(text)
        elif tag == "span":
            self._section.bars.append(text)
        elif tag in {"td", "th", "caption"}:
            self._keep_cell(tag, text)

    def _keep_cell(self, tag: str, text: str) -> None:
        assert self._section
        table = self._section.tables[-1]
        if tag == "caption":
            table.caption = text
        elif tag == "th" and "thead" in self.open:
            table.head.append(text)
        elif "tfoot" in self.open:
            table.foot.append(text)
        else:
            table.lines[-1].append(text)
