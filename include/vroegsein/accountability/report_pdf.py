"""The audit report on paper: the sections of the page as a PDF that stands alone.

Made of the same parts as the page, so that the two cannot tell different figures. A4,
tables that break over pages under repeated headers, fonts and plots within. The only
moment in it is that of the publication: the same report gives the same bytes.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from vroegsein.accountability.page_parts import Bar, Head, Link, Plot, Section, Table

MARGIN, WIDTH = 14.0, 182.0  # millimetres; an A4 is 210 wide
DARK, SOFT, PALE, RULE = (20, 66, 115), (90, 107, 123), (243, 246, 249), (213, 221, 229)
WHITE, INK, BAR, BAD = (255, 255, 255), (31, 41, 51), (63, 115, 168), (164, 22, 26)
TEXT_SIZE, CELL_SIZE, DIGEST_SIZE = 9, 7, 5.5
PADDING = 1.1  # millimetres within a cell
DIGEST_SIGNS = 32  # of a digest on one line of its cell
LEAST_SPACE = 45.0  # millimetres that have to be left below a heading
FONTS = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
CLIPPED = r' clip-path="[^"]*"'  # nothing we draw leaves its place
XMLNS = '<svg xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True)
class Cover:
    """What stands above the sections.

    Attributes:
        title: Title of the document.
        lines: Paragraphs below it.
        tiles: The figures at the top, each with its word.
        moment: The moment the document bears.
    """

    title: str
    lines: tuple[str, ...]
    tiles: tuple[tuple[str, str], ...]
    moment: datetime


class _Paper(FPDF):
    """An A4 with our fonts, and a foot on each page."""

    def __init__(self, cover: Cover) -> None:
        super().__init__(format="A4")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=17)
        for style, name in FONTS.items():
            self.add_font("text", style, _font(name))
        self.add_font("mono", "", _font("DejaVuSansMono.ttf"))
        self.set_title(cover.title)
        self.set_lang("nl-NL")
        self.set_creator("Vroegsein")
        self.set_producer("fpdf2")
        self.set_creation_date(cover.moment)

    def footer(self) -> None:
        """Write title and page below each page."""
        self.set_y(-12)
        self.set_font("text", size=7)
        self.set_text_color(*SOFT)
        self.cell(WIDTH / 4 * 3, 4, str(self.title or ""))
        self.cell(WIDTH / 4, 4, f"Pagina {self.page_no()} van {{nb}}", align="R")


def report_pdf(cover: Cover, sections: Iterable[Section]) -> bytes:
    """Return the report as PDF."""
    paper = _Paper(cover)
    paper.add_page()
    _write_cover(paper, cover)
    for number, section in enumerate(sections, start=1):
        _write_section(paper, f"{number}. {section.heading}", section)
    return bytes(paper.output())


def _font(name: str) -> Path:
    """Return a font that matplotlib brings."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf" / name


def _write_cover(paper: _Paper, cover: Cover) -> None:
    """Write title, paragraphs and tiles."""
    _write(paper, cover.title, size=17, style="B", colour=DARK, height=8)
    for line in cover.lines:
        _write(paper, line)
    paper.ln(3)
    width, height = WIDTH / 3, 13.0
    for place, (figure, word) in enumerate(cover.tiles):
        left, top = MARGIN + place % 3 * width, paper.get_y()
        for colour, broad in ((PALE, width - 3), (DARK, 1)):
            paper.set_fill_color(*colour)
            paper.rect(left, top, broad, height - 2, style="F")
        paper.set_xy(left + 3, top + 1)
        _set(paper, 12, "B", INK)
        paper.cell(width - 7, 5, figure, new_x=XPos.LEFT, new_y=YPos.NEXT)
        _set(paper, 7.5, "", SOFT)
        paper.cell(width - 7, 4, word)
        paper.set_xy(MARGIN, top + height if place % 3 == 2 else top)
    paper.ln(2)


def _write_section(paper: _Paper, heading: str, section: Section) -> None:
    """Write one section: heading, text, bars, plots, tables and what it stands on."""
    if paper.will_page_break(LEAST_SPACE):
        paper.add_page()
    paper.ln(4)
    paper.start_section(heading)
    _write(paper, heading, size=12, style="B", colour=DARK, height=6)
    for paragraph in section.paragraphs:
        _write(paper, paragraph)
    if section.bars:
        _write_bars(paper, section.bars_caption, section.bars)
    for plot in section.plots:
        _write_plot(paper, plot)
    for table in section.tables:
        _write_table(paper, table)
    if section.sources:
        named = ", ".join(f"{name}.sql" for name in section.sources)
        _write(paper, f"Bron: include/sql/reports/: {named}", size=6.5, colour=SOFT)


