"""The list as an Excel workbook: an explanation sheet, the list, and the words to use.

The columns that workers fill in offer the exact national labels in their cells. Text
cells only, through `write_string`: no value of a partner can become a formula or a
link. The creation time is fixed, so that the same list is the same bytes.
"""

import io
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from vroegsein.listing.choices import DATE_HEADERS, offer_choices, write_choices
from vroegsein.listing.choices import SHEET as SHEET_CHOICES
from vroegsein.listing.columns import (
    COLUMNS,
    OUTCOME_HEADERS,
    PAPER_A4,
    PRINTED,
    ListRow,
    cells,
    headers,
)
from vroegsein.listing.content import ListContent
from vroegsein.listing.explanation import Block, Edition, explanation, title
from vroegsein.listing.survivors import SHEET as SHEET_SURVIVORS
from vroegsein.listing.survivors import write_survivors

CREATED = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
FONT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
DARK, PALE, RULE = "#154273", "#EEF3F8", "#B8C4D0"
LANE_COLOURS = {
    "L0": "#F4C7C3",
    "L1": "#FCE3C8",
    "L2": "#FFF2CC",
    "L3": "#FFF9E3",
    "L5": "#E6F1E6",
}
SHEET_LIST, SHEET_EXPLANATION = "Signaallijst", "Toelichting"
FROZEN_COLUMNS = 5  # number to name
EXPLANATION_WIDTHS = (44.0, 52.0, 46.0, 11.0)
COUNT_COLUMN = 3  # counts stand to the right
LETTER_WIDTH, LINE_HEIGHT = 1.0, 13.0  # in widths of a digit; in points
INDENT = 1.0  # what `indent` takes from a column, so that texts never touch


@dataclass(frozen=True)
class Sheet:
    """A worksheet with the formats of its workbook."""

    worksheet: Worksheet
    formats: dict[str, Format]

    def write(self, row: int, column: int, text: str, style: str = "text") -> None:
        """Write one cell as text, whatever it looks like."""
        self.worksheet.write_string(row, column, text, self.formats[style])


def workbook_bytes(
    content: ListContent, edition: Edition, part: Sequence[ListRow] | None = None
) -> bytes:
    """Return the workbook of one edition of a list.

    Args:
        content: The list.
        edition: What is printed of this edition.
        part: The rows on this workbook's sheet, where the list needs more than one.
    """
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    named = title(content, edition.kind)
    book.set_properties({"title": named, "created": CREATED})
    formats = formats_of(book)
    blocks = explanation(content, edition)
    _write_explanation(
        Sheet(book.add_worksheet(SHEET_EXPLANATION), formats), named, blocks
    )
    listed = Sheet(book.add_worksheet(SHEET_LIST), formats)
    shown = content if part is None else replace(content, list_rows=tuple(part))
    _write_list(listed, shown)
    _lay_out(listed, shown, edition)
    if content.survivors and len(shown.list_rows) == len(content.list_rows):
        worksheet = book.add_worksheet(SHEET_SURVIVORS)
        write_survivors(worksheet, formats, content.survivors)
    write_choices(book.add_worksheet(SHEET_CHOICES), formats)
    offer_choices(listed.worksheet, len(shown.list_rows))
    book.close()
    return file.getvalue()


def text_style() -> dict[str, object]:
    """Return the style of a cell with text, a thin rule below it."""
    return {
        **FONT,
        "align": "left",
        "indent": 1,
        "text_wrap": True,
        "bottom": 1,
        "bottom_color": RULE,
    }


def formats_of(book: Workbook) -> dict[str, Format]:
    """Return the cell formats, by name."""
    set_in = {**FONT, "align": "left", "indent": 1}
    cell = text_style()
    head = {**set_in, "bold": True, "font_color": "white", "bg_color": DARK}
    styles: dict[str, dict[str, object]] = {
        "text": cell,
        "right": {**cell, "align": "right"},
        "plain": {**set_in, "text_wrap": True},
        "bold": {**set_in, "bold": True, "text_wrap": True},
        "fill_in": {**cell, "bg_color": PALE, "left": 1, "left_color": RULE},
        "fill_in_date": {
            **cell,
            "bg_color": PALE,
            "left": 1,
            "left_color": RULE,
            "num_format": "dd-mm-yyyy",
        },
        "head": {**head, "text_wrap": True, "valign": "vcenter"},
        "head_right": {**head, "align": "right"},
        "section": {**FONT, "bold": True, "font_size": 12, "font_color": DARK},
        "title": {**FONT, "bold": True, "font_size": 18, "font_color": DARK},
        **{lane: {**cell, "bg_color": fill} for lane, fill in LANE_COLOURS.items()},
    }
    return {name: book.add_format(style) for name, style in styles.items()}


