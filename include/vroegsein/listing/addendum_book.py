"""The addendum as an Excel workbook: what a later version changes, and nothing else.

Printed is what the list prints, after what changed; the rest is for the screen.
"""

import io
from collections import Counter
from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from vroegsein.listing.addendum import ADDENDUM_HEADERS, Change, Kind
from vroegsein.listing.columns import COLUMNS, PAPER_A4, PRINTED
from vroegsein.listing.content import ListContent
from vroegsein.listing.explanation import title
from vroegsein.listing.workbook import (
    CREATED,
    Sheet,
    formats_of,
    row_height,
    unbroken,
)

SHEET = "Addendum"
_WIDTHS = {column.header: column.width for column in COLUMNS.values()}
WIDTHS = tuple(_WIDTHS.get(header, 30.0 if place else 12.0)
               for place, header in enumerate(ADDENDUM_HEADERS))  # fmt: skip
#: Colours of the kinds: those of a lane, so that the book keeps one palette.
STYLES = {Kind.NEW: "L5", Kind.CHANGED: "L2", Kind.WITHDRAWN: "L0"}
FIRST_ROW = 3
#: Columns on paper: the two of the addendum, then those of the list but its notes.
ON_PAPER = 2 + len(PRINTED) - 1


def addendum_book(content: ListContent, version: int, found: Sequence[Change]) -> bytes:
    """Return the addendum of a version against the one before it."""
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    heading = f"{title(content)}: addendum bij versie {version}"
    book.set_properties({"title": heading, "created": CREATED})
    sheet = Sheet(book.add_worksheet(SHEET), formats_of(book))
    sheet.write(0, 0, heading, "section")
    sheet.write(1, 0, told(version, found), "section")
    for number, header in enumerate(ADDENDUM_HEADERS):
        sheet.worksheet.set_column(number, number, WIDTHS[number])
        sheet.write(FIRST_ROW - 1, number, header, "head")
    sheet.worksheet.set_row(FIRST_ROW - 1, row_height(ADDENDUM_HEADERS, WIDTHS))
    for row, change in enumerate(found, start=FIRST_ROW):
        _write(sheet, row, change)
    _lay_out(sheet, heading, len(found))
    book.close()
    return file.getvalue()


def told(version: int, found: Sequence[Change]) -> str:
    """Return in one sentence what a version changes."""
    counted = Counter(change.kind for change in found)
    counts = ", ".join(f"{counted[kind]} {kind.value}" for kind in Kind)
    return (
        f"Wijzigingen ten opzichte van versie {version - 1}: {counts}."
        f" De hele lijst staat in versie {version}."
    )


def _write(sheet: Sheet, row: int, change: Change) -> None:
    """Write one person; the first cell has the colour of the kind."""
    for number, text in enumerate(change.row):
        style = "text" if number else STYLES[change.kind]
        sheet.write(row, number, unbroken(text), style)
    sheet.worksheet.set_row(row, row_height(change.row, WIDTHS))


def _lay_out(sheet: Sheet, heading: str, persons: int) -> None:
    """Freeze and filter the header, and print what goes along one page wide on A4."""
    worksheet = sheet.worksheet
    worksheet.freeze_panes(FIRST_ROW, 2)
    last = FIRST_ROW - 1 + persons
    worksheet.autofilter(FIRST_ROW - 1, 0, last, len(ADDENDUM_HEADERS) - 1)
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.6)
    worksheet.print_area(0, 0, last, ON_PAPER - 1)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(FIRST_ROW - 1)
    worksheet.ignore_errors({"number_stored_as_text": "A1:ZZ100000"})
    worksheet.set_header(f"&L{heading}&RVertrouwelijk")
    worksheet.set_footer("&LNiet doorsturen&RPagina &P van &N")
