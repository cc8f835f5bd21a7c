"""Tables of the intake: what arrived, and what became of every line."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    UniqueConstraint,
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

VERDICTS = ("accepted", "rejected", "duplicate", "no_ground", "objection")
LEVELS = ("file", "line", "warning")

inbox_file = Table(
    "inbox_file",
    METADATA,
    text("inbox_file_id", "Our id of one file seen in an inbox", primary_key=True),
    municipality(),
    month(),
    text("partner_code", "Partner whose inbox it lies in"),
    text("remote_name", "Partner's file name, with unprintable characters escaped"),
    count("byte_count", "Size by the server's listing"),
    count("modified_seconds", "Server's modification time, Unix seconds"),
    Column(
        "received_at",
        DateTime(timezone=True),
        nullable=False,
        comment="When the run that first saw it was due; starts the legal clocks",
    ),
    recorded_at(),
    UniqueConstraint(
        "municipality_code",
        "partner_code",
        "remote_name",
        "byte_count",
        "modified_seconds",
        "month",
    ),
    schema="intake",
    comment="One file as seen in a partner's inbox.",
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
    count("byte_count", "Size of the delivered bytes"),
    Column(
        "received_at",
        DateTime(timezone=True),
        nullable=False,
        comment="When it was received; starts the legal clocks",
    ),
    text("state", "fetched, decoded, validated, accepted, empty or refused"),
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
    cents("accepted_cents", "Arrears of the lines taken", null=True),
    cents("other_cents", "Readable arrears of all other lines", null=True),
    recorded_at(),
    ForeignKeyConstraint(["inbox_file_id"], ["intake.inbox_file.inbox_file_id"]),
    UniqueConstraint("municipality_code", "partner_code", "digest"),
    is_digest("digest"),
    one_of("state", "fetched", "decoded", "validated", "accepted", "empty", "refused"),
    check("refused_has_code", "(state = 'refused') = (refusal_code IS NOT NULL)"),
    check(
        "lines_add_up",
        "state NOT IN ('accepted', 'empty') OR (line_count = accepted_count"
        " + rejected_count + duplicate_count + no_ground_count + objection_count"
        " AND line_count IS NOT NULL AND accepted_cents IS NOT NULL"
        " AND other_cents IS NOT NULL)",
    ),
    schema="intake",
    comment="One delivered file, and what became of it.",
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
    text("verdict", "accepted, rejected, duplicate, no_ground or objection"),
    cents("amount_cents", "Arrears on the line, where readable", null=True),
    one_of("verdict", *VERDICTS),
    check("line_follows_header", "line_number >= 2"),
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
    Column(
        "received_at",
        DateTime(timezone=True),
        nullable=False,
        comment="Receipt; starts the legal clocks",
    ),
    *_record_columns(),
    schema="intake",
    comment="One accepted arrears signal; a partition per month, for the purge.",
    postgresql_partition_by="LIST (month)",
)
