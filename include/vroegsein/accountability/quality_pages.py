"""The quality pages of a month: one per delivery, the scorecards of all partners.

They lie in `quality/<municipality>/<month>/` of the storage folder and link to each
other by relative paths. Written again, unchanged pages are the same bytes.
"""

import logging
from pathlib import Path

from vroegsein.accountability.delivery_quality import delivery_page
from vroegsein.accountability.quality_rows import QualityRows, read_quality
from vroegsein.accountability.scorecard import (
    ALL_PARTNERS,
    delivery_file,
    partner_file,
    partner_page,
    scorecard_page,
)
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.register import engine
from vroegsein.settings import settings

logger = logging.getLogger(__name__)


def write_quality_pages(municipality: str, month: str) -> int:
    """Write the pages of a month's deliveries and the scorecards up to that month.

    Returns:
        How many pages there are.

    Raises:
        ConfigurationError: The month is none, or a passport or the policy is wrong.
    """
    with engine().connect() as connection:
        found = read_quality(connection, municipality, month)
    folder = private_folder(quality_folder(municipality, str(found.month)))
    pages = quality_pages(found)
    for name, page in sorted(pages.items()):
        write_whole(folder / name, page.encode())
    logger.info("municipality=%s month=%s pages=%d", municipality, month, len(pages))
    return len(pages)


def quality_folder(municipality: str, month: str) -> Path:
    """Return where the quality pages of a month lie."""
    return settings().storage / "quality" / municipality / month


def quality_pages(found: QualityRows) -> dict[str, str]:
    """Return the pages by file name."""
    pages = {ALL_PARTNERS: scorecard_page(found)}
    for partner in found.partners:
        pages[partner_file(partner)] = partner_page(found, partner)
    for row in found.deliveries:
        if row["month"] == str(found.month):
            pages[delivery_file(row["delivery_id"])] = delivery_page(found, row)
    return pages
