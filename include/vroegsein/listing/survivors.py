"""Where somebody died and others may need help: a sheet of addresses beside the list.

Nobody is named on it: the person who is named in the signal is the one who died. It is
no list of clients either, but a reason to look who lives there and what threatens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from vroegsein.listing.columns import PAPER_A4
from vroegsein.listing.dutch import day
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.lanes import CRISIS_WORDS
from vroegsein.listing.list_rows import HIDDEN_ADDRESS
from vroegsein.listing.person_text import address_of
from vroegsein.listing.statements import rows
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.partner import Passport

SHEET = "Nabestaanden"
COLUMNS = {
    "Adres": 44.0,
    "Sector": 12.0,
    "Wat dreigt": 40.0,
    "Ontvangen": 12.0,
    "Aantekeningen": 50.0,
}


@dataclass(frozen=True)
class Survivor:
    """One address, written out in Dutch."""

    address: str
    sector: str
    threat: str
    received_on: str


def read_survivors(
    connection: Connection, draft_id: str, passports: Mapping[str, Passport]
) -> tuple[Survivor, ...]:
    """Return the addresses of a draft's month, in the order of receipt."""
    found = rows(connection, "listing", "survivor", draft_id=draft_id)
    return tuple(_survivor(row, passports) for row in found)


def write_survivors(
    worksheet: Worksheet, formats: dict[str, Format], found: Sequence[Survivor]
) -> None:
    """Write the sheet: a header, a row per signal, room for notes."""
    for column, (header, width) in enumerate(COLUMNS.items()):
        worksheet.set_column(column, column, width)
        worksheet.write_string(0, column, header, formats["head"])
    for row, line in enumerate(found, start=1):
        texts = (line.address, line.sector, line.threat, line.received_on, "")
        for column, text in enumerate(texts):
            worksheet.write_string(row, column, text, formats["text"])
    worksheet.freeze_panes(1, 0)
    worksheet.set_landscape()
    worksheet.set_paper(PAPER_A4)
    worksheet.repeat_rows(0)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_footer("&LVertrouwelijk&RPagina &P van &N")


def _survivor(row: RowMapping, passports: Mapping[str, Passport]) -> Survivor:
    """Write one address out in Dutch."""
    threat = CRISIS_WORDS.get(row["signal_kind"], "")
    end = row["supply_end_date"]
    return Survivor(
        address=HIDDEN_ADDRESS if row["is_hidden"] else address_of(row),
        sector=SECTOR_NAMES[passports[row["partner_code"]].sector],
        threat=f"{threat} op {day(end)}" if threat and end else threat,
        received_on=day(dutch_day(row["received_at"])),
    )
