"""Tables of proof: what happened, in a chain nobody rewrites, and what was destroyed.

None of them holds a value of a person: events and lines of the processing log name our
own ids and pseudonyms, made with keys that lie outside the database.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
)
from sqlalchemy.dialects.postgresql import JSONB

from vroegsein.register.columns import (
    METADATA,
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
from vroegsein.register.inbox_tables import moment

#: Tables whose rows are only added; triggers of the register see to it.
APPEND_ONLY = (
    "event",
    "checkpoint",
    "checkpoint_copy",
    "purge",
    "purged_month",
    "purge_certificate",
)
STATUSES = ("Unset", "Ok", "Error")

event = Table(
    "event",
    METADATA,
    municipality(),
    Column(
        "seq",
        BigInteger,
        nullable=False,
        autoincrement=False,
        comment="Place in the municipality's chain, from 1, without gaps",
    ),
    digest("previous_hash", "the event before; zeros for the first"),
    digest("hash", "the hash before and the event in canonical JSON"),
    text("action", "What was done, verb_object"),
    text("object", "Our id of what it was done to"),
    text("result", "What came of it: a word, or counts; never a value"),
    text("origin", "Part of the system it came from"),
    text("actor", "Who did it: user name of an official, or the system"),
    moment("occurred_at", "When it happened"),
    PrimaryKeyConstraint("municipality_code", "seq"),
    is_digest("previous_hash"),
    is_digest("hash"),
    check("seq_from_one", "seq >= 1"),
    check(
        "says_all_six",
        "action <> '' AND object <> '' AND result <> '' AND origin <> ''"
        " AND actor <> ''",
    ),
    schema="audit",
    comment="One thing that happened (BIO2 8.15.01); each holds the one before it.",
)

checkpoint = Table(
    "checkpoint",
    METADATA,
    municipality(),
    Column(
        "seq",
        BigInteger,
        nullable=False,
        autoincrement=False,
        comment="Event up to which it vouches for the chain",
    ),
    digest("hash", "that event"),
    text("reason", "Why it was signed: publication or daily"),
    moment("signed_at", "When it was signed"),
    text("key_code", "Which key signed it"),
    text("signature", "Ed25519 signature over the checkpoint, hexadecimal"),
    PrimaryKeyConstraint("municipality_code", "seq"),
    is_digest("hash"),
    schema="audit",
    comment="A signed statement of where the chain stood; a copy is kept elsewhere.",
)

checkpoint_copy = Table(
    "checkpoint_copy",
    METADATA,
    municipality(),
    Column(
        "seq",
        BigInteger,
        nullable=False,
        autoincrement=False,
        comment="Checkpoint that was sent",
    ),
    text("account", "Account outside that keeps it"),
    digest("digest", "the file that was sent"),
    moment("sent_at", "When it was sent"),
    PrimaryKeyConstraint("municipality_code", "account", "seq"),
    ForeignKeyConstraint(
        ["municipality_code", "seq"],
        ["audit.checkpoint.municipality_code", "audit.checkpoint.seq"],
    ),
    is_digest("digest"),
    schema="audit",
    comment="A checkpoint that lies with somebody outside, over SFTP.",
)

processing_line = Table(
    "processing_line",
    METADATA,
    text("trace_id", "The action: 16 bytes, hexadecimal"),
    text("span_id", "This line: 8 bytes, hexadecimal"),
    text("parent_span_id", "The action's own line: 8 bytes, hexadecimal"),
    municipality(),
    text("name", "What was done with the person's data"),
    text("status", "Unset, Ok or Error"),
    moment("start_time", "When the action began"),
    moment("end_time", "When it was done"),
    text("processing_activity_id", "Entry of the register of processing (URI)"),
    text("data_subject_id", "Pseudonym of the person (HMAC)"),
    text("data_subject_id_type", "How the pseudonym was made"),
    text("key_code", "Which key made it"),
    text("object", "Our id of what the action was done to"),
    PrimaryKeyConstraint("trace_id", "span_id"),
    one_of("status", *STATUSES),
    Index("ix_processing_line_subject", "data_subject_id"),
    Index("ix_processing_line_end_time", "municipality_code", "end_time"),
    schema="audit",
    comment="One person touched by one action (Logboek Dataverwerkingen).",
)

purge = Table(
    "purge",
    METADATA,
    text("purge_id", "Our id, made from municipality and moment", primary_key=True),
    municipality(),
    moment("as_of", "Moment it was due: what counts as old was judged by it"),
    Column("terms", JSONB, nullable=False, comment="Retention terms that were used"),
    recorded_at(),
    schema="audit",
    comment="A purge that was begun; without a certificate it has to be completed.",
)

purged_month = Table(
    "purged_month",
    METADATA,
    municipality(),
    month(),
    Column(
        "purge_id",
        ForeignKey("audit.purge.purge_id"),
        nullable=False,
        comment="Purge that took the month's signals",
    ),
    PrimaryKeyConstraint("municipality_code", "month"),
    schema="audit",
    comment="A month that was purged and can never be run again.",
)

purge_certificate = Table(
    "purge_certificate",
    METADATA,
    Column(
        "purge_id",
        ForeignKey("audit.purge.purge_id"),
        primary_key=True,
        comment="Purge that is complete",
    ),
    municipality(),
    Column(
        "counts",
        JSONB,
        nullable=False,
        comment="Rows and files before and after, per table and folder",
    ),
    Column(
        "proof",
        JSONB,
        nullable=False,
        comment="Roots that were searched, bytes, markers and what was found",
    ),
    Column("destroyed_keys", JSONB, nullable=False, comment="Codes of keys destroyed"),
    digest("digest", "the certificate"),
    moment("completed_at", "Moment of the run that completed it"),
    recorded_at(),
    is_digest("digest"),
    schema="audit",
    comment="Proof that a purge was done whole, and nothing of it is left.",
)

legal_hold = Table(
    "legal_hold",
    METADATA,
    text("hold_id", "Our id of the hold", primary_key=True),
    municipality(),
    text("scope", "month or case"),
    text("object", "The month, or the case's id"),
    text("reason", "Why, without personal data"),
    text("set_by", "User name of the official who set it"),
    moment("set_at", "When it was set"),
    text("lifted_by", "User name of the official who lifted it", null=True),
    Column("lifted_at", DateTime(timezone=True), comment="When it was lifted"),
    one_of("scope", "month", "case"),
    check("lifted_by_somebody", "(lifted_by IS NULL) = (lifted_at IS NULL)"),
    schema="audit",
    comment="What may not be destroyed yet, whatever its term.",
)

tombstone = Table(
    "tombstone",
    METADATA,
    text("objection_id", "Objection; the id of its row in casework.exclusion"),
    text("person_key", "Keyed digest (HMAC) of how the person is recognised"),
    text("key_code", "Which key made it"),
    municipality(),
    recorded_at(),
    PrimaryKeyConstraint("objection_id", "person_key"),
    Index("ix_tombstone_person_key", "person_key"),
    schema="audit",
    comment="How somebody who objected is recognised again, without saying who.",
)

person_request = Table(
    "person_request",
    METADATA,
    text("request_id", "Our id of the request", primary_key=True),
    municipality(),
    text("kind", "inzage, bezwaar or rectificatie"),
    text("requested_by", "User name of the official who carried it out"),
    Column("received_on", Date, nullable=False, comment="Day it was received"),
    Column("due_on", Date, nullable=False, comment="One month later (AVG art. 12(3))"),
    moment("answered_at", "When it was carried out"),
    count("signal_count", "Signals that were found"),
    Column("version", Integer, nullable=False, comment="Version of the answer's form"),
    one_of("kind", "inzage", "bezwaar", "rectificatie"),
    schema="audit",
    comment="A request of a person (AVG art. 15, 16, 21); holds no name.",
)
