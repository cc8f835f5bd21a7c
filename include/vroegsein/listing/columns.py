"""Which columns a signal list has, in which order and how wide: its contract.

Those who visit and call read from the left: who, where, how much and by when, and the
empty columns that are theirs to fill in. That much fits a sheet of paper. To the right
of it stands the rest, for the screen: kinds of case, how sure the match is, and why.
"""

from dataclasses import dataclass

#: Columns that outreach workers fill in.
OUTCOME_HEADERS = ("Contactpoging 1", "Contactpoging 2", "Contactpoging 3", "Resultaat")


@dataclass(frozen=True)
class Column:
    """One column: its Dutch header, its width in characters, and where text stands."""

    header: str
    width: float
    align: str = "left"


@dataclass(frozen=True)
class ListRow:
    """One person on the list, every value written out in Dutch."""

    number: str
    case_id: str
    lane: str
    due_date: str
    name: str
    birth_year: str
    address: str
    phone: str
    email: str
    is_crisis: str
    lane_reason: str
    sectors: str
    total: str
    total_by_sector: str
    channel: str
    to_check: str
    clock: str
    oldest_arrears: str
    missed_terms: str
    address_kind: str
    person_kind: str
    confidence: str
    match_reason: str
    earlier_months: str
    status: str


#: What is printed: enough to go to the door with, and room to write.
PRINTED: dict[str, Column] = {
    "number": Column("Nr.", 5),
    "case_id": Column("Melding", 13),
    "lane": Column("Laan", 14),
    "due_date": Column("Uiterste datum", 12),
    "name": Column("Naam", 18),
    "birth_year": Column("Geb. jaar", 7),
    "address": Column("Adres", 20),
    "phone": Column("Telefoon", 13),
    "total_by_sector": Column("Bedrag per sector", 20),
    "lane_reason": Column("Reden", 28),
    "channel": Column("Voorgesteld kanaal", 22),
    "to_check": Column("Te controleren", 22),
    **{header: Column(header, 15) for header in OUTCOME_HEADERS},
}
#: What stands to the right of it, for the screen.
BESIDE: dict[str, Column] = {
    "email": Column("E-mail", 28),
    "is_crisis": Column("Crisis", 7),
    "sectors": Column("Sectoren", 15),
    "total": Column("Bedrag totaal", 12, "right"),
    "clock": Column("Termijn", 9),
    "oldest_arrears": Column("Oudste achterstand", 12),
    "missed_terms": Column("Gemiste termijnen", 15),
    "address_kind": Column("Soort melding (adres)", 15),
    "person_kind": Column("Soort melding (persoon)", 15),
    "confidence": Column("Matchzekerheid", 16),
    "match_reason": Column("Waarom één persoon", 34),
    "earlier_months": Column("Eerdere meldingen (6 mnd)", 13, "right"),
    "status": Column("Status", 11),
}
COLUMNS: dict[str, Column] = PRINTED | BESIDE


def headers() -> list[str]:
    """Return the headers of a list, from left to right."""
    return [column.header for column in COLUMNS.values()]


def cells(row: ListRow) -> list[str]:
    """Return the cells of one row, empty where workers write."""
    return ["" if name in OUTCOME_HEADERS else getattr(row, name) for name in COLUMNS]
