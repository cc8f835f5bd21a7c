"""Which columns a signal list has, in which order and how wide: its contract.

Those who visit and call read from the left: who, where, how much, by when and how, and
a broad empty column for notes. That much fits a sheet of paper. To the right of it
stand, for the screen, the coloured columns in which they enter what came of it, and
then the rest: kinds of case, how sure the match is, and why.
"""

from dataclasses import dataclass

#: What every sheet is printed on, as workbooks number paper.
PAPER_A4 = 9
#: Attempts that have a place of their own on the list; more go in an export.
ATTEMPTS_ON_LIST = 3
#: What is told of one attempt; `Poging 1 soort` and so on.
ATTEMPT_WORDS = ("soort", "datum", "dagdeel", "bereikt (J/N)")
#: Columns that tell of attempts, in the order of the list.
ATTEMPT_HEADERS = tuple(
    f"Poging {place} {word}"
    for place in range(1, ATTEMPTS_ON_LIST + 1)
    for word in ATTEMPT_WORDS
)
RESULT, RESULT_DATE, MEASURES = "Resultaat", "Resultaat datum", "Maatregelen"
#: Columns that outreach workers fill in and send back.
OUTCOME_HEADERS = (*ATTEMPT_HEADERS, RESULT, RESULT_DATE, MEASURES)
#: Room to write on paper; it is not sent back.
NOTES = "Aantekeningen"
EMPTY_HEADERS = frozenset({NOTES, *OUTCOME_HEADERS})


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
    part_of_day: str
    attempts: str
    first_step: str
    to_check: str
    clock: str
    oldest_arrears: str
    missed_terms: str
    severity: str
    address_kind: str
    person_kind: str
    confidence: str
    match_reason: str
    earlier_months: str
    last_contact: str
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
    "lane_reason": Column("Reden", 26),
    "channel": Column("Voorgesteld kanaal", 15),
    "part_of_day": Column("Dagdeel", 9),
    "attempts": Column("Pogingen gepland", 19),
    "first_step": Column("Passende eerste stap", 22),
    "to_check": Column("Te controleren", 22),
    NOTES: Column(NOTES, 30),
}
_WIDTHS = {
    "soort": 15.0,
    "datum": 12.0,
    "dagdeel": 10.0,
    "bereikt (J/N)": 10.0,
    RESULT: 30.0,
    RESULT_DATE: 12.0,
    MEASURES: 14.0,
}
#: What is filled in, on the screen.
OUTCOME: dict[str, Column] = {
    header: Column(header, _WIDTHS[header.split(" ", 2)[-1]])
    if header in ATTEMPT_HEADERS
    else Column(header, _WIDTHS[header])
    for header in OUTCOME_HEADERS
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
    "severity": Column("Ernst (termijnen)", 13, "right"),
    "address_kind": Column("Soort melding (adres)", 15),
    "person_kind": Column("Soort melding (persoon)", 15),
    "confidence": Column("Matchzekerheid", 16),
    "match_reason": Column("Waarom één persoon", 34),
    "earlier_months": Column("Eerdere meldingen (6 mnd)", 13, "right"),
    "last_contact": Column("Laatste kanaal", 24),
    "status": Column("Status", 11),
}
COLUMNS: dict[str, Column] = PRINTED | OUTCOME | BESIDE


def headers() -> list[str]:
    """Return the headers of a list, from left to right."""
    return [column.header for column in COLUMNS.values()]


def cells(row: ListRow) -> list[str]:
    """Return the cells of one row, empty where workers write."""
    return ["" if name in EMPTY_HEADERS else getattr(row, name) for name in COLUMNS]
