"""Tables of the crisis lists: who is asked, what went out, and never twice."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Table, UniqueConstraint

from vroegsein.register.columns import (
    METADATA,
    check,
    count,
    digest,
    month,
    municipality,
    one_of,
    recorded_at,
    text,
)

STATES = ("open", "expired", "approved", "rejected", "sent")

crisis_list = Table(
    "crisis_list",
    METADATA,
    text(
        "crisis_list_id", "Our id, made from place, day and version", primary_key=True
    ),
    municipality(),
    month(),
    Column("list_date", Date, nullable=False, comment="Dutch day it was made"),
    count("version", "Crisis list of the month on that day, from 1"),
    Column(
        "draft_id",
        ForeignKey("casework.draft.draft_id"),
        nullable=False,
        comment="Draft whose places it shows",
    ),
    text("state", "open, expired, approved, rejected or sent"),
    text("asked_in", "Run that asks an official"),
    Column(
        "due_at",
        DateTime(timezone=True),
        nullable=False,
        comment="By when an official has to decide",
    ),
    text("decided_by", "User name of the official who decided", null=True),
    Column("decided_at", DateTime(timezone=True), comment="When it was decided"),
    digest("digest", "the file that went out", null=True),
    recorded_at(),
    one_of("state", *STATES),
    check("version_from_one", "version >= 1"),
    # A human decides on every list (AVG art. 22); nothing goes out without.
    check(
        "decided_by_somebody",
        "(state IN ('open', 'expired')) = (decided_by IS NULL)",
    ),
    check("sent_is_a_file", "(state = 'sent') = (digest IS NOT NULL)"),
    UniqueConstraint("municipality_code", "month", "list_date", "version"),
    schema="casework",
    comment="One list of crisis signals, made between the months' lists.",
)

crisis_list_signal = Table(
    "crisis_list_signal",
    METADATA,
    Column(
        "crisis_list_id",
        ForeignKey("casework.crisis_list.crisis_list_id"),
        primary_key=True,
        comment="Crisis list",
    ),
    text("signal_id", "Crisis signal", primary_key=True),
    text("case_id", "Our id of the case, as on the month's list"),
    Column("due_date", Date, nullable=False, comment="Last day of K-3WD"),
    schema="casework",
    comment="Which crisis signals a crisis list was made for.",
)
