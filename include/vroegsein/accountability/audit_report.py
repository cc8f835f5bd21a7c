"""The audit report of a publication: one page for readers who were not there.

The page stands alone: no script, no outside file, nothing that calls home. It holds
counts, digests, codes and moments of the register, and nobody's name but that of the
user who approved. The same publication gives the same bytes.
"""

import hashlib
import logging

from vroegsein.accountability.chain import sign_checkpoint
from vroegsein.accountability.decided_sections import (
    clocks_section,
    decisions_section,
    lanes_section,
    matching_section,
)
from vroegsein.accountability.pages import rendered
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
from vroegsein.accountability.report_rows import ReportRows, read_rows
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.listing.dutch import euros, moment_text, number
from vroegsein.register import engine
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
    checks_section,
    publication_section,
    origin_section,
)
logger = logging.getLogger(__name__)


def write_audit_report(publication_id: str) -> str:
    """Write the audit report of a publication.

    Returns:
        The SHA-256 of the page.

    Raises:
        DecisionError: There is no such publication.
        ConfigurationError: A passport or the policy is missing or wrong.
    """
    with engine().connect() as connection:
        found = read_rows(connection, publication_id)
    page = report_page(found).encode()
    place = settings().storage / "reports" / found.draft["municipality_code"]
    folder = private_folder(place / found.draft["month"])
    version = found.publication["version"]
    write_whole(folder / f"auditrapport-v{version}.html", page)
    sign_checkpoint(found.draft["municipality_code"], None, "publication")
    logger.info("publication=%s report=%d bytes", publication_id, len(page))
    return hashlib.sha256(page).hexdigest()


def report_page(found: ReportRows) -> str:
    """Return the page."""
    sections = [section(found) for section in SECTIONS]
    this = found.publication
    return rendered(
        "auditrapport",
        folder="reports",
        municipality=found.policy.name,
        month=found.month.in_dutch(),
        version=this["version"],
        published=moment_text(this["published_at"]),
        approved_by=this["decided_by"],
        tiles=_tiles(found),
        sections=sections,
    )


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
