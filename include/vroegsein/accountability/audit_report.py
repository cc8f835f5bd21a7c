"""The audit report of a publication: one page for readers who were not there.

The page stands alone: no script, no outside file, nothing that calls home. It holds
counts, digests, codes and moments of the register, and nobody's name but those of
officials who decided. The same publication gives the same bytes. Beside it lie the same
report as PDF and the signed list of digests of all that went in and came out.
"""

import hashlib
import logging
from datetime import UTC

from sqlalchemy import select

from vroegsein.accountability.chain import sign_checkpoint, signature_of
from vroegsein.accountability.decided_sections import (
    clocks_section,
    decisions_section,
    lanes_section,
    matching_section,
)
from vroegsein.accountability.digest_list import digest_list
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
from vroegsein.accountability.report_rows import ReportRows, read_rows
from vroegsein.accountability.term_sections import (
    breached_section,
    retention_section,
)
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.listing.dutch import euros, moment_text, number
from vroegsein.register import engine
from vroegsein.register.audit_tables import event
from vroegsein.register.effects import note_effect
from vroegsein.settings import settings

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

    Returns:
        The SHA-256 of the page.

    Raises:
        DecisionError: There is no such publication.
        ConfigurationError: A passport or the policy is missing or wrong, or the signing
            key can be read by others.
    """
    with engine().connect() as connection:
        found = read_rows(connection, publication_id)
    municipality, version = (
        found.draft["municipality_code"],
        found.publication["version"],
    )
    page = report_page(found).encode()
    made = {
        f"auditrapport-v{version}.html": page,
        f"auditrapport-v{version}.pdf": report_on_paper(found),
    }
    digests = digest_list(found, made)
    made[f"kenmerken-v{version}.txt"] = digests
    made[f"kenmerken-v{version}.txt.sig"] = signature_of(digests)
    place = settings().storage / "reports" / municipality
    folder = private_folder(place / found.draft["month"])
    for name, content in made.items():
        write_whole(folder / name, content)
    _note(found, hashlib.sha256(digests).hexdigest())
    sign_checkpoint(municipality, None, "publication")
    logger.info("publication=%s report=%d bytes", publication_id, len(page))
    return hashlib.sha256(page).hexdigest()


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
