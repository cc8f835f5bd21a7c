"""Which columns a signal list has, in which order and how wide: its contract.

Those who visit and call read from the left: who, where, what and by when. Then comes
how the municipality knows. The empty columns at the right are theirs to fill in.
"""

from dataclasses import dataclass, fields

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


COLUMNS: dict[str, Column] = {
    "number": Column("Nr.", 5, "right"),
    "case_id": Column("Melding", 11.5),
    "lane": Column("Laan", 11),
    "due_date": Column("Uiterste datum", 11),
    "name": Column("Naam", 20),
    "birth_year": Column("Geb. jaar", 6.5),
    "address": Column("Adres", 24),
    "phone": Column("Telefoon", 13.5),
    "email": Column("E-mail", 24),
    "is_crisis": Column("Crisis", 6.5),
    "lane_reason": Column("Reden", 32),
    "sectors": Column("Sectoren", 12),
    "total": Column("Bedrag totaal", 12, "right"),
    "total_by_sector": Column("Bedrag per sector", 19),
    "channel": Column("Voorgesteld kanaal", 24),
    "to_check": Column("Te controleren", 34),
    "clock": Column("Termijn", 8),
    "oldest_arrears": Column("Oudste achterstand", 11.5),
    "missed_terms": Column("Gemiste termijnen", 13),
    "address_kind": Column("Soort melding (adres)", 14),
    "person_kind": Column("Soort melding (persoon)", 14),
    "confidence": Column("Matchzekerheid", 13),
    "match_reason": Column("Waarom één persoon", 32),
    "earlier_months": Column("Eerdere meldingen (6 mnd)", 11, "right"),
    "status": Column("Status", 10),
    **{header: Column(header, 15) for header in OUTCOME_HEADERS},
}


def headers() -> list[str]:
    """Return the headers of a list, from left to right."""
    return [column.header for column in COLUMNS.values()]


def cells(row: ListRow) -> list[str]:
    """Return the cells of one row, empty where workers write."""
    known = [getattr(row, field.name) for field in fields(row)]
    return [*known, *("" for _ in OUTCOME_HEADERS)]
