"""The quality page of one delivery: what became of it, and how it compares."""

from sqlalchemy import RowMapping

from vroegsein.accountability.measures import MEASURES, WITHIN_A_MONTH, plots
from vroegsein.accountability.page_parts import Section, Table, bars, heads
from vroegsein.accountability.pages import rendered
from vroegsein.accountability.quality_rows import FOLDER, QualityRows, Score
from vroegsein.accountability.received_sections import SHORT_VERDICTS
from vroegsein.accountability.small_cells import share_text
from vroegsein.intake.answering.receipts import OUTCOMES
from vroegsein.intake.findings import LEVELS_IN_DUTCH, MEANINGS, Level
from vroegsein.listing.dutch import moment_text, number
from vroegsein.parties.period import ReportingMonth

TIMINGS = {
    "on_time": "op tijd",
    "late": "te laat",
    "after_publication": "na publicatie van de lijst",
}


def delivery_page(found: QualityRows, row: RowMapping) -> str:
    """Return the page of one delivery.

    Args:
        found: The deliveries of the year that ends with the delivery's month.
        row: The delivery.
    """
    sections = [_outcome_section(row), _findings_section(found, row)]
    if row["line_count"]:
        sections.append(_completeness_section(row))
    sections.append(_comparison_section(found, row["partner_code"]))
    return rendered(
        "leveringskwaliteit",
        folder=FOLDER,
        sections=sections,
        tiles=_tiles(row),
        partner=found.name(row["partner_code"]),
        municipality=found.policy.name,
        month=ReportingMonth.parse(row["month"]).in_dutch(),
        received=moment_text(row["received_at"]),
    )


def _tiles(row: RowMapping) -> list[tuple[str, str]]:
    """Return the figures at the top, each with its word."""
    state = OUTCOMES[row["state"]].code
    if row["refusal_code"]:
        return [(state, "uitkomst"), (row["refusal_code"], "reden")]
    return [
        (state, "uitkomst"),
        (number(row["line_count"] or 0), "regels"),
        (number(row["accepted_count"] or 0), "aangenomen"),
        (TIMINGS[row["timing"]], "ontvangst"),
    ]


def _outcome_section(row: RowMapping) -> Section:
    """Return when it came and what became of its lines."""
    text = f"Ontvangen op {moment_text(row['received_at'])}: {TIMINGS[row['timing']]}."
    if row["refusal_code"]:
        meaning = MEANINGS[row["refusal_code"]]
        text += f"\nGeweigerd als geheel: {meaning.description} {meaning.remedy}"
    counted = [
        (heading, row[f"{verdict}_count"] or 0)
        for verdict, heading in SHORT_VERDICTS.items()
        if f"{verdict}_count" in row
    ]
    return Section(
        anchor="uitkomst",
        heading="Uitkomst",
        text=text,
        bars=bars((word, count, number(count)) for word, count in counted),
        bars_caption="Regels per uitkomst",
        tables=(
            Table(
                heads("Kenmerk van het bestand (SHA-256)#|Bytes>"),
                ((row["digest"], number(row["byte_count"])),),
            ),
        ),
        sources=("delivery",),
    )


def _findings_section(found: QualityRows, row: RowMapping) -> Section:
    """Return on which rules and columns lines were refused."""
    own = [item for item in found.findings if item["delivery_id"] == row["delivery_id"]]
    incidents = sorted(
        {item["code"] for item in own if MEANINGS[item["code"]].incident}
    )
    text = "Hoe vaak iets is gevonden; de regelnummers staan in de bevindingen."
    if incidents:
        text += f"\nIncident, gemeld aan de gemeente: {', '.join(incidents)}."
    return Section(
        anchor="bevindingen",
        heading="Bevindingen per regel en kolom",
        text=text,
        tables=(
            Table(
                heads("Niveau!|Code!|Kolom!|Bevinding|Aantal>"),
                tuple(_finding_line(item) for item in own),
            ),
        ),
        sources=("finding",),
    )


def _finding_line(item: RowMapping) -> tuple[str, ...]:
    return (
        LEVELS_IN_DUTCH[Level(item["level"])],
        item["code"],
        item["column_name"] or "",
        MEANINGS[item["code"]].description,
        number(item["finding_count"]),
    )


def _completeness_section(row: RowMapping) -> Section:
    """Return how complete the lines taken are."""
    taken = row["accepted_count"] or 0
    fields = (
        ("Telefoonnummer", "phone_count"),
        ("E-mailadres", "email_count"),
        ("Geboortedatum", "birth_date_count"),
    )
    return Section(
        anchor="volledigheid",
        heading="Volledigheid",
        text=(
            "Met telefoon en e-mail bereiken hulpverleners meer mensen; met een"
            " geboortedatum worden signalen zekerder aan de juiste persoon gekoppeld."
        ),
        tables=(
            Table(
                heads("Gegeven|Aangenomen regels die het hebben>"),
                tuple(
                    (word, share_text(row[name] or 0, taken)) for word, name in fields
                ),
            ),
        ),
        sources=("delivery",),
    )


def _comparison_section(found: QualityRows, partner: str) -> Section:
    """Set the month beside this partner's earlier ones."""
    lines = tuple(
        (
            ReportingMonth.parse(month).in_dutch(),
            number(score.line_count),
            *(measure.text(score) for measure in MEASURES),
        )
        for month in reversed(found.months)
        if (score := found.scores.get((partner, month), Score())) != Score()
    )
    words = "|".join(f"{measure.heading}>" for measure in MEASURES)
    return Section(
        anchor="vergelijking",
        heading="Vergeleken met eerdere maanden",
        text="De maanden sinds de eerste levering, hooguit twaalf.",
        plots=plots(found, partner, WITHIN_A_MONTH),
        tables=(Table(heads(f"Maand!|Regels>|{words}"), lines),),
        sources=("delivery", "wrong_signal"),
    )
