"""The audit report of a publication: one page for readers who were not there.

The page stands alone: no script, no outside file, nothing that calls home. It holds
counts, digests, codes and moments of the register, and nobody's name but those of
officials who decided. The same publication gives the same bytes. Beside it lie the same
report as PDF and the signed list of digests of all that went in and came out.
"""

import hashlib
import logging
from datetime import UTC
from pathlib import Path

from sqlalchemy import select

from vroegsein.accountability.chain import sign_checkpoint, signature_of
from vroegsein.accountability.decided_sections import (
    clocks_section,
    decisions_section,
    lanes_section,
    matching_section,
)
from vroegsein.accountability.digest_list import digest_list
from vroegsein.accountability.month_figures import (
    figures_name,
    report_folder,
    written,
)
from vroegsein.accountability.norm_section import norm_section
from vroegsein.accountability.page_parts import Section
from vroegsein.accountability.pages import rendered
from vroegsein.accountability.people_sections import (
    people_section,
    receivers_section,
    sign_section,
)
from vroegsein.accountability.proof_sections import (
    checks_section,
    origin_section,
    publication_section,
)
from vroegsein.accountability.received_sections import (
    deliveries_section,
    findings_section,
    grounds_section,
    lines_section,
)
from vroegsein.accountability.report_pdf import Cover, report_pdf
from vroegsein.accountability.report_rows import (
    ReportRows,
    month_of,
    read_rows,
)
from vroegsein.accountability.term_sections import (
    breached_section,
    retention_section,
)
from vroegsein.errors import OperatorError
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.listing.dutch import euros, moment_text, number
from vroegsein.listing.statements import rows
from vroegsein.register import engine
from vroegsein.register.audit_tables import event
from vroegsein.register.effects import note_effect
from vroegsein.register.purged import not_purging

SECTIONS = (
    deliveries_section,
    lines_section,
    findings_section,
    grounds_section,
    matching_section,
    decisions_section,
    lanes_section,
    clocks_section,
    breached_section,
    norm_section,
    checks_section,
    people_section,
    publication_section,
    receivers_section,
    retention_section,
    origin_section,
    sign_section,
)
WRITTEN = "write_audit_report"
INTRODUCTION = (
    "Dit rapport verantwoordt hoe uit de leveringen van partners de signaallijst van"
    " deze maand is ontstaan: wat er is ontvangen, wat ermee is gedaan, op welke grond,"
    " en wie het heeft goedgekeurd. Het bevat aantallen, bedragen en kenmerken, en geen"
    " gegevens van personen."
)
logger = logging.getLogger(__name__)


def write_audit_report(publication_id: str) -> str:
    """Write the audit report of a publication, as page and PDF, and the signed list.

    Once a purge took something, a report that was written is not made again: it would
    tell of what is left, and no longer of what was done.

    Returns:
        The SHA-256 of the page.

    Raises:
        DecisionError: There is no such publication, or its month was purged.
        OperatorError: The report was written and is lost, and cannot be made again.
        ConfigurationError: A passport or the policy is missing or wrong, or the signing
            key can be read by others.
    """
    with engine().connect() as connection:
        municipality, month = month_of(connection, publication_id)
    with not_purging(municipality, month):
        with engine().connect() as connection:
            found = read_rows(connection, publication_id)
            is_final = rows(connection, "trace", "final", publication_id=publication_id)
        folder = private_folder(report_folder(municipality, month))
        if is_final:
            return _standing(folder, found.publication["version"])
        made = _made(found)
        for name, content in made.items():
            write_whole(folder / name, content)
        version = found.publication["version"]
        _note(found, hashlib.sha256(made[f"kenmerken-v{version}.txt"]).hexdigest())
    sign_checkpoint(municipality, None, "publication")
    page = made[f"auditrapport-v{version}.html"]
    logger.info("publication=%s report=%d bytes", publication_id, len(page))
    return hashlib.sha256(page).hexdigest()


def _standing(folder: Path, version: int) -> str:
    """Return the digest of a report that stays as it was written.

    Raises:
        OperatorError: It is not there.
    """
    page = folder / f"auditrapport-v{version}.html"
    if not page.exists():
        msg = (
            f"REPORT_LOST: {page.name} of {folder.name} was written, a purge took what"
            " it was made from, and the file is gone. Put it back from a backup; its"
            " digest is in the chain. See docs/runbook.md#purge."
        )
        raise OperatorError(msg)
    logger.info("report=%s stays as it was written", page.name)
    return hashlib.sha256(page.read_bytes()).hexdigest()


def _made(found: ReportRows) -> dict[str, bytes]:
    """Return the report's files by name; the signed list knows the digest of each."""
    version = found.publication["version"]
    made = {
        f"auditrapport-v{version}.html": report_page(found).encode(),
        f"auditrapport-v{version}.pdf": report_on_paper(found),
        figures_name(version): written(found.year[-1]),
    }
    digests = digest_list(found, made)
    return made | {
        f"kenmerken-v{version}.txt": digests,
        f"kenmerken-v{version}.txt.sig": signature_of(digests),
    }


def _note(found: ReportRows, digest: str) -> None:
    """Put the digest of the signed list into the chain; the same one only once."""
    municipality = found.draft["municipality_code"]
    object_id = found.publication["publication_id"]
    result = f"sha256 {digest}"
    with engine().begin() as connection:
        known = select(event.c.seq).where(
            event.c.municipality_code == municipality,
            event.c.action == WRITTEN,
            event.c.object == object_id,
            event.c.result == result,
        )
        if connection.execute(known).first() is None:
            note_effect(connection, municipality, WRITTEN, object_id, result)


def report_sections(found: ReportRows) -> list[Section]:
    """Return the report's sections, in order."""
    return [section(found) for section in SECTIONS]


def report_page(found: ReportRows) -> str:
    """Return the page."""
    this = found.publication
    return rendered(
        "auditrapport",
        folder="reports",
        municipality=found.policy.name,
        month=found.month.in_dutch(),
        version=this["version"],
        published=moment_text(this["published_at"]),
        approved_by=this["decided_by"],
        introduction=INTRODUCTION,
        tiles=_tiles(found),
        sections=report_sections(found),
    )


def report_on_paper(found: ReportRows) -> bytes:
    """Return the report as PDF."""
    this = found.publication
    month, municipality = found.month.in_dutch(), found.policy.name
    under = (
        f"Goedgekeurd op {moment_text(this['published_at'])} door {this['decided_by']}."
    )
    cover = Cover(
        title=f"Auditrapport vroegsignalering {municipality}, {month}, versie"
        f" {this['version']}",
        lines=(under, INTRODUCTION),
        tiles=tuple(_tiles(found)),
        moment=this["published_at"].astimezone(UTC),
    )
    return report_pdf(cover, report_sections(found))


def _tiles(found: ReportRows) -> list[tuple[str, str]]:
    """Return the figures at the top, each with its word."""
    partners = len(found.partners)
    received = partners - len(found.draft["missing_partners"])
    checks = found.audit["checks"]
    stops = [check for check in checks if check["is_stop"]]
    good = sum(check["offending"] == 0 for check in stops)
    return [
        (f"{received} van {partners}", "partners ontvangen"),
        (number(sum(row["line_count"] for row in found["delivery"])), "regels gelezen"),
        (
            number(sum(row["signal_count"] for row in found["decision"])),
            "signalen beoordeeld",
        ),
        (
            number(sum(row["person_count"] for row in found["lane"])),
            "personen op de lijst",
        ),
        (euros(sum(row["amount_cents"] for row in found["lane"])), "achterstand"),
        (f"{good} van {len(stops)}", "controles goed"),
    ]
