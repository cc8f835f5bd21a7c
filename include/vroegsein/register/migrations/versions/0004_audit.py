"""Keep the event chain, the processing log and the proof of what was destroyed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Their rows are only added.
HISTORY = (
    "event",
    "checkpoint",
    "checkpoint_copy",
    "purge",
    "purged_month",
    "purge_certificate",
)

#: Of these the planner keeps no samples: samples outlive the rows they were taken of.
UNSAMPLED = {
    "intake.signal": (
        "initials", "first_names", "surname_prefix", "surname", "birth_date", "street",
        "house_number", "house_letter", "house_addition", "postcode", "place", "phone",
        "email", "customer_number",
    ),
    "casework.exclusion": (
        "initials", "first_names", "surname_prefix", "surname", "birth_date", "street",
        "house_number", "house_letter", "house_addition", "postcode", "place",
    ),
    "casework.resident": (
        "initials", "first_names", "surname_prefix", "surname", "birth_date", "street",
        "house_number", "house_letter", "house_addition", "postcode", "place",
        "partner_surname_prefix", "partner_surname",
    ),
}  # fmt: skip

#: Whoever writes an event, it comes after the last one and holds it.
EVENT_FOLLOWS = """
CREATE FUNCTION audit.event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last RECORD;
BEGIN
    SELECT event.seq, event.hash
    INTO last
    FROM audit.event AS event
    WHERE event.municipality_code = NEW.municipality_code
    ORDER BY event.seq DESC
    LIMIT 1;
    IF NEW.seq <> COALESCE(last.seq, 0) + 1
        OR NEW.previous_hash <> COALESCE(last.hash, REPEAT('0', 64))
    THEN
        RAISE EXCEPTION 'an event does not follow the one before it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER event_follows BEFORE INSERT ON audit.event
