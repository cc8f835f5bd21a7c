"""The form with which officials hand signals over: one workbook per municipality.

It goes encrypted to our own officials, who send it on by secure mail. Where nobody
knows where somebody lives now, the form says so. Text cells only.
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
from vroegsein.listing.delivery import deliver
from vroegsein.listing.person_text import address_of, name_of, printable
from vroegsein.listing.statements import rows
from vroegsein.listing.workbook import (
    CREATED,
    PAPER_A4,
    Sheet,
    formats_of,
    row_height,
)
from vroegsein.parties.moments import dutch_day, read_moment
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import load_passport
from vroegsein.register import engine
from vroegsein.settings import settings

HEADERS = (
    "Kenmerk",
    "Naam",
    "Geboren",
    "Adres zoals gemeld",
    "Sector",
    "Achterstand",
    "Maand",
)
WIDTHS = (24.0, 24.0, 12.0, 36.0, 12.0, 14.0, 10.0)
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
    forms = {
        _form_name(place, found): form_bytes(policy.name, place, found)
        for place, found in by_place.items()
    }
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
    book.set_properties({"title": "Overdracht vroegsignalen", "created": CREATED})
    sheet = Sheet(book.add_worksheet("Overdracht"), formats_of(book))
    explained = (
        f"Van: gemeente {sender}. Aan: {place or 'gemeente nog niet bekend'}.",
        "Deze signalen gaan over mensen die hier niet (meer) wonen (Wgs artikel 3).",
        "Verstuur dit formulier beveiligd. Meld de verzending en de bevestiging.",
    )
    for row, text in enumerate(explained):
        sheet.write(row, 0, printable(text), "plain")
    start = len(explained) + 1
    for column, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True)):
        sheet.worksheet.set_column(column, column, width)
        sheet.write(start, column, header, "head")
    for row, line in enumerate(lines, start=start + 1):
        texts = _cells(line)
        for column, text in enumerate(texts):
            sheet.write(row, column, text)
        sheet.worksheet.set_row(row, row_height(texts, WIDTHS))
    sheet.worksheet.set_landscape()
    sheet.worksheet.set_paper(PAPER_A4)
    sheet.worksheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()


def _cells(line: RowMapping) -> tuple[str, ...]:
    euros, cents = divmod(line["arrears_cents"], 100)
    sector = load_passport(settings().partners, line["partner_code"]).sector
    return (
        line["handover_id"],
        name_of(line),
        printable(line["birth_date"] or ""),
        address_of(line),
        str(sector).capitalize(),
        f"€ {euros},{cents:02}",
        line["month"],
    )


def _form_name(place: str, lines: Sequence[RowMapping]) -> str:
    """Return a name that is another when other signals are on the form."""
    ids = "|".join(line["handover_id"] for line in lines)
    mark = hashlib.sha256(ids.encode()).hexdigest()[:8]
    word = re.sub(r"[^a-z0-9]+", "-", place.casefold()).strip("-")[:40]
    return f"overdracht_{word or UNKNOWN}_{mark}.xlsx"
