"""The review sheet: two sides next to each other, why they may be one, and an answer.

Text cells only, and the same pairs give the same bytes.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import RowMapping
from xlsxwriter.workbook import Workbook

from vroegsein.listing.columns import PAPER_A4
from vroegsein.listing.dutch import day, plural
from vroegsein.listing.person_text import (
    address_of,
    birth_date_of,
    email_of,
    name_of,
    phone_of,
    printable,
)
from vroegsein.listing.review import Review
from vroegsein.listing.workbook import (
    CREATED,
    Sheet,
    formats_of,
    row_height,
    text_style,
)
from vroegsein.parties.period import ReportingMonth

SHEET, EXPLANATION = "Beoordeling", "Toelichting"
#: What an official may answer, and what it means for the matching.
ANSWERS = {"zelfde": "same", "anders": "different", "onbekend": None}
PAIR, ANSWER, BY = "paar", "oordeel", "beoordelaar"
DIFFERENT = "#FCE3C8"


@dataclass(frozen=True)
class Comparison:
    """One thing that is shown of both sides.

    Attributes:
        header: Name of the two columns, followed by 1 and 2.
        width: Width of each, in characters.
        write: Gives the text of one side.
    """

    header: str
    width: float
    write: Callable[[RowMapping], str]


COMPARISONS = (
    Comparison("naam", 20.0, name_of),
    Comparison("geboren", 12.0, birth_date_of),
    Comparison("adres", 24.0, address_of),
    Comparison("telefoon", 13.0, phone_of),
    Comparison("e-mail", 20.0, email_of),
)
_BOTH = tuple(f"{shown.header} {side}" for shown in COMPARISONS for side in (1, 2))
HEADERS = (PAIR, "waarom dit paar", *_BOTH, ANSWER, BY)
WIDTHS = (
    10.0,
    38.0,
    *(shown.width for shown in COMPARISONS for _ in (1, 2)),
    11.0,
    12.0,
)


def sheet_bytes(asked: Review, sides: Sequence[RowMapping]) -> bytes:
    """Return the workbook with a review's pairs.

    Args:
        asked: The review.
        sides: Rows of `listing/review_side.sql`: two per pair, the left one first.
    """
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": f"Beoordeling {asked.month}", "created": CREATED})
    formats = formats_of(book)
    formats["differs"] = book.add_format(text_style() | {"bg_color": DIFFERENT})
    listed = Sheet(book.add_worksheet(SHEET), formats)
    _write_pairs(listed, sides)
    _lay_out(listed, asked)
    _explain(Sheet(book.add_worksheet(EXPLANATION), formats), asked)
    book.close()
    return file.getvalue()


def _write_pairs(sheet: Sheet, sides: Sequence[RowMapping]) -> None:
    """Write the header and one row per pair."""
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        sheet.worksheet.set_column(column, column, width)
        sheet.write(0, column, header, "head")
    sheet.worksheet.set_row(0, 30)
    pairs = groupby(sides, key=lambda row: row["pair_code"])
    for row, (code, both) in enumerate(pairs, start=1):
        left, right = both
        sheet.write(row, 0, code)
        sheet.write(row, 1, printable(left["reason"]))
        texts = [code, left["reason"]]
        for place, shown in enumerate(COMPARISONS):
            ends = (shown.write(left), shown.write(right))
            style = "differs" if _differ(*ends) else "text"
            for side, text in enumerate(ends):
                sheet.write(row, 2 + 2 * place + side, text, style)
            texts += ends
        for column in (len(HEADERS) - 2, len(HEADERS) - 1):
            sheet.write(row, column, "", "fill_in")
        sheet.worksheet.set_row(row, row_height(texts, WIDTHS))


def _differ(left: str, right: str) -> bool:
    """Tell whether both sides are known and not the same."""
    return bool(left and right) and left.casefold() != right.casefold()


def _lay_out(sheet: Sheet, asked: Review) -> None:
    """Freeze the header, offer the three answers, and print one page wide on A4."""
    worksheet, answer = sheet.worksheet, len(HEADERS) - 2
    worksheet.freeze_panes(1, 1)
    worksheet.data_validation(
        1,
        answer,
        asked.pair_count,
        answer,
        {
            "validate": "list",
            "source": list(ANSWERS),
            "error_title": "Oordeel",
            "error_message": "Kies zelfde, anders of onbekend.",
        },
    )
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(0)
    worksheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.6)
    month = ReportingMonth.parse(asked.month).in_dutch()
    worksheet.set_header(f"&LBeoordeling van twijfelparen, {month}&RVertrouwelijk")
    worksheet.set_footer("&LNiet doorsturen&RPagina &P van &N")


def _explain(sheet: Sheet, asked: Review) -> None:
    """Write what is asked, by when, and how the sheet comes back."""
    count = plural(asked.pair_count, "paar", "paren")
    lines = (
        ("Wat wordt gevraagd", f"{count}: is dit dezelfde persoon?"),
        (
            "Oordeel",
            (
                "zelfde: het is één persoon. anders: het zijn twee personen. "
                "onbekend: niet te zeggen; het paar blijft gescheiden."
            ),
        ),
        ("Beoordelaar", "Uw initialen, bij ieder oordeel."),
        ("Kleur", "Een oranje vlak betekent: beide bekend, en niet gelijk."),
        ("Uiterlijk terug", day(asked.due_on)),
        (
            "Terugsturen",
            (
                f"Met dezelfde naam, {asked.file_name}, versleuteld met de sleutel "
                "van vroegsignalering, in de map inbox. Voeg geen kolommen toe."
            ),
        ),
        (
            "Daarna",
            (
                "Een oordeel geldt vanaf de volgende maandlijst en wordt niet opnieuw "
                "gevraagd. Zonder antwoord blijven de paren gescheiden."
            ),
        ),
    )
    sheet.worksheet.set_column(0, 0, 22)
    sheet.worksheet.set_column(1, 1, 90)
    sheet.worksheet.hide_gridlines(2)
    sheet.worksheet.set_landscape()
    sheet.worksheet.set_paper(PAPER_A4)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.worksheet.set_footer("&LNiet doorsturen&RPagina &P van &N")
    month = ReportingMonth.parse(asked.month).in_dutch()
    sheet.write(0, 0, f"Beoordeling van twijfelparen, {month}", "title")
    for row, (label, text) in enumerate(lines, start=2):
        sheet.write(row, 0, label, "bold")
        sheet.write(row, 1, text, "plain")
        sheet.worksheet.set_row(row, row_height((text,), (90.0,)))