FOR EACH ROW EXECUTE FUNCTION audit.event_follows();
"""


def upgrade() -> None:
    """Upgrade."""
    op.create_table(
        "checkpoint",
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "seq",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="Event up to which it vouches for the chain",
        ),
        sa.Column("hash", sa.Text(), nullable=False, comment="SHA-256 of that event"),
        sa.Column(
            "reason",
            sa.Text(),
            nullable=False,
            comment="Why it was signed: publication or daily",
        ),
        sa.Column(
            "signed_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was signed",
        ),
        sa.Column("key_code", sa.Text(), nullable=False, comment="Which key signed it"),
        sa.Column(
            "signature",
            sa.Text(),
            nullable=False,
            comment="Ed25519 signature over the checkpoint, hexadecimal",
        ),
        sa.CheckConstraint(
            "hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_checkpoint_hash_is_digest")
        ),
        sa.PrimaryKeyConstraint("municipality_code", "seq", name=op.f("pk_checkpoint")),
        schema="audit",
        comment="A signed statement of where the chain stood; a copy is kept elsewhere.",
    )
    op.create_table(
        "checkpoint_copy",
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "seq",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="Checkpoint that was sent",
        ),
        sa.Column(
            "account",
            sa.Text(),
            nullable=False,
            comment="Account outside that keeps it",
        ),
        sa.Column(
            "digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the file that was sent",
        ),
        sa.Column(
            "sent_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was sent",
        ),
        sa.CheckConstraint(
            "digest ~ '^[0-9a-f]{64}$'",
            name=op.f("ck_checkpoint_copy_digest_is_digest"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code", "seq"],
            ["audit.checkpoint.municipality_code", "audit.checkpoint.seq"],
            name=op.f("fk_checkpoint_copy_municipality_code_seq"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_code", "account", "seq", name=op.f("pk_checkpoint_copy")
        ),
        schema="audit",
        comment="A checkpoint that lies with somebody outside, over SFTP.",
    )
    op.create_table(
        "event",
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "seq",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="Place in the municipality's chain, from 1, without gaps",
        ),
        sa.Column(
            "previous_hash",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the event before; zeros for the first",
        ),
        sa.Column(
            "hash",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the hash before and the event in canonical JSON",
        ),
        sa.Column(
            "action", sa.Text(), nullable=False, comment="What was done, verb_object"
        ),
        sa.Column(
            "object", sa.Text(), nullable=False, comment="Our id of what it was done to"
        ),
        sa.Column(
            "result",
            sa.Text(),
            nullable=False,
            comment="What came of it: a word, or counts; never a value",
        ),
        sa.Column(
            "origin",
            sa.Text(),
            nullable=False,
            comment="Part of the system it came from",
        ),
        sa.Column(
            "actor",
            sa.Text(),
            nullable=False,
            comment="Who did it: user name of an official, or the system",
        ),
        sa.Column(
            "occurred_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it happened",
        ),
        sa.CheckConstraint(
            "action <> '' AND object <> '' AND result <> '' AND origin <> '' AND actor <> ''",
            name=op.f("ck_event_says_all_six"),
        ),
        sa.CheckConstraint(
            "hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_event_hash_is_digest")
        ),
        sa.CheckConstraint(
            "previous_hash ~ '^[0-9a-f]{64}$'",
            name=op.f("ck_event_previous_hash_is_digest"),
        ),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_event_seq_from_one")),
        sa.PrimaryKeyConstraint("municipality_code", "seq", name=op.f("pk_event")),
        schema="audit",
        comment="One thing that happened (BIO2 8.15.01); each holds the one before it.",
    )
    op.create_table(
        "legal_hold",
        sa.Column("hold_id", sa.Text(), nullable=False, comment="Our id of the hold"),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column("scope", sa.Text(), nullable=False, comment="month or case"),
        sa.Column(
            "object", sa.Text(), nullable=False, comment="The month, or the case's id"
        ),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="Why, without personal data"
        ),
        sa.Column(
            "set_by",
            sa.Text(),
            nullable=False,
            comment="User name of the official who set it",
        ),
        sa.Column(
            "set_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was set",
        ),
        sa.Column(
            "lifted_by",
            sa.Text(),
            nullable=True,
            comment="User name of the official who lifted it",
        ),
        sa.Column(
            "lifted_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was lifted",
        ),
        sa.CheckConstraint(
            "scope IN ('month', 'case')", name=op.f("ck_legal_hold_scope_known")
        ),
        sa.CheckConstraint(
            "(lifted_by IS NULL) = (lifted_at IS NULL)",
            name=op.f("ck_legal_hold_lifted_by_somebody"),
        ),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_legal_hold")),
        schema="audit",
        comment="What may not be destroyed yet, whatever its term.",
    )
    op.create_table(
        "person_request",
        sa.Column(
            "request_id", sa.Text(), nullable=False, comment="Our id of the request"
        ),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="inzage, bezwaar or rectificatie"
        ),
        sa.Column(
            "requested_by",
            sa.Text(),
            nullable=False,
            comment="User name of the official who carried it out",
        ),
        sa.Column(
            "received_on", sa.Date(), nullable=False, comment="Day it was received"
        ),
        sa.Column(
            "due_on",
            sa.Date(),
            nullable=False,
            comment="One month later (AVG art. 12(3))",
        ),
        sa.Column(
            "answered_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was carried out",
        ),
        sa.Column(
            "signal_count",
            sa.Integer(),
            nullable=False,
            comment="Signals that were found",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="Version of the answer's form",
        ),
        sa.CheckConstraint(
            "kind IN ('inzage', 'bezwaar', 'rectificatie')",
            name=op.f("ck_person_request_kind_known"),
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_person_request")),
        schema="audit",
        comment="A request of a person (AVG art. 15, 16, 21); holds no name.",
    )
    op.create_table(
        "processing_line",
        sa.Column(
            "trace_id",
            sa.Text(),
            nullable=False,
            comment="The action: 16 bytes, hexadecimal",
        ),
        sa.Column(
            "span_id",
            sa.Text(),
            nullable=False,
            comment="This line: 8 bytes, hexadecimal",
        ),
        sa.Column(
            "parent_span_id",
            sa.Text(),
            nullable=False,
            comment="The action's own line: 8 bytes, hexadecimal",
        ),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "name",
            sa.Text(),
            nullable=False,
            comment="What was done with the person's data",
        ),
        sa.Column("status", sa.Text(), nullable=False, comment="Unset, Ok or Error"),
        sa.Column(
            "start_time",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the action began",
        ),
        sa.Column(
            "end_time",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was done",
        ),
        sa.Column(
            "processing_activity_id",
            sa.Text(),
            nullable=False,
            comment="Entry of the register of processing (URI)",
        ),
        sa.Column(
            "data_subject_id",
            sa.Text(),
            nullable=False,
            comment="Pseudonym of the person (HMAC)",
        ),
        sa.Column(
            "data_subject_id_type",
            sa.Text(),
            nullable=False,
            comment="How the pseudonym was made",
        ),
        sa.Column("key_code", sa.Text(), nullable=False, comment="Which key made it"),
        sa.Column(
            "object",
            sa.Text(),
            nullable=False,
            comment="Our id of what the action was done to",
        ),
        sa.CheckConstraint(
            "status IN ('Unset', 'Ok', 'Error')",
            name=op.f("ck_processing_line_status_known"),
        ),
        sa.PrimaryKeyConstraint("trace_id", "span_id", name=op.f("pk_processing_line")),
        schema="audit",
        comment="One person touched by one action (Logboek Dataverwerkingen).",
    )
    op.create_index(
        "ix_processing_line_end_time",
        "processing_line",
        ["municipality_code", "end_time"],
        unique=False,
        schema="audit",
    )
    op.create_index(
        "ix_processing_line_subject",
        "processing_line",
        ["data_subject_id"],
        unique=False,
        schema="audit",
    )
    op.create_table(
        "purge",
        sa.Column(
            "purge_id",
            sa.Text(),
            nullable=False,
            comment="Our id, made from municipality and moment",
        ),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "as_of",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="Moment it was due: what counts as old was judged by it",
        ),
        sa.Column(
            "terms",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Retention terms that were used",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.PrimaryKeyConstraint("purge_id", name=op.f("pk_purge")),
        schema="audit",
        comment="A purge that was begun; without a certificate it has to be completed.",
    )
    op.create_table(
        "tombstone",
        sa.Column(
            "objection_id",
            sa.Text(),
            nullable=False,
            comment="Objection; the id of its row in casework.exclusion",
        ),
        sa.Column(
            "person_key",
            sa.Text(),
            nullable=False,
            comment="Keyed digest (HMAC) of how the person is recognised",
        ),
        sa.Column("key_code", sa.Text(), nullable=False, comment="Which key made it"),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.PrimaryKeyConstraint(
            "objection_id", "person_key", name=op.f("pk_tombstone")
        ),
        schema="audit",
        comment="How somebody who objected is recognised again, without saying who.",
    )
    op.create_index(
        "ix_tombstone_person_key",
        "tombstone",
        ["person_key"],
        unique=False,
        schema="audit",
    )
    op.create_table(
        "purge_certificate",
        sa.Column(
            "purge_id", sa.Text(), nullable=False, comment="Purge that is complete"
        ),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "counts",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Rows and files before and after, per table and folder",
        ),
        sa.Column(
            "proof",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Roots that were searched, bytes, markers and what was found",
        ),
        sa.Column(
            "destroyed_keys",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Codes of keys destroyed",
        ),
        sa.Column(
            "digest", sa.Text(), nullable=False, comment="SHA-256 of the certificate"
        ),
        sa.Column(
            "completed_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="Moment of the run that completed it",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "digest ~ '^[0-9a-f]{64}$'",
            name=op.f("ck_purge_certificate_digest_is_digest"),
        ),
        sa.ForeignKeyConstraint(
            ["purge_id"],
            ["audit.purge.purge_id"],
            name=op.f("fk_purge_certificate_purge_id"),
        ),
        sa.PrimaryKeyConstraint("purge_id", name=op.f("pk_purge_certificate")),
        schema="audit",
        comment="Proof that a purge was done whole, and nothing of it is left.",
    )
    op.create_table(
        "purged_month",
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "month", sa.Text(), nullable=False, comment="Reporting month, yyyy-mm"
        ),
        sa.Column(
            "purge_id",
            sa.Text(),
            nullable=False,
            comment="Purge that took the month's signals",
        ),
        sa.ForeignKeyConstraint(
            ["purge_id"],
            ["audit.purge.purge_id"],
            name=op.f("fk_purged_month_purge_id"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_code", "month", name=op.f("pk_purged_month")
        ),
        schema="audit",
        comment="A month that was purged and can never be run again.",
    )
    op.execute(EVENT_FOLLOWS)
    for table, columns in UNSAMPLED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER {column} SET STATISTICS 0")
    for table in HISTORY:
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only"
            " BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON audit.{table} FOR EACH STATEMENT"
            " EXECUTE FUNCTION publication.is_append_only()"
        )


def downgrade() -> None:
    """Downgrade."""
    for table in HISTORY:
        op.execute(f"DROP TRIGGER {table}_is_append_only ON audit.{table}")
    op.execute("DROP TRIGGER event_follows ON audit.event")
    op.execute("DROP FUNCTION audit.event_follows()")
    op.drop_table("purged_month", schema="audit")
    op.drop_table("purge_certificate", schema="audit")
    op.drop_index("ix_tombstone_person_key", table_name="tombstone", schema="audit")
    op.drop_table("tombstone", schema="audit")
    op.drop_table("purge", schema="audit")
    op.drop_index(
        "ix_processing_line_end_time", table_name="processing_line", schema="audit"
    )
    op.drop_index(
        "ix_processing_line_subject", table_name="processing_line", schema="audit"
    )
    op.drop_table("processing_line", schema="audit")
    op.drop_table("person_request", schema="audit")
    op.drop_table("legal_hold", schema="audit")
    op.drop_table("event", schema="audit")
    op.drop_table("checkpoint_copy", schema="audit")
    op.drop_table("checkpoint", schema="audit")
