"""Tables of the statistics: what was delivered, and counts that outlive the signals."""

from sqlalchemy import Column, Date, Integer, PrimaryKeyConstraint, Table
from sqlalchemy.dialects.postgresql import JSONB

from vroegsein.register.columns import (
    METADATA,
    check,
    count,
    digest,
    is_digest,
    month,
    municipality,
    recorded_at,
    text,
)
from vroegsein.register.inbox_tables import moment

statistics_delivery = Table(
    "statistics_delivery",
    METADATA,
    text("statistics_id", "Our id, made from the content's digest"),
    Column(
        "page_number",
        Integer,
        nullable=False,
        autoincrement=False,
        comment="Place of the file in the delivery, from 1",
    ),
    municipality(),
    month(),
    text("schema_version", "Version of the national schema (DDAS)"),
    moment("made_at", "Moment of the run that made it; stands in the file"),
    count("page_count", "Files of the delivery"),
    text("name", "File name"),
    digest("digest", "the file before it was encrypted"),
    count("signal_count", "Signals in the file"),
    count("case_count", "Cases in the file"),
    recorded_at(),
    PrimaryKeyConstraint("statistics_id", "page_number"),
    is_digest("digest"),
    check("page_is_one_of_them", "page_number BETWEEN 1 AND page_count"),
    schema="publication",
    comment="One file of national statistics (DDAS) that was made for delivery.",
)

statistics_month = Table(
    "statistics_month",
    METADATA,
    municipality(),
    month(),
    Column("figures", JSONB, nullable=False, comment="Counts by name; nobody's own"),
    Column("counted_on", Date, nullable=False, comment="Dutch day they were counted"),
    recorded_at(),
    PrimaryKeyConstraint("municipality_code", "month"),
    schema="publication",
    comment="Counts of a month for the monitor; they outlive the month's signals.",
)
