"""The form with which officials hand signals over: one workbook per municipality.

It goes encrypted to our own officials, who send it on by secure mail. Where nobody
knows where somebody lives now, the form says so. Text cells only. Its name has a mark
made of what it says: a form that says something else never takes another's name.
"""

import hashlib
import io
import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping
from xlsxwriter.workbook import Workbook

from vroegsein.exchange.server import Server
from vroegsein.listing.columns import PAPER_A4
from vroegsein.listing.delivery import deliver
from vroegsein.listing.dutch import euros, plural
from vroegsein.listing.person_text import (
    address_of,
    birth_date_of,
    name_of,
    printable,
)
from vroegsein.listing.statements import rows
from vroegsein.listing.workbook import (
    CREATED,
    Sheet,
    formats_of,
    row_height,
    unbroken,
)
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.register import engine
from vroegsein.settings import settings

HEADERS = {
    "Kenmerk": 24.0,
    "Naam": 26.0,
    "Geboren": 12.0,
    "Adres zoals gemeld": 38.0,
    "Sector": 12.0,
    "Achterstand": 14.0,
    "Gemeld in": 16.0,
}
AMOUNT = 5  # its column: amounts stand to the right
TITLE = "Overdracht van vroegsignalen"
UNKNOWN = "onbekend"
logger = logging.getLogger(__name__)


def send_handovers(municipality: str, server: Server, moment: datetime | str) -> int:
    """Bring the forms of open hand-overs to the outbox; the same form goes out once.

    Args:
        municipality: CBS code.
        server: The municipality's own account.
        moment: When the run was due (as text: ISO 8601).

    Returns:
        How many signals are waiting to be handed over.

    Raises:
        ConfigurationError: No recipient has a key that holds.
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    with engine().connect() as connection:
        lines = rows(
            connection, "casework", "handover_line", municipality_code=municipality
        )
    by_place: dict[str, list[RowMapping]] = defaultdict(list)
    for line in lines:
        by_place[line["to_municipality"]].append(line)
    policy = load_policy(settings().municipalities, municipality)
    written = {
        place: form_bytes(policy.name, place, found)
        for place, found in by_place.items()
    }
    forms = {_form_name(place, form): form for place, form in written.items()}
    if forms:
        deliver(municipality, server, forms, dutch_day(read_moment(moment)))
    logger.info("handovers=%d forms=%d", len(lines), len(forms))
    return len(lines)


def form_bytes(sender: str, place: str, lines: Sequence[RowMapping]) -> bytes:
    """Return the form for one municipality.

    Args:
        sender: Name of the municipality that hands over.
        place: Name of the one that receives; empty where nobody knows it.
        lines: Rows of `casework/handover_line.sql`.
    """
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties({"title": TITLE, "created": CREATED})
    sheet = Sheet(book.add_worksheet("Overdracht"), formats_of(book))
    start = _explain(sheet, sender, place, len(lines))
    widths = tuple(HEADERS.values())
    for column, (header, width) in enumerate(HEADERS.items()):
        sheet.worksheet.set_column(column, column, width)
        style = "head_right" if column == AMOUNT else "head"
        sheet.write(start, column, header, style)
    for row, line in enumerate(lines, start=start + 1):
        texts = _cells(line)
        for column, text in enumerate(texts):
            sheet.write(row, column, text, "right" if column == AMOUNT else "text")
        sheet.worksheet.set_row(row, row_height(texts, widths))
    _lay_out(sheet, start, len(lines))
    book.close()
    return file.getvalue()


def _explain(sheet: Sheet, sender: str, place: str, count: int) -> int:
    """Write what the form is and what to do with it; return the header's row."""
    explained = (
        ("Van", f"gemeente {sender}"),
        ("Aan", f"gemeente {place}" if place else "nog niet bekend: zoek dit eerst op"),
        ("Aantal", plural(count, "signaal", "signalen")),
        ("Waarom", "Deze mensen wonen hier niet (meer) (Wgs artikel 3)."),
        ("Versturen", "Alleen met beveiligde mail, aan het team vroegsignalering."),
        (
            "Daarna",
            "Meld de beheerder welk kenmerk is verstuurd, en bevestigd.",
        ),
    )
    last = len(HEADERS) - 1
    sheet.write(0, 0, TITLE, "title")
    sheet.worksheet.set_row(0, 26)
    for row, (label, text) in enumerate(explained, start=1):
        sheet.write(row, 0, label, "bold")
        sheet.worksheet.merge_range(row, 1, row, last, "", sheet.formats["plain"])
        sheet.write(row, 1, printable(text), "plain")
    return len(explained) + 2


def _lay_out(sheet: Sheet, start: int, count: int) -> None:
    """Freeze the header, and print one page wide on A4 with page numbers."""
    worksheet = sheet.worksheet
    worksheet.freeze_panes(start + 1, 2)
    worksheet.autofilter(start, 0, start + count, len(HEADERS) - 1)
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.6)
    worksheet.fit_to_pages(1, 0)
    worksheet.repeat_rows(start)
    worksheet.set_header(f"&L{TITLE}&RVertrouwelijk")
    worksheet.set_footer("&LNiet doorsturen aan anderen&RPagina &P van &N")


def _cells(line: RowMapping) -> tuple[str, ...]:
    """Return one signal as the other municipality reads it."""
    sector = load_passport(settings().partners, line["partner_code"]).sector
    return (
        line["handover_id"],
        name_of(line),
        birth_date_of(line),
        address_of(line),
        str(sector).capitalize(),
        unbroken(euros(line["arrears_cents"])),
        ReportingMonth.parse(line["month"]).in_dutch(),
    )


def _form_name(place: str, form: bytes) -> str:
    """Return a name that is another when the form says something else."""
    mark = hashlib.sha256(form).hexdigest()[:8]
    word = re.sub(r"[^a-z0-9]+", "-", place.casefold()).strip("-")[:40]
    return f"overdracht_{word or UNKNOWN}_{mark}.xlsx"
