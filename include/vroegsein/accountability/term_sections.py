"""The part of the report on terms: clocks that were missed, and what was destroyed."""

from sqlalchemy import RowMapping

from vroegsein.accountability.page_parts import Section, Table, heads, totals
from vroegsein.accountability.report_rows import ReportRows
from vroegsein.listing.dutch import moment_text, number
from vroegsein.parties.period import ReportingMonth

CLOCK_FIGURES = ("person_count", "in_time_count", "late_count", "untried_count")
HOLD_SCOPES = {"month": "maand", "case": "zaak"}


def breached_section(found: ReportRows) -> Section:
    """Return which terms of earlier lists had ended, and how."""
    rows = [[row[name] for name in CLOCK_FIGURES] for row in found["breached_clock"]]
    closing = totals(rows) if rows else [0] * len(CLOCK_FIGURES)
    return Section(
        anchor="verstreken",
        heading="Verstreken termijnen",
        text=(
            "Van wie op een eerdere lijst stond en wiens uiterste dag voor de"
            " publicatie lag: of de eerste teruggemelde contactpoging op tijd was."
            " Zonder teruggemelde poging is het een overschrijding."
        ),
        tables=(
            Table(
                heads("Lijst van|Termijn!|Personen>|Op tijd>|Te laat>|Zonder poging>"),
                tuple(
                    (
                        ReportingMonth.parse(row["month"]).in_dutch(),
                        row["clock_code"],
                        *map(number, figures),
                    )
                    for row, figures in zip(found["breached_clock"], rows, strict=True)
                ),
                foot=("Samen", "", *map(number, closing)),
            ),
        ),
        sources=("breached_clock",),
    )


def retention_section(found: ReportRows) -> Section:
    """Return what was destroyed, and what may not be."""
    return Section(
        anchor="bewaren",
        heading="Vernietigen en bewaren",
        text=(
            "Persoonsgegevens worden na hun termijn vernietigd; een certificaat bewijst"
            " dat, en zijn kenmerk staat in de keten van gebeurtenissen."
        ),
        tables=(
            Table(
                heads(
                    "Peilmoment!|Maanden|Rijen>|Bestanden>|Sleutels>"
                    "|Certificaat (SHA-256)#"
                ),
                tuple(_purge_line(row) for row in found["purge_done"]),
                caption="Vernietigingen in de twaalf maanden voor de publicatie",
            ),
            Table(
                heads("Sinds!|Wat|Welke|Reden|Door"),
                tuple(
                    (
                        moment_text(row["set_at"]),
                        HOLD_SCOPES[row["scope"]],
                        row["object"],
                        row["reason"],
                        row["set_by"],
                    )
                    for row in found["hold_standing"]
                ),
                caption="Bewaarplichten die vernietiging tegenhielden",
            ),
        ),
        sources=("purge_done", "hold_standing"),
    )


def _purge_line(row: RowMapping) -> tuple[str, ...]:
    """Say what one purge destroyed."""
    return (
        moment_text(row["as_of"]),
        row["months"] or "geen hele maand",
        number(row["row_count"]),
        number(row["file_count"]),
        number(row["key_count"]),
        row["digest"],
    )