def _write_bars(paper: _Paper, caption: str, bars: Sequence[Bar]) -> None:
    """Draw bars, each with its label before it and its figure behind it."""
    if paper.will_page_break(6 + 4.5 * min(len(bars), 12)):
        paper.add_page()
    paper.ln(1.5)
    _write(paper, caption, size=8, style="B")
    for bar in bars:
        _set(paper, CELL_SIZE, "", INK)
        paper.cell(62, 4.5, bar.label)
        top = paper.get_y()
        paper.set_fill_color(*BAR)
        paper.rect(MARGIN + 62, top + 0.7, max(bar.per_mille * 0.09, 0.2), 3, style="F")
        paper.set_x(MARGIN + 154)
        paper.cell(28, 4.5, bar.figure, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _write_plot(paper: _Paper, plot: Plot) -> None:
    """Draw a plot as wide as the page, with its caption."""
    if paper.will_page_break(45):
        paper.add_page()
    paper.ln(1.5)
    _write(paper, plot.caption, size=8, style="B")
    svg = re.sub(CLIPPED, "", plot.svg.replace("<svg", XMLNS, 1))
    paper.image(io.BytesIO(svg.encode()), w=WIDTH, alt_text=plot.caption)
    paper.ln(2)


def _write_table(paper: _Paper, table: Table) -> None:
    """Write a table; its header stands again on each page it goes on."""
    paper.ln(2)
    if table.caption:
        if paper.will_page_break(22):
            paper.add_page()
        _write(paper, table.caption, size=8, style="B")
    lines = [[_text(cell) for cell in line] for line in table.lines]
    widths = _widths(paper, table, lines)
    _set(paper, CELL_SIZE, "", INK)
    paper.set_draw_color(*RULE)
    paper.set_fill_color(*WHITE)  # what was drawn before leaves its colour
    with paper.table(
        align="LEFT",
        width=WIDTH,
        col_widths=widths,
        text_align=tuple("RIGHT" if head.is_figure else "LEFT" for head in table.heads),
        headings_style=FontFace(emphasis="BOLD", color=WHITE, fill_color=DARK),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        line_height=3.4,
        padding=(0.7, PADDING),
    ) as grid:
        grid.row([head.text for head in table.heads])
        for line in lines:
            row = grid.row()
            for head, cell in zip(table.heads, line, strict=True):
                row.cell(cell, style=_style(head, cell))
        if not lines:
            grid.row().cell("geen", colspan=len(table.heads))
        if table.foot:
            grid.row(table.foot, style=FontFace(emphasis="BOLD", fill_color=PALE))


def _style(head: Head, cell: str) -> FontFace | None:
    """Return how a cell looks when it does not look like its table."""
    if head.is_digest:
        return FontFace(family="mono", size_pt=DIGEST_SIZE)
    if cell == "NIET GOED":
        return FontFace(emphasis="BOLD", color=BAD)
    return None


def _text(cell: str | Link) -> str:
    """Return a cell's text; a link leads nowhere on paper."""
    return cell if isinstance(cell, str) else cell.text


def _widths(
    paper: _Paper, table: Table, lines: Sequence[Sequence[str]]
) -> tuple[float, ...]:
    """Return widths in millimetres: what each column needs, then what it would like."""
    least, liked = [], []
    for place, head in enumerate(table.heads):
        cells = [line[place] for line in [*lines, table.foot] if line]
        need, like = _column(paper, head, cells)
        least.append(need)
        liked.append(like)
    left = WIDTH - sum(least)
    if left <= 0:
        return tuple(need * WIDTH / sum(least) for need in least)
    if sum(liked) <= WIDTH:
        return tuple(like * WIDTH / sum(liked) for like in liked)
    wishes = [like - need for like, need in zip(liked, least, strict=True)]
    return tuple(
        need + left * wish / sum(wishes)
        for need, wish in zip(least, wishes, strict=True)
    )


def _column(paper: _Paper, head: Head, cells: Sequence[str]) -> tuple[float, float]:
    """Return how wide a column has to be at least, and would like to be."""
    paper.set_font("text", "B", CELL_SIZE)
    needs = max(map(paper.get_string_width, head.text.split() or [""]))
    wide = max(map(paper.get_string_width, cells), default=needs)
    words = max(
        (paper.get_string_width(word) for cell in cells for word in cell.split()),
        default=needs,
    )
    if head.is_digest:
        paper.set_font("mono", "", DIGEST_SIZE)
        longest = min(DIGEST_SIGNS, max(map(len, cells), default=0))
        wide = words = paper.get_string_width("0" * longest)
    whole = wide if head.is_figure or head.is_short else words
    room = 2 * PADDING + 1.0
    least = max(needs, min(whole, 60)) + room
    return least, max(least, wide + room)


def _write(
    paper: _Paper,
    text: str,
    *,
    size: float = TEXT_SIZE,
    style: str = "",
    colour: tuple[int, int, int] = INK,
    height: float = 4.4,
) -> None:
    """Write a paragraph over the width of the page."""
    _set(paper, size, style, colour)
    paper.multi_cell(WIDTH, height, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _set(paper: _Paper, size: float, style: str, colour: tuple[int, int, int]) -> None:
    """Choose a size, a style and a colour of text."""
    paper.set_font("text", style, size)
    paper.set_text_color(*colour)