def _write_explanation(sheet: Sheet, named: str, blocks: list[Block]) -> None:
    """Write the first sheet: what this list is and how to read it."""
    worksheet = sheet.worksheet
    for column, width in enumerate(EXPLANATION_WIDTHS):
        worksheet.set_column(column, column, width)
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&LVertrouwelijk&RPagina &P van &N")
    sheet.write(0, 0, named, "title")
    row = 1
    for block in blocks:
        row = _write_block(sheet, block, row + 1)


def _write_block(sheet: Sheet, block: Block, row: int) -> int:
    """Write one block below a row; return the row after it."""
    sheet.write(row, 0, block.heading, "section")
    sheet.worksheet.set_row(row, 20)
    row += 1
    for column, text in enumerate(block.header):
        style = "head_right" if column == COUNT_COLUMN else "head"
        sheet.write(row, column, text, style)
    row += bool(block.header)
    for line in block.lines:
        if block.header:
            _write_line(sheet, row, line)
        else:
            _write_label(sheet, row, *line)
        row += 1
    return row


def _write_line(sheet: Sheet, row: int, line: tuple[str, ...]) -> None:
    """Write one line of a table."""
    for column, text in enumerate(line):
        sheet.write(row, column, text, "right" if column == COUNT_COLUMN else "text")
    sheet.worksheet.set_row(row, row_height(line, EXPLANATION_WIDTHS))


def _write_label(sheet: Sheet, row: int, label: str, text: str) -> None:
    """Write a label with its text over the rest of the width."""
    rest = EXPLANATION_WIDTHS[1:]
    sheet.write(row, 0, label, "bold")
    sheet.worksheet.merge_range(row, 1, row, len(rest), "", sheet.formats["plain"])
    sheet.write(row, 1, text, "plain")
    sheet.worksheet.set_row(row, row_height((text,), (sum(rest),)))


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return the height, in points, in which wrapped texts can be read whole.

    Not every program fits rows to wrapped text by itself.
    """
    lines = [
        max(1, len(textwrap.wrap(text, max(1, int((width - INDENT) / LETTER_WIDTH)))))
        for text, width in zip(texts, widths, strict=False)
    ]
    return LINE_HEIGHT * max(lines, default=1) + 4


def _write_list_header(sheet: Sheet) -> None:
    """Set the widths and write the header."""
    for number, column in enumerate(COLUMNS.values()):
        sheet.worksheet.set_column(number, number, column.width)
    for number, header in enumerate(headers()):
        sheet.write(0, number, header, "head")
    widths = [column.width for column in COLUMNS.values()]
    sheet.worksheet.set_row(0, row_height(headers(), widths))


def _write_list(sheet: Sheet, content: ListContent) -> None:
    """Write the list: a header, a row per person, empty columns for outcomes."""
    _write_list_header(sheet)
    widths = [column.width for column in COLUMNS.values()]
    for row, listed in enumerate(content.list_rows, start=1):
        texts = cells(listed)
        for number, text in enumerate(texts):
            sheet.write(row, number, unbroken(text), _style(number, text))
        sheet.worksheet.set_row(row, row_height(texts, widths))


def unbroken(text: str) -> str:
    """Keep an amount's sign on the line of its figures."""
    return text.replace("€ ", "€\u00a0")


def _style(number: int, text: str) -> str:
    """Return the format of a cell: lanes have a colour, outcome columns a tint."""
    header = list(COLUMNS.values())[number]
    if header.header in DATE_HEADERS:
        return "fill_in_date"
    if header.header in OUTCOME_HEADERS:
        return "fill_in"
    if header.header == COLUMNS["lane"].header and text[:2] in LANE_COLOURS:
        return text[:2]
    return "right" if header.align == "right" else "text"


def _lay_out(sheet: Sheet, content: ListContent, edition: Edition) -> None:
    """Freeze, filter, and print what goes along on A4, one page wide."""
    worksheet = sheet.worksheet
    last_row, last_column = len(content.list_rows), len(COLUMNS) - 1
    worksheet.freeze_panes(1, FROZEN_COLUMNS)
    worksheet.autofilter(0, 0, last_row, last_column)
    worksheet.ignore_errors({"number_stored_as_text": "A1:ZZ100000"})
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.6)
    worksheet.print_area(0, 0, last_row, len(PRINTED) - 1)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    named = title(content, edition.kind)
    worksheet.set_header(f"&L{named}, versie {edition.version}&RVertrouwelijk")
    worksheet.set_footer("&LNiet doorsturen&RPagina &P van &N")
