"""Tables of proof and alarm: receipts per line, and crisis lines that wait for people.

A receipt outlives what it is a receipt of, so it hangs on nothing: it has keyed digests
in place of the partner's record, and its own copy of who, when and what became of it.
"""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
)
from sqlalchemy.dialects.postgresql import JSONB

from vroegsein.register.columns import (
    METADATA,
    check,
    count,
    month,
    municipality,
    one_of,
    recorded_at,
    text,
)

#: What a receipt can say of a line; `refused` where its whole file was.
OUTCOMES = (
    "accepted",
    "rejected",
    "duplicate",
    "no_ground",
    "objection",
    "withdrawal",
    "refused",
)

record_receipt = Table(
    "record_receipt",
    METADATA,
    text("delivery_id", "Delivery the line came in", primary_key=True),
    Column(
        "line_number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="Physical line in the partner's file, counted from 1",
    ),
    municipality(),
    month(),
    text("partner_code", "Partner who delivered"),
    text("file_digest", "SHA-256 of the delivered bytes"),
    Column(
        "received_at",
        DateTime(timezone=True),
        nullable=False,
        comment="When it was received",
    ),
    text("outcome", "Verdict of the line, or refused with its whole file"),
    text("key_code", "Which key the digests were made with"),
    text("record_digest", "Keyed digest (HMAC) of the partner's record id", null=True),
    text("line_digest", "Keyed digest (HMAC) of all that stood on the line", null=True),
    Column(
        "keep_until",
        Date,
        nullable=False,
        comment="Last day it is kept: five years after receipt",
    ),
    one_of("outcome", *OUTCOMES),
    check("line_is_counted", "line_number >= 1"),
    check(
        "digests_belong_together", "record_digest IS NULL OR line_digest IS NOT NULL"
    ),
    Index("ix_record_receipt_record_digest", "record_digest"),
    schema="intake",
    comment="Proof of one delivered line; holds digests, and nothing of the line.",
)

crisis_notice = Table(
    "crisis_notice",
    METADATA,
    text("notice_id", "Our id of the notice", primary_key=True),
    municipality(),
    month(),
    text("partner_code", "Partner who delivered"),
    Column(
        "delivery_id",
        ForeignKey("intake.delivery.delivery_id"),
        nullable=False,
        comment="Delivery it is about",
    ),
    text("refusal_code", "Finding that refused the whole file", null=True),
    Column(
        "line_numbers",
        JSONB,
        nullable=False,
        comment="Lines with a crisis signal that were not taken",
    ),
    count("unread_count", "Lines of which the kind of signal could not be read"),
    text("asked_in", "Run in which people were asked", null=True),
    Column(
        "due_at",
        DateTime(timezone=True),
        comment="By when an answer is due; none: nobody was asked yet",
    ),
    recorded_at(),
    check("asked_has_due", "(asked_in IS NULL) = (due_at IS NULL)"),
    schema="intake",
    comment="Crisis signals held back in one delivery; a human is asked at once.",
)

crisis_answer = Table(
    "crisis_answer",
    METADATA,
    Column(
        "notice_id",
        ForeignKey("intake.crisis_notice.notice_id"),
        primary_key=True,
        comment="Notice that was answered",
    ),
    Column(
        "answered_at",
        DateTime(timezone=True),
        primary_key=True,
        comment="When it was answered",
    ),
    text("answer", "calls_partner, taken_up or rightly_refused"),
    text("answered_by", "User name of the official who answered"),
    recorded_at(),
    one_of("answer", "calls_partner", "taken_up", "rightly_refused"),
    schema="intake",
    comment="Who answered what on crisis signals that were held back.",
)

delivery_quality = Table(
    "delivery_quality",
    METADATA,
    Column(
        "delivery_id",
        ForeignKey("intake.delivery.delivery_id"),
        primary_key=True,
        comment="Delivery it was counted in",
    ),
    count("accepted_count", "Lines taken"),
    count("phone_count", "Lines taken that have a telephone number"),
    count("email_count", "Lines taken that have an e-mail address"),
    count("birth_date_count", "Lines taken that have a birth date"),
    check(
        "parts_fit_the_whole",
        "GREATEST(phone_count, email_count, birth_date_count) <= accepted_count",
    ),
    schema="intake",
    comment="How complete a delivery was; the counts outlive the signals.",
)
