"""The part of the report on people: who decided what, who receives it, who signs."""

from sqlalchemy import RowMapping

from vroegsein.accountability.page_parts import Section, Table, heads
from vroegsein.accountability.report_rows import ReportRows
from vroegsein.listing.dutch import day, moment_text, number

DECISIONS = {
    ("draft", "approved"): "goedgekeurd",
    ("draft", "rejected"): "afgewezen",
    ("crisis_lines", "calls_partner"): "belt de partner",
    ("crisis_lines", "taken_up"): "zelf opgepakt",
    ("crisis_lines", "rightly_refused"): "terecht geweigerd",
}
SUBJECTS = {
    "draft": ("goedkeurder", "concept van de lijst"),
    "crisis_lines": ("behandelaar", "crisisregels van een levering"),
}
VERDICTS = {
    "same": "dezelfde persoon",
    "different": "verschillende personen",
    "withdrawn": "opnieuw voorgelegd",
}
CRISIS_STATES = {
    "approved": "goedgekeurd",
    "rejected": "afgewezen",
    "sent": "verzonden",
}
ROLES = (
    "Coördinator vroegsignalering",
    "Controller",
    "Functionaris gegevensbescherming",
)
LINE = "\u2026" * 14  # where a hand writes


def people_section(found: ReportRows) -> Section:
    """Return what officials decided, in which role, when and why."""
    return Section(
        anchor="mensen",
        heading="Besluiten van mensen",
        text=(
            "Wat medewerkers tot aan de publicatie besloten. Namen van inwoners staan"
            " hier niet; een twijfelgeval is een paar signalen."
        ),
        tables=(
            Table(
                heads("Wanneer!|Rol|Waarover|Kenmerk#|Besluit|Door|Reden"),
                tuple(_decision_line(row) for row in found["official_decision"]),
                caption="Besluiten over concepten en crisisregels",
            ),
            Table(
                heads("Dag!|Maand!|Beoordeling#|Oordeel|Paren>|Voorgelegd>|Paraaf"),
                tuple(_verdict_line(row) for row in found["review_verdict"]),
                caption="Oordelen over twijfelgevallen die deze lijst kende",
            ),
        ),
        sources=("official_decision", "review_verdict"),
    )


def _decision_line(row: RowMapping) -> tuple[str, ...]:
    """Say who decided what, and why."""
    role, subject = SUBJECTS[row["kind"]]
    return (
        moment_text(row["decided_at"]),
        role,
        subject,
        row["object_id"],
        DECISIONS[row["kind"], row["decision"]],
        row["decided_by"],
        row["remark"],
    )


def _verdict_line(row: RowMapping) -> tuple[str, ...]:
    """Say what one official said of the pairs of one review."""
    return (
        day(row["decided_on"]),
        row["month"],
        row["review_id"],
        VERDICTS[row["verdict"]],
        number(row["pair_count"]),
        number(row["asked_count"]),
        row["decided_by"],
    )


def receivers_section(found: ReportRows) -> Section:
    """Return to whom the list goes, and which crisis lists went before it."""
    office = found.policy.office
    readers = (
        ", ".join(office.recipients) or "niemand: er is geen sleutel geregistreerd"
    )
    return Section(
        anchor="ontvangers",
        heading="Ontvangers en crisislijsten",
        text=(
            "De lijst gaat versleuteld naar de postbus van de gemeente; alleen wie een"
            " van de sleutels heeft, kan haar lezen. De verzending zelf staat als"
            " gebeurtenis (send_file) in de keten."
        ),
        tables=(
            Table(
                heads("Postbus|Sleutels van"),
                ((office.account, readers),),
                caption="Ontvangers volgens het beleid",
            ),
            Table(
                heads("Dag!|Nummer>|Signalen>|Stand|Besluit!|Door|Kenmerk (SHA-256)#"),
                tuple(_crisis_line(row) for row in found["crisis_list"]),
                caption="Crisislijsten van deze maand, tot aan de publicatie",
            ),
        ),
        sources=("crisis_list",),
    )


def _crisis_line(row: RowMapping) -> tuple[str, ...]:
    """Say of one crisis list who decided on it and what went out."""
    return (
        day(row["list_date"]),
        number(row["version"]),
        number(row["signal_count"]),
        CRISIS_STATES[row["state"]],
        moment_text(row["decided_at"]),
        row["decided_by"],
        row["digest"],
    )


def sign_section(found: ReportRows) -> Section:
    """Return the block in which readers sign by hand."""
    return Section(
        anchor="akkoord",
        heading="Voor akkoord",
        text=(
            f"Ondergetekenden hebben kennisgenomen van dit rapport over"
            f" {found.month.in_dutch()}, versie {found.publication['version']}."
        ),
        tables=(
            Table(
                heads("Functie|Naam|Datum|Handtekening"),
                tuple((role, LINE, LINE, LINE) for role in ROLES),
            ),
        ),
    )
