"""Tables of what goes out to the municipality: sealed once, sent once."""

from sqlalchemy import Column, Date, Table

from vroegsein.register.columns import (
    METADATA,
    count,
    digest,
    is_digest,
    recorded_at,
    text,
)

outgoing_file = Table(
    "outgoing_file",
    METADATA,
    text("municipality_code", "CBS code, e.g. 1940", primary_key=True),
    text("name", "Name before encryption; one content ever", primary_key=True),
    digest("digest", "what is inside"),
    digest("sealed_digest", "the encrypted file that goes out"),
    count("byte_count", "Size of the encrypted file"),
    Column("sealed_on", Date, nullable=False, comment="Day it was encrypted"),
    Column("sent_on", Date, nullable=True, comment="Day it lay in the outbox"),
    recorded_at(),
    is_digest("digest"),
    is_digest("sealed_digest"),
    schema="publication",
    comment="One encrypted file for the municipality's outbox.",
)
