"""The part of the report on what was decided: matching, triage, list and clocks."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from vroegsein.accountability.page_parts import Section, Table, bars, heads
from vroegsein.accountability.report_rows import ReportRows
from vroegsein.listing.approval_page import RULE_NAMES
from vroegsein.listing.clocks import CLOCK_TEXTS, ClockCode
from vroegsein.listing.dutch import day, euros, number, plural
from vroegsein.listing.facts import CaseKind
from vroegsein.listing.lanes import LANE_TEXTS, Lane
from vroegsein.listing.list_rows import CONFIDENCE_WORDS
from vroegsein.listing.triage import Rule
from vroegsein.parties.period import ReportingMonth

OUTCOMES_IN_DUTCH = {
    "linked": "gekoppeld",
    "possible": "mogelijk, niet gekoppeld: wacht op een mens",
    "guarded": "bewust uit elkaar gehouden",
    "verdict": "door een mens besloten",
}
PAIR_KINDS = {"signal": "twee signalen", "resident": "signaal en inwoner (BRP)"}
LEVELS = ("birth_date", "surname", "name", "address", "phone", "email")
KINDS = (CaseKind.SINGLE, CaseKind.MULTIPLE, CaseKind.SUCCESSIVE)


def matching_section(found: ReportRows) -> Section:
    """Return how surely signals were brought together, and on what evidence."""
    return Section(
        anchor="koppeling",
        heading="Koppeling",
        text=(
            "Signalen die over dezelfde persoon gaan, komen op één regel. Soort melding"
            " wordt twee keer bepaald en nooit gemengd: per adres voor de landelijke"
            " monitor, per persoon voor het werk."
        ),
        tables=(
            Table(
                heads("Zekerheid|Signalen>|Personen>|Huishoudens>"),
                tuple(_confidence_line(row) for row in found["match_confidence"]),
                caption="Signalen van deze maand naar zekerheid van de koppeling",
            ),
            Table(
                heads(
                    "Paar!|Uitkomst|Paren>|Geboortedatum>|Achternaam>|Voornaam>|Adres>"
                    "|Telefoon>|E-mail>"
                ),
                tuple(_evidence_line(row) for row in found["match_evidence"]),
                caption="Vergeleken paren, en in hoeveel daarvan een gegeven gelijk"
                " of verenigbaar was",
            ),
            _kinds_table(found["case_kind"]),
        ),
        sources=("match_confidence", "match_evidence", "case_kind"),
    )


def _confidence_line(row: RowMapping) -> tuple[str, ...]:
    """Say how many signals are held to their person this surely."""
    words = CONFIDENCE_WORDS | {"alone": "niets te koppelen"}
    counts = (row["signal_count"], row["person_count"], row["household_count"])
    return (words[row["confidence"]], *map(number, counts))


def _evidence_line(row: RowMapping) -> tuple[str, ...]:
    """Say how pairs with one outcome compared."""
    return (
        PAIR_KINDS.get(row["kind"], row["kind"]),
        OUTCOMES_IN_DUTCH[row["outcome"]],
        number(row["pair_count"]),
        *(number(row[f"{name}_count"]) for name in LEVELS),
    )


def _kinds_table(rows: Sequence[RowMapping]) -> Table:
    """Set kinds by address against kinds by person."""
    counts = {(row["address_kind"], row["person_kind"]): row for row in rows}
    table = [
        [
            counts[at, by]["person_count"] if (at, by) in counts else 0
            for by in map(str, KINDS)
        ]
        for at in map(str, KINDS)
    ]
    columns = [sum(column) for column in zip(*table, strict=True)]
    return Table(
        heads(f"Per adres|{'|'.join(f'{kind.value}>' for kind in KINDS)}|Samen>"),
        tuple(
            (kind.value, *map(number, figures), number(sum(figures)))
            for kind, figures in zip(KINDS, table, strict=True)
        ),
        foot=("Samen", *map(number, columns), number(sum(columns))),
        caption="Personen op de lijst: soort melding per adres (regels) en per persoon"
        " (kolommen)",
    )


def decisions_section(found: ReportRows) -> Section:
    """Return what was decided on every signal, by rule."""
    order = [rule.value for rule in RULE_NAMES]
    rows = sorted(found["decision"], key=lambda row: order.index(row["rule_code"]))
    signals = sum(row["signal_count"] for row in rows)
    amount = sum(row["amount_cents"] for row in rows)
    return Section(
        anchor="besluiten",
        heading="Besluiten over signalen",
        text=(
            f"Over elk van de {number(signals)} signalen is één keer besloten; de"
            " eerste regel die van toepassing is, beslist. De labels zijn die van de"
            " landelijke standaard (DDAS)."
        ),
        tables=(
            Table(
                heads("Regel!|Wat zij zegt|Label (DDAS)|Signalen>|Bedrag>"),
                tuple(
                    (
                        row["rule_code"],
                        RULE_NAMES[Rule(row["rule_code"])],
                        row["status"],
                        number(row["signal_count"]),
                        euros(row["amount_cents"]),
                    )
                    for row in rows
                ),
                foot=("Samen", "", "", number(signals), euros(amount)),
            ),
        ),
        sources=("decision",),
    )


def lanes_section(found: ReportRows) -> Section:
    """Return how many persons stand in each lane."""
    by_lane = {row["lane"]: row for row in found["lane"]}
    rows = [
        (f"{lane.value} {LANE_TEXTS[lane].name}", by_lane.get(lane.value))
        for lane in Lane
        if lane is not Lane.VULNERABLE
    ]
    counts = [(name, row["person_count"] if row else 0) for name, row in rows]
    return Section(
        anchor="lijst",
        heading="De lijst",
        text=_against_before(found),
        tables=(
            Table(
                heads("Laan|Personen>|Signalen>|Bedrag>"),
                tuple(
                    (
                        name,
                        number(row["person_count"] if row else 0),
                        number(row["signal_count"] if row else 0),
                        euros(row["amount_cents"] if row else 0),
                    )
                    for name, row in rows
                ),
                foot=(
                    "Samen",
                    number(_sum(found["lane"], "person_count")),
                    number(_sum(found["lane"], "signal_count")),
                    euros(_sum(found["lane"], "amount_cents")),
                ),
            ),
        ),
        bars=bars((name, count, number(count)) for name, count in counts),
        bars_caption="Personen per laan, de dringendste bovenaan",
        sources=("lane", "year"),
    )


def _sum(rows: Sequence[RowMapping], column: str) -> int:
    """Add one column up."""
    return sum(row[column] for row in rows)


def _against_before(found: ReportRows) -> str:
    """Set the list beside the last one of the month before that had one."""
    persons = _sum(found["lane"], "person_count")
    verb = "staat" if persons == 1 else "staan"
    opening = f"Op de lijst {verb} {plural(persons, 'persoon', 'personen')}."
    if len(found.year) == 1:
        return f"{opening} Er is geen eerdere maand om mee te vergelijken."
    before = found.year[-2]
    month = ReportingMonth.parse(before.month).in_dutch()
    counted, signals, amount = (
        before.values[name] for name in ("person_count", "signal_count", "amount_cents")
    )
    if counted is None or signals is None or amount is None:
        return f"{opening} De lijst van {month} is vernietigd."
    return (
        f"{opening} De lijst van {month} telde"
        f" {plural(counted, 'persoon', 'personen')},"
        f" {plural(signals, 'signaal', 'signalen')} en {euros(amount)}."
    )


def clocks_section(found: ReportRows) -> Section:
    """Return which clocks end when."""
    return Section(
        anchor="termijnen",
        heading="Termijnen",
        text=(
            "Elke termijn loopt vanaf de vroegste ontvangst; de eerste die afloopt,"
            " staat op de lijst. Een vrije dag aan het eind verlengt haar niet."
        ),
        tables=(
            Table(
                heads("Uiterste dag!|Termijn!|Wat dan gebeurd moet zijn|Personen>"),
                tuple(
                    (
                        day(row["due_date"]),
                        row["clock_code"],
                        CLOCK_TEXTS[ClockCode(row["clock_code"])],
                        number(row["person_count"]),
                    )
                    for row in found["clock"]
                ),
                foot=("Samen", "", "", number(_sum(found["clock"], "person_count"))),
            ),
        ),
        sources=("clock",),
    )
