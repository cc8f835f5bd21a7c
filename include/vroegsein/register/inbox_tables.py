"""Tables of what lies in partners' inboxes: files, and what is no delivery (yet)."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Table,
    UniqueConstraint,
)

from vroegsein.register.columns import (
    METADATA,
    count,
    digest,
    month,
    municipality,
    one_of,
    recorded_at,
    text,
)


def moment(name: str, comment: str) -> Column[Any]:
    """Return a column with a moment that is always there."""
    return Column(name, DateTime(timezone=True), nullable=False, comment=comment)


def byte_count(comment: str) -> Column[int]:
    """Return a column with a number of bytes, however many."""
    return Column("byte_count", BigInteger, nullable=False, comment=comment)


LEVELS = ("file", "line", "warning")


inbox_file = Table(
    "inbox_file",
    METADATA,
    text("inbox_file_id", "Our id of one file seen in an inbox", primary_key=True),
    municipality(),
    month(),
    text("partner_code", "Partner whose inbox it lies in"),
    text("remote_name", "Partner's file name, with unprintable characters escaped"),
    byte_count("Size by the server's listing"),
    count("modified_seconds", "Server's modification time, Unix seconds"),
    moment(
        "received_at",
        "When the run that first saw it was due; starts the legal clocks",
    ),
    Column(
        "last_seen_at",
        DateTime(timezone=True),
        comment="When the last later run that saw it was due",
    ),
    text("delivery_id", "Delivery its bytes turned out to be", null=True),
    text(
        "left_as", "archived, deleted, gone or imported; none: it is there", null=True
    ),
    digest("answer_digest", "the answer last written for it", null=True),
    recorded_at(),
    UniqueConstraint(
        "municipality_code",
        "partner_code",
        "remote_name",
        "byte_count",
        "modified_seconds",
    ),
    one_of("left_as", "archived", "deleted", "gone", "imported"),
    schema="intake",
    comment="One file as seen in a partner's inbox.",
)

inbox_finding = Table(
    "inbox_finding",
    METADATA,
    text("inbox_finding_id", "Our id of what was found", primary_key=True),
    municipality(),
    month(),
    text("partner_code", "Partner whose inbox it lies in"),
    text("code", "Finding code, see docs/bestandsformaat.md"),
    text("name_key", "Keyed digest of the entry's name; empty for the whole inbox"),
    text("shown_name", "The name, only where it is known to be harmless", null=True),
    count("seen_count", "How many runs saw it"),
    moment("first_seen_at", "When the run that first saw it was due"),
    moment("last_seen_at", "When the last run that saw it was due"),
    Column("is_due", Boolean, nullable=False, comment="Whether the partner is told"),
    Column("is_open", Boolean, nullable=False, comment="Whether it is still so"),
    Column("is_told", Boolean, nullable=False, comment="Whether the partner reads it"),
    UniqueConstraint("municipality_code", "partner_code", "month", "code", "name_key"),
    schema="intake",
    comment="Something in an inbox that is no delivery, or not yet one.",
)
