"""Tables of the intake: what arrived, and what became of every line."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)

from vroegsein.parties.record import FIELDS, Kind
from vroegsein.register.columns import (
    METADATA,
    cents,
    check,
    count,
    digest,
    is_digest,
    month,
    municipality,
    one_of,
    recorded_at,
    text,
)
from vroegsein.register.inbox_tables import byte_count, inbox_file, moment

VERDICTS = (
    "accepted",
    "rejected",
    "duplicate",
    "no_ground",
    "objection",
    "withdrawal",
)
LEVELS = ("file", "line", "warning")
STATES = (
    "fetched",
    "decoded",
    "validated",
    "accepted",
    "empty",
    "applied",
    "superseded",
    "refused",
)
#: States in which every line of a delivery has its verdict.
COUNTED_STATES = "('accepted', 'empty', 'applied', 'superseded')"


def kind() -> Column[str]:
    """Return the column that says what a delivery says of its month."""
    return Column(
        "kind",
        Text,
        nullable=False,
        server_default="full",
        comment="full, correction, withdrawal or nil",
    )


def timing() -> Column[str]:
    """Return the column that sets a delivery against due day and publication."""
    return Column(
        "timing",
        Text,
        nullable=False,
        server_default="on_time",
        comment="on_time, late or after_publication",
    )


delivery = Table(
    "delivery",
    METADATA,
    text("delivery_id", "Our id of the delivery", primary_key=True),
    municipality(),
    month(),
    text("partner_code", "Partner who delivered"),
    text(
        "inbox_file_id",
        "File it came from",
    ),
    digest("digest", "the delivered bytes"),
    byte_count("Size of the delivered bytes"),
    moment("received_at", "When it was received; starts the legal clocks"),
    kind(),
    count(
        "sequence", "Partner's number within the month, where it gives one", null=True
    ),
    digest("stated_digest", "the file as its manifest states it", null=True),
    timing(),
    text(
        "state",
        "fetched, decoded, validated, accepted, empty, applied, superseded or refused",
    ),
    text("superseded_by", "Correction that replaced it", null=True),
    text("refusal_code", "Finding that refused the whole file", null=True),
    text("legal_basis_code", "Ground on which it was received"),
    digest("passport_digest", "the partner's passport that was applied"),
    digest("suite_digest", "the expectation suite that was applied", null=True),
    count("line_count", "Physical lines after the header", null=True),
    count("accepted_count", "Lines taken", null=True),
    count("rejected_count", "Lines refused", null=True),
    count("duplicate_count", "Lines that repeat another line", null=True),
    count("no_ground_count", "Lines we may not hold", null=True),
    count("objection_count", "Lines whose person objects to sharing", null=True),
    count("withdrawal_count", "Lines that took an earlier record out", null=True),
    count("new_count", "Of a correction: records that were not there", null=True),
    count("changed_count", "Of a correction: records that differ", null=True),
    count("gone_count", "Of a correction: records that are there no more", null=True),
    count("unchanged_count", "Of a correction: records as they were", null=True),
    cents("accepted_cents", "Arrears of the lines taken", null=True),
    cents("other_cents", "Readable arrears of all other lines", null=True),
    recorded_at(),
    ForeignKeyConstraint(["inbox_file_id"], [inbox_file.c.inbox_file_id]),
    # The same bytes may come once more as a correction, or to be withdrawn.
    UniqueConstraint(
        "municipality_code",
        "partner_code",
        "month",
        "digest",
        "kind",
        "sequence",
        name="uq_delivery_said_once",
        postgresql_nulls_not_distinct=True,
    ),
    # What was taken once is known in every later month; a nil report comes each month.
    Index(
        "uq_delivery_taken_content",
        "municipality_code",
        "partner_code",
        "digest",
        unique=True,
        postgresql_where=sql("state = 'accepted' AND line_count > 0"),
    ),
    is_digest("digest"),
    one_of("state", *STATES),
    one_of("kind", "full", "correction", "withdrawal", "nil"),
    one_of("timing", "on_time", "late", "after_publication"),
    check("refused_has_code", "(state = 'refused') = (refusal_code IS NOT NULL)"),
    check(
        "superseded_has_successor",
        "(state = 'superseded') = (superseded_by IS NOT NULL)",
    ),
    check(
        "lines_add_up",
        f"state NOT IN {COUNTED_STATES} OR (line_count = accepted_count"
        " + rejected_count + duplicate_count + no_ground_count + objection_count"
        " + COALESCE(withdrawal_count, 0)"
        " AND line_count IS NOT NULL AND accepted_cents IS NOT NULL"
        " AND other_cents IS NOT NULL)",
    ),
    schema="intake",
    comment="One delivered file, and what became of it.",
)

delivery_release = Table(
    "delivery_release",
    METADATA,
    Column(
        "delivery_id",
        ForeignKey("intake.delivery.delivery_id"),
        primary_key=True,
        comment="Delivery that was refused",
    ),
    text("code", "Refusal that no longer holds for it", primary_key=True),
    text("reason", "Why, in the words of who decided; no personal data"),
    text("released_by", "User name of the official who decided"),
    recorded_at(),
    schema="intake",
    comment="A human's decision to take a delivery that was refused.",
)

line_verdict = Table(
    "line_verdict",
    METADATA,
    Column(
        "delivery_id",
        ForeignKey("intake.delivery.delivery_id"),
        primary_key=True,
        comment="Delivery the line belongs to",
    ),
    Column(
        "line_number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="Physical line in the partner's file, counted from 1",
    ),
    text(
        "verdict",
        "accepted, rejected, duplicate, no_ground, objection or withdrawal",
    ),
    cents("amount_cents", "Arrears on the line, where readable", null=True),
    one_of("verdict", *VERDICTS),
    check("line_is_counted", "line_number >= 1"),  # 1 where there is no header
    schema="intake",
    comment="Exactly one verdict per physical line of a delivery.",
)

finding = Table(
    "finding",
    METADATA,
    Column(
        "finding_id",
        Integer,
        primary_key=True,
        autoincrement=True,
        comment="Our id of the finding",
    ),
    Column(
        "delivery_id",
        ForeignKey("intake.delivery.delivery_id"),
        nullable=False,
        index=True,
        comment="Delivery it was found in",
    ),
    count("line_number", "Physical line, absent for the whole file", null=True),
    text("code", "Finding code, see docs/bestandsformaat.md"),
    text("level", "file, line or warning"),
    text("column_name", "Partner's column name, never a value", null=True),
    one_of("level", *LEVELS),
    schema="intake",
    comment="One thing found in a delivery, without the value.",
)

_TYPES = {Kind.TEXT: Text, Kind.FLAG: Text, Kind.COUNT: Integer, Kind.CENTS: BigInteger}
#: Personal data: the columns that a purge has to reach.
PERSONAL = (
    "initials",
    "first_names",
    "surname_prefix",
    "surname",
    "birth_date",
    "street",
    "house_number",
    "house_letter",
    "house_addition",
    "postcode",
    "place",
    "phone",
    "email",
)


def _record_columns() -> list[Column[Any]]:
    """Return one column per canonical field; a birth date may be partly unknown."""
    return [
        Column(
            name,
            Date
            if field.kind is Kind.DATE and name != "birth_date"
            else _TYPES.get(field.kind, Text),
            nullable=not field.required,
            comment=f"{field.dutch}{' (personal)' if name in PERSONAL else ''}",
        )
        for name, field in FIELDS.items()
    ]


signal = Table(
    "signal",
    METADATA,
    text("signal_id", "Our id of the signal", primary_key=True),
    Column("month", Text, primary_key=True, comment="Reporting month, yyyy-mm"),
    municipality(),
    text("partner_code", "Partner who sent it"),
    Column(
        "delivery_id",
        ForeignKey("intake.delivery.delivery_id"),
        nullable=False,
        index=True,
        comment="Delivery it came in",
    ),
    count("line_number", "Physical line it came from"),
    moment("received_at", "First receipt of the record; starts the legal clocks"),
    Column(
        "ended_by",
        ForeignKey("intake.delivery.delivery_id"),
        comment="Delivery that withdrew or replaced it; none: it holds",
    ),
    *_record_columns(),
    Index(
        "uq_signal_in_force",
        "month",
        "municipality_code",
        "partner_code",
        "source_record_id",
        unique=True,
        postgresql_where=sql("ended_by IS NULL"),
    ),
    schema="intake",
    comment="One accepted arrears signal; a partition per month, for the purge.",
    postgresql_partition_by="LIST (month)",
)
