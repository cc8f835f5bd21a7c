"""A review sheet goes out: made, sealed for its readers, kept, then put in the outbox.

What was sent is kept as it was: sending it again puts the same bytes there.
"""

import logging
from pathlib import Path

from vroegsein.exchange.files import digest_of, private_folder, write_whole
from vroegsein.exchange.recipients import encrypt_for
from vroegsein.exchange.server import Server
from vroegsein.exchange.sftp import Client
from vroegsein.listing.review import TERM, Review, move, review_by_id
from vroegsein.listing.review_sheet import sheet_bytes
from vroegsein.listing.statements import rows
from vroegsein.parties.municipality import load_policy
from vroegsein.register import engine
from vroegsein.settings import settings

OUTBOX = "outbox"
logger = logging.getLogger(__name__)


def send_review(review_id: str, server: Server) -> str:
    """Send a review's sheet to the municipality's outbox; return the same id.

    Raises:
        ConfigurationError: No recipient has a key that holds.
        TransferError: The server cannot be reached, or is not the agreed one.
    """
    with engine().begin() as connection:
        asked = review_by_id(connection, review_id, lock=True)
        sealed = sealed_sheet(asked)
        if asked.state == "open":
            if not sealed.exists():
                sides = rows(connection, "listing", "review_side", review_id=review_id)
                write_whole(sealed, _seal(asked, sheet_bytes(asked, sides)))
            move(connection, review_id, "sent", sheet_digest=digest_of(sealed))
    if asked.state in {"open", "sent"}:
        with Client(server) as client:
            client.put(sealed.read_bytes(), f"{OUTBOX}/{asked.file_name}")
    logger.info("review=%s pairs=%d sent", review_id, asked.pair_count)
    return review_id


def sealed_sheet(asked: Review) -> Path:
    """Return where the sheet is kept as it was sent."""
    folder = settings().storage / "reviews" / asked.municipality_code / asked.month
    return private_folder(folder) / asked.file_name


def _seal(asked: Review, content: bytes) -> bytes:
    """Encrypt a sheet for the officials the policy names; keys hold on the day."""
    policy = load_policy(settings().municipalities, asked.municipality_code)
    return encrypt_for(content, policy.office.recipients, asked.due_on - TERM)
