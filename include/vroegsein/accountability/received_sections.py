"""The part of the report on what came in: deliveries, lines, findings, grounds."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import RowMapping

from vroegsein.accountability.page_parts import (
    Link,
    Section,
    Table,
    bars,
    heads,
    totals,
)
from vroegsein.accountability.report_rows import ReportRows
from vroegsein.intake.findings import (
    LEVELS_IN_DUTCH,
    MEANINGS,
    Level,
    Verdict,
)
from vroegsein.listing.content import partner_status
from vroegsein.listing.dutch import day, euros, moment_text, number
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.listing.inputs import RECEIVED_STATES
from vroegsein.parties.moments import dutch_day
from vroegsein.parties.workdays import add_working_days

GRACE_WORKING_DAYS = 1  # K-FILE: one working day after the agreed day
SHORT_VERDICTS = {
    Verdict.ACCEPTED: "Aangenomen",
    Verdict.REJECTED: "Afgekeurd",
    Verdict.DUPLICATE: "Dubbel",
    Verdict.NO_GROUND: "Geen grondslag",
    Verdict.OBJECTION: "Bezwaar",
}
VERDICTS = tuple(SHORT_VERDICTS)
WHOLE_FILE = "-"  # no line: it is about the file
STATES_IN_DUTCH = {
    "accepted": "aangenomen",
    "empty": "niets te melden",
    "refused": "geweigerd",
    "fetched": "opgehaald",
    "decoded": "gelezen",
    "validated": "gecontroleerd",
    "applied": "intrekking verwerkt",
    "superseded": "vervangen door een correctie",
}


def deliveries_section(found: ReportRows) -> Section:
    """Return what each partner delivered, when, and what became of it."""
    by_partner: dict[str, list[RowMapping]] = defaultdict(list)
    for row in found["delivery"]:
        by_partner[row["partner_code"]].append(row)
    received = len(found.partners) - len(found.draft["missing_partners"])
    return Section(
        anchor="leveringen",
        heading="Leveringen",
        text=(
            f"{received} van de {len(found.partners)} partners hebben deze maand een"
            " aangenomen levering, of meldden dat er niets te melden was. Te laat is"
            " later dan één werkdag na de afgesproken dag."
        ),
        tables=(
            Table(
                heads("Partner|Sector|Afgesproken!|Eerste ontvangst!|Stand"),
                tuple(
                    _partner_line(found, code, by_partner.get(code, []))
                    for code in found.partners
                ),
                caption="Verwacht en ontvangen",
            ),
            Table(
                heads(
                    "Partner|Ontvangen!|Uitkomst|Regels>|Bytes>|Kenmerk van het bestand"
                    " (SHA-256)#"
                ),
                tuple(_delivery_line(found, row) for row in found["delivery"]),
                caption="Elk ontvangen bestand",
            ),
        ),
        sources=("delivery",),
    )


def due_date(found: ReportRows, partner: str) -> date | None:
    """Return the agreed day of a partner's delivery in the month."""
    passport = found.passports.get(partner)
    if passport is None:
        return None
    return found.month.first_day.replace(day=passport.delivery.due_day)


def _partner_line(
    found: ReportRows, partner: str, received: list[RowMapping]
) -> tuple[str, ...]:
    """Say of one partner what was expected and what came."""
    due = due_date(found, partner)
    passport = found.passports.get(partner)
    first = min((row["received_at"] for row in received), default=None)
    status = partner_status(found.draft)[partner]
    if first and due and dutch_day(first) > add_working_days(due, GRACE_WORKING_DAYS):
        days = (dutch_day(first) - due).days
        status = f"{status}, {days} dagen na de afgesproken dag"
    return (
        found.name(partner),
        SECTOR_NAMES[passport.sector] if passport else "",
        day(due) if due else "",
        moment_text(first) if first else "niet ontvangen",
        status,
    )


def _delivery_line(found: ReportRows, row: RowMapping) -> tuple[str | Link, ...]:
    """Say of one file when it came, what became of it, and its digest."""
    place = f"../../../quality/{found.draft['municipality_code']}/{found.month}"
    page = f"{place}/levering_{row['delivery_id']}.html"
    outcome = STATES_IN_DUTCH[row["state"]]
    if row["refusal_code"]:
        outcome = f"{outcome}: {row['refusal_code']}"
    return (
        found.name(row["partner_code"]),
        Link(moment_text(row["received_at"]), page),
        outcome,
        number(row["line_count"]),
        number(row["byte_count"]),
        row["digest"],
    )


def lines_section(found: ReportRows) -> Section:
    """Return the accounting of every line and every cent."""
    lines = _by_partner_and_verdict(found, "line_count")
    cents = _by_partner_and_verdict(found, "amount_cents")
    unreadable = sum(row["unreadable_count"] for row in found["line_verdict"])
    accepted = [
        (found.name(code), taken, f"{number(taken)} van {number(sum(rest) + taken)}")
        for code, (taken, *rest) in lines.items()
    ]
    return Section(
        anchor="regels",
        heading="Regels en euro's",
        text=(
            "Elke regel van elk aangenomen bestand is precies één keer verantwoord."
            f" {_closes(found, lines, cents)}\n"
            "Geweigerde bestanden tellen hier niet mee: zij zijn als geheel"
            " teruggegeven. Regels zonder leesbaar bedrag (geteld als € 0,00):"
            f" {number(unreadable)}."
        ),
        tables=(
            _verdict_table(found, lines, number, "Regels per partner en uitkomst"),
            _verdict_table(found, cents, euros, "Euro's per partner en uitkomst"),
        ),
        bars=bars(accepted),
        bars_caption="Aangenomen regels per partner",
        sources=("line_verdict",),
    )


