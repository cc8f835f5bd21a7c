"""The scorecard: how timely, valid and complete partners deliver over a year."""

from vroegsein.accountability.measures import MEASURES, plots
from vroegsein.accountability.page_parts import Link, Section, Table, heads
from vroegsein.accountability.pages import rendered
from vroegsein.accountability.quality_rows import FOLDER, QualityRows, Score
from vroegsein.accountability.received_sections import STATES_IN_DUTCH
from vroegsein.listing.dutch import moment_text, number
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.parties.period import ReportingMonth

ALL_PARTNERS = "scorekaart.html"
_HEADINGS = "|".join(f"{measure.heading}>" for measure in MEASURES)


def partner_file(partner: str) -> str:
    """Return the name of a partner's own scorecard; its code is of letters alone."""
    return f"scorekaart_{partner}.html"


def delivery_file(delivery_id: str) -> str:
    """Return the name of a delivery's quality page."""
    return f"levering_{delivery_id}.html"


def scorecard_page(found: QualityRows) -> str:
    """Return the scorecard of all partners together."""
    lines: tuple[tuple[str | Link, ...], ...] = tuple(
        (
            Link(found.name(partner), partner_file(partner)),
            _sector(found, partner),
            *_cells(found.total(partner)),
        )
        for partner in found.partners
    )
    everyone = sum(found.scores.values(), start=Score())
    table = Table(
        heads(f"Partner|Sector|Geweigerd>|{_HEADINGS}"),
        lines,
        foot=("Samen", "", *_cells(everyone)),
    )
    section = Section(
        anchor="partners",
        heading="Alle partners",
        text=_EXPLANATION,
        tables=(table,),
        sources=("delivery", "wrong_signal"),
    )
    return _page(found, "van alle partners", [section])


_EXPLANATION = (
    "Op tijd: maanden waarin de levering uiterlijk een werkdag na de afgesproken dag"
    " kwam. Geldige regels: aangenomen van alle regels. Telefoon, e-mail en"
    " geboortedatum: van de aangenomen regels. Onterechte signalen: van de beoordeelde"
    " signalen die zonder reden zijn gemeld (te laag bedrag, buiten de termijn of geen"
    " natuurlijk persoon). Geweigerd: hele bestanden."
)


def partner_page(found: QualityRows, partner: str) -> str:
    """Return the scorecard of one partner, with a line per month and per delivery."""
    lines = tuple(
        (ReportingMonth.parse(month).in_dutch(), *_cells(score))
        for month in reversed(found.months)
        if (score := found.scores.get((partner, month))) is not None
    )
    months = Section(
        anchor="maanden",
        heading="Per maand",
        text=_EXPLANATION,
        plots=plots(found, partner, MEASURES),
        tables=(
            Table(
                heads(f"Maand!|Geweigerd>|{_HEADINGS}"),
                lines,
                foot=("Samen", *_cells(found.total(partner))),
            ),
        ),
        sources=("delivery", "wrong_signal"),
    )
    sections = [months, _deliveries_section(found, partner)]
    return _page(found, f"van {found.name(partner)}", sections)


def _deliveries_section(found: QualityRows, partner: str) -> Section:
    """Return each delivery with a link to its own page."""
    lines = tuple(
        (
            Link(moment_text(row["received_at"]), _place(found, row["month"]) + name),
            ReportingMonth.parse(row["month"]).in_dutch(),
            STATES_IN_DUTCH.get(row["state"], row["state"]),
            row["refusal_code"] or "",
            number(row["line_count"] or 0),
        )
        for row in reversed(found.deliveries)
        if row["partner_code"] == partner
        and (name := delivery_file(row["delivery_id"]))
    )
    return Section(
        anchor="leveringen",
        heading="Leveringen",
        text="De laatste bovenaan; elke levering heeft een eigen pagina.",
        tables=(Table(heads("Ontvangen!|Maand!|Uitkomst|Code!|Regels>"), lines),),
        sources=("delivery",),
    )


def _place(found: QualityRows, month: str) -> str:
    """Return the way from a scorecard to the pages of a month."""
    return "" if month == str(found.month) else f"../{month}/"


def _cells(score: Score) -> tuple[str, ...]:
    return (
        number(score.refused_count),
        *(measure.text(score) for measure in MEASURES),
    )


def _sector(found: QualityRows, partner: str) -> str:
    passport = found.passports.get(partner)
    return SECTOR_NAMES[passport.sector] if passport else ""


def _page(found: QualityRows, subject: str, sections: list[Section]) -> str:
    return rendered(
        "scorekaart",
        folder=FOLDER,
        sections=sections,
        tiles=[],
        subject=subject,
        municipality=found.policy.name,
        month=found.month.in_dutch(),
    )