def _by_partner_and_verdict(found: ReportRows, column: str) -> dict[str, list[int]]:
    """Return one column as figures per partner, in the order of the verdicts."""
    table: dict[str, list[int]] = {}
    delivered = {row["partner_code"] for row in found["line_verdict"]}
    for code in (code for code in found.partners if code in delivered):
        by_verdict = {
            row["verdict"]: row[column]
            for row in found["line_verdict"]
            if row["partner_code"] == code
        }
        table[code] = [by_verdict.get(verdict.value, 0) for verdict in VERDICTS]
    return table


def _verdict_table(
    found: ReportRows,
    table: Mapping[str, list[int]],
    write: Callable[[int], str],
    caption: str,
) -> Table:
    """Return a table of figures per partner and verdict, closed with totals."""
    words = "|".join(f"{SHORT_VERDICTS[verdict]}>" for verdict in VERDICTS)
    closing = totals(list(table.values())) if table else [0] * len(VERDICTS)
    return Table(
        heads(f"Partner|{words}|Samen>"),
        tuple(
            (found.name(code), *map(write, figures), write(sum(figures)))
            for code, figures in table.items()
        ),
        foot=("Samen", *map(write, closing), write(sum(closing))),
        caption=caption,
    )


def _closes(
    found: ReportRows, lines: Mapping[str, list[int]], cents: Mapping[str, list[int]]
) -> str:
    """Say whether the verdicts add up to what the deliveries themselves count."""
    kept = [row for row in found["delivery"] if row["state"] in RECEIVED_STATES]
    counted = sum(row["line_count"] for row in kept)
    amount = sum(row["accepted_cents"] + row["other_cents"] for row in kept)
    ours = (sum(map(sum, lines.values())), sum(map(sum, cents.values())))
    verb = "sluit" if ours == (counted, amount) else "SLUIT NIET"
    return (
        f"Dat {verb} op de cent: {number(counted)} regels en {euros(amount)} volgens de"
        f" leveringen, {number(ours[0])} regels en {euros(ours[1])} hieronder."
    )


def findings_section(found: ReportRows) -> Section:
    """Return what was found in the deliveries, by rule."""
    return Section(
        anchor="bevindingen",
        heading="Bevindingen",
        text=(
            "Wat er op de leveringen was aan te merken, per code. Een regel telt bij"
            " een code één keer, hoeveel kolommen die ook noemt. Partners kregen"
            " dezelfde bevindingen met het regelnummer terug."
        ),
        tables=(
            Table(
                heads(
                    "Code!|Betekenis|Niveau|Regels>|Bevindingen>|Leveringen>|Partners"
                ),
                tuple(_finding_line(found, row) for row in found["finding"]),
            ),
        ),
        sources=("finding",),
    )


def _finding_line(found: ReportRows, row: RowMapping) -> tuple[str, ...]:
    """Say how often one rule was broken, and by whom."""
    meaning = MEANINGS.get(row["code"])
    names = [found.name(code) for code in row["partners"].split(", ")]
    return (
        row["code"],
        meaning.description if meaning else "",
        LEVELS_IN_DUTCH[Level(row["level"])],
        number(row["line_count"]) if row["line_count"] else WHOLE_FILE,
        number(row["finding_count"]),
        number(row["delivery_count"]),
        ", ".join(names),
    )


def grounds_section(found: ReportRows) -> Section:
    """Return on which legal ground each source was received."""
    used = {row["partner_code"]: row["legal_basis_code"] for row in found["delivery"]}
    return Section(
        anchor="grondslag",
        heading="Wettelijke grondslag",
        text=(
            "Een signaal wordt alleen ontvangen als zijn grondslag op de signaaldatum"
            " geldt, voor deze gemeente en deze sector. Een bestand zonder grondslag"
            " wordt niet gelezen (bevinding LAW_NO_BASIS)."
        ),
        tables=(
            Table(
                heads("Partner|Code!|Artikel|Geldig|Stand!"),
                tuple(
                    _ground_line(found, code, used[code])
                    for code in found.partners
                    if code in used
                ),
            ),
        ),
        sources=("delivery",),
    )


def _ground_line(found: ReportRows, partner: str, code: str) -> tuple[str, ...]:
    """Say on which article one partner's signals rest."""
    basis = found.bases.bases.get(code)
    status = partner_status(found.draft)[partner]
    if basis is None:
        return (found.name(partner), code, "niet geregistreerd", "", status)
    until = f" tot en met {day(basis.valid_until)}" if basis.valid_until else ""
    term = f"vanaf {day(basis.valid_from)}{until}"
    return (found.name(partner), code, basis.source, term, status)
