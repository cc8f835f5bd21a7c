"""Create the register."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


#: A delivery's own counts must equal its verdicts when the transaction commits.
LINES_MATCH_VERDICTS = """
CREATE FUNCTION intake.lines_match_verdicts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted RECORD;
BEGIN
    IF NEW.state NOT IN ('accepted', 'empty', 'applied') THEN
        RETURN NULL;
    END IF;
    SELECT
        COUNT(*) FILTER (WHERE verdict = 'accepted') AS accepted,
        COUNT(*) FILTER (WHERE verdict = 'rejected') AS rejected,
        COUNT(*) FILTER (WHERE verdict = 'duplicate') AS duplicate,
        COUNT(*) FILTER (WHERE verdict = 'no_ground') AS no_ground,
        COUNT(*) FILTER (WHERE verdict = 'objection') AS objection,
        COUNT(*) FILTER (WHERE verdict = 'withdrawal') AS withdrawal,
        COALESCE(SUM(amount_cents) FILTER (WHERE verdict = 'accepted'), 0) AS taken,
        COALESCE(SUM(amount_cents) FILTER (WHERE verdict <> 'accepted'), 0) AS other
    INTO counted
    FROM intake.line_verdict
    WHERE delivery_id = NEW.delivery_id;
    IF (counted.accepted, counted.rejected, counted.duplicate, counted.no_ground,
        counted.objection, counted.withdrawal, counted.taken, counted.other)
        IS DISTINCT FROM
       (NEW.accepted_count, NEW.rejected_count, NEW.duplicate_count,
        NEW.no_ground_count, NEW.objection_count, COALESCE(NEW.withdrawal_count, 0),
        NEW.accepted_cents, NEW.other_cents)
        OR counted.accepted <> (
            SELECT COUNT(*) FROM intake.signal WHERE delivery_id = NEW.delivery_id
        )
    THEN
        RAISE EXCEPTION 'delivery %: lines, cents or signals do not add up',
            NEW.delivery_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER lines_match_verdicts
AFTER INSERT OR UPDATE ON intake.delivery
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION intake.lines_match_verdicts();
"""

#: What was audited, decided and published is history: rows are only added.
APPEND_ONLY = """
CREATE FUNCTION publication.is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END
$$;
"""
HISTORY = ("audit", "approval", "publication", "publication_file")


def upgrade() -> None:
    op.create_table(
        "inbox_file",
        sa.Column(
            "inbox_file_id",
            sa.Text(),
            nullable=False,
            comment="Our id of one file seen in an inbox",
        ),
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
            "partner_code",
            sa.Text(),
            nullable=False,
            comment="Partner whose inbox it lies in",
        ),
        sa.Column(
            "remote_name",
            sa.Text(),
            nullable=False,
            comment="Partner's file name, with unprintable characters escaped",
        ),
        sa.Column(
            "byte_count",
            sa.BigInteger(),
            nullable=False,
            comment="Size by the server's listing",
        ),
        sa.Column(
            "modified_seconds",
            sa.Integer(),
            nullable=False,
            comment="Server's modification time, Unix seconds",
        ),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the run that first saw it was due; starts the legal clocks",
        ),
        sa.Column(
            "last_seen_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When the last later run that saw it was due",
        ),
        sa.Column(
            "delivery_id",
            sa.Text(),
            nullable=True,
            comment="Delivery its bytes turned out to be",
        ),
        sa.Column(
            "left_as",
            sa.Text(),
            nullable=True,
            comment="archived, deleted, gone or imported; none: it is there",
        ),
        sa.Column(
            "answer_digest",
            sa.Text(),
            nullable=True,
            comment="SHA-256 of the answer last written for it",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "left_as IN ('archived', 'deleted', 'gone', 'imported')",
            name=op.f("ck_inbox_file_left_as_known"),
        ),
        sa.PrimaryKeyConstraint("inbox_file_id", name=op.f("pk_inbox_file")),
        sa.UniqueConstraint(
            "municipality_code",
            "partner_code",
            "remote_name",
            "byte_count",
            "modified_seconds",
            name=op.f(
                "uq_inbox_file_municipality_code_partner_code_remote_name_byte_count_modified_seconds"
            ),
        ),
        schema="intake",
        comment="One file as seen in a partner's inbox.",
    )
    op.create_table(
        "run",
        sa.Column(
            "run_id",
            sa.Text(),
            nullable=False,
            comment="Our id, made from the digests of input and SQL",
        ),
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
            "snapshot_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the snapshot that was matched",
        ),
        sa.Column(
            "sql_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the SQL files that matched it",
        ),
        sa.Column(
            "membership_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the membership table",
        ),
        sa.Column(
            "evidence_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the evidence table",
        ),
        sa.Column("engine", sa.Text(), nullable=False, comment="Engine and version"),
        sa.Column(
            "counts",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Numbers of the summary, no values",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run")),
        schema="matching",
        comment="One run of the matcher over one snapshot.",
    )
    op.create_table(
        "draft",
        sa.Column(
            "draft_id",
            sa.Text(),
            nullable=False,
            comment="Our id, made from the digest of its inputs",
        ),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "month", sa.Text(), nullable=False, comment="Reporting month, yyyy-mm"
        ),
        sa.Column("run_id", sa.Text(), nullable=False, comment="Run"),
        sa.Column(
            "input_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of deliveries, matching result, policy and code together",
        ),
        sa.Column(
            "inputs",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="What the input digest was made of: ids, states and digests",
        ),
        sa.Column(
            "policy_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the municipality's policy",
        ),
        sa.Column(
            "code_version",
            sa.Text(),
            nullable=False,
            comment="Version of this software",
        ),
        sa.Column(
            "missing_partners",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Codes of partners without an accepted delivery",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "input_digest ~ '^[0-9a-f]{64}$'",
            name=op.f("ck_draft_input_digest_is_digest"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["matching.run.run_id"], name=op.f("fk_draft_run_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_draft")),
        sa.UniqueConstraint(
            "draft_id", "input_digest", name=op.f("uq_draft_draft_id_input_digest")
        ),
        schema="casework",
        comment="One draft of a month's list.",
    )
    op.create_table(
        "delivery",
        sa.Column(
            "delivery_id", sa.Text(), nullable=False, comment="Our id of the delivery"
        ),
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
            "partner_code", sa.Text(), nullable=False, comment="Partner who delivered"
        ),
        sa.Column(
            "inbox_file_id", sa.Text(), nullable=False, comment="File it came from"
        ),
        sa.Column(
            "digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the delivered bytes",
        ),
        sa.Column(
            "byte_count",
            sa.BigInteger(),
            nullable=False,
            comment="Size of the delivered bytes",
        ),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was received; starts the legal clocks",
        ),
        sa.Column(
            "kind",
            sa.Text(),
            server_default="full",
            nullable=False,
            comment="full, correction, withdrawal or nil",
        ),
        sa.Column(
            "sequence",
            sa.Integer(),
            nullable=True,
            comment="Partner's number within the month, where it gives one",
        ),
        sa.Column(
            "stated_digest",
            sa.Text(),
            nullable=True,
            comment="SHA-256 of the file as its manifest states it",
        ),
        sa.Column(
            "timing",
            sa.Text(),
            server_default="on_time",
            nullable=False,
            comment="on_time, late or after_publication",
        ),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="fetched, decoded, validated, accepted, empty, applied, superseded or refused",
        ),
        sa.Column(
            "superseded_by",
            sa.Text(),
            nullable=True,
            comment="Correction that replaced it",
        ),
        sa.Column(
            "refusal_code",
            sa.Text(),
            nullable=True,
            comment="Finding that refused the whole file",
        ),
        sa.Column(
            "legal_basis_code",
            sa.Text(),
            nullable=False,
            comment="Ground on which it was received",
        ),
        sa.Column(
            "passport_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the partner's passport that was applied",
        ),
        sa.Column(
            "suite_digest",
            sa.Text(),
            nullable=True,
            comment="SHA-256 of the expectation suite that was applied",
        ),
        sa.Column(
            "line_count",
            sa.Integer(),
            nullable=True,
            comment="Physical lines after the header",
        ),
        sa.Column("accepted_count", sa.Integer(), nullable=True, comment="Lines taken"),
        sa.Column(
            "rejected_count", sa.Integer(), nullable=True, comment="Lines refused"
        ),
        sa.Column(
            "duplicate_count",
            sa.Integer(),
            nullable=True,
            comment="Lines that repeat another line",
        ),
        sa.Column(
            "no_ground_count",
            sa.Integer(),
            nullable=True,
            comment="Lines we may not hold",
        ),
        sa.Column(
            "objection_count",
            sa.Integer(),
            nullable=True,
            comment="Lines whose person objects to sharing",
        ),
        sa.Column(
            "withdrawal_count",
            sa.Integer(),
            nullable=True,
            comment="Lines that took an earlier record out",
        ),
        sa.Column(
            "new_count",
            sa.Integer(),
            nullable=True,
            comment="Of a correction: records that were not there",
        ),
        sa.Column(
            "changed_count",
            sa.Integer(),
            nullable=True,
            comment="Of a correction: records that differ",
        ),
        sa.Column(
            "gone_count",
            sa.Integer(),
            nullable=True,
            comment="Of a correction: records that are there no more",
        ),
        sa.Column(
            "unchanged_count",
            sa.Integer(),
            nullable=True,
            comment="Of a correction: records as they were",
        ),
        sa.Column(
            "accepted_cents",
            sa.BigInteger(),
            nullable=True,
            comment="Arrears of the lines taken (euro cents)",
        ),
        sa.Column(
            "other_cents",
            sa.BigInteger(),
            nullable=True,
            comment="Readable arrears of all other lines (euro cents)",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal_code IS NOT NULL)",
            name=op.f("ck_delivery_refused_has_code"),
        ),
        sa.CheckConstraint(
            "digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_delivery_digest_is_digest")
        ),
        sa.CheckConstraint(
            "state IN ('fetched', 'decoded', 'validated', 'accepted', 'empty', 'applied', 'superseded', 'refused')",
            name=op.f("ck_delivery_state_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('full', 'correction', 'withdrawal', 'nil')",
            name=op.f("ck_delivery_kind_known"),
        ),
        sa.CheckConstraint(
            "timing IN ('on_time', 'late', 'after_publication')",
            name=op.f("ck_delivery_timing_known"),
        ),
        sa.CheckConstraint(
            "(state = 'superseded') = (superseded_by IS NOT NULL)",
            name=op.f("ck_delivery_superseded_has_successor"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'empty', 'applied', 'superseded') OR (line_count = accepted_count + rejected_count + duplicate_count + no_ground_count + objection_count + COALESCE(withdrawal_count, 0) AND line_count IS NOT NULL AND accepted_cents IS NOT NULL AND other_cents IS NOT NULL)",
            name=op.f("ck_delivery_lines_add_up"),
        ),
        sa.ForeignKeyConstraint(
            ["inbox_file_id"],
            ["intake.inbox_file.inbox_file_id"],
            name=op.f("fk_delivery_inbox_file_id"),
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "municipality_code",
            "partner_code",
            "month",
            "digest",
            "kind",
            "sequence",
            name="uq_delivery_said_once",
            postgresql_nulls_not_distinct=True,
        ),
        schema="intake",
        comment="One delivered file, and what became of it.",
    )
    op.create_index(
        "uq_delivery_taken_content",
        "delivery",
        ["municipality_code", "partner_code", "digest"],
        unique=True,
        schema="intake",
        postgresql_where=sa.text("state = 'accepted' AND line_count > 0"),
    )
    op.create_table(
        "inbox_finding",
        sa.Column(
            "inbox_finding_id",
            sa.Text(),
            nullable=False,
            comment="Our id of what was found",
        ),
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
            "partner_code",
            sa.Text(),
            nullable=False,
            comment="Partner whose inbox it lies in",
        ),
        sa.Column(
            "code",
            sa.Text(),
            nullable=False,
            comment="Finding code, see docs/bestandsformaat.md",
        ),
        sa.Column(
            "name_key",
            sa.Text(),
            nullable=False,
            comment="Keyed digest of the entry's name; empty for the whole inbox",
        ),
        sa.Column(
            "shown_name",
            sa.Text(),
            nullable=True,
            comment="The name, only where it is known to be harmless",
        ),
        sa.Column(
            "seen_count", sa.Integer(), nullable=False, comment="How many runs saw it"
        ),
        sa.Column(
            "first_seen_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the run that first saw it was due",
        ),
        sa.Column(
            "last_seen_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the last run that saw it was due",
        ),
        sa.Column(
            "is_due",
            sa.Boolean(),
            nullable=False,
            comment="Whether the partner is told",
        ),
        sa.Column(
            "is_open",
            sa.Boolean(),
            nullable=False,
            comment="Whether it is still so",
        ),
        sa.Column(
            "is_told",
            sa.Boolean(),
            nullable=False,
            comment="Whether the partner reads it",
        ),
        sa.PrimaryKeyConstraint("inbox_finding_id", name=op.f("pk_inbox_finding")),
        sa.UniqueConstraint(
            "municipality_code",
            "partner_code",
            "month",
            "code",
            "name_key",
            name=op.f(
                "uq_inbox_finding_municipality_code_partner_code_month_code_name_key"
            ),
        ),
        schema="intake",
        comment="Something in an inbox that is no delivery, or not yet one.",
    )
    op.create_table(
        "delivery_release",
        sa.Column(
            "delivery_id",
            sa.Text(),
            nullable=False,
            comment="Delivery that was refused",
        ),
        sa.Column(
            "code",
            sa.Text(),
            nullable=False,
            comment="Refusal that no longer holds for it",
        ),
        sa.Column(
            "reason",
            sa.Text(),
            nullable=False,
            comment="Why, in the words of who decided; no personal data",
        ),
        sa.Column(
            "released_by",
            sa.Text(),
            nullable=False,
            comment="User name of the official who decided",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["intake.delivery.delivery_id"],
            name=op.f("fk_delivery_release_delivery_id"),
        ),
        sa.PrimaryKeyConstraint(
            "delivery_id", "code", name=op.f("pk_delivery_release")
        ),
        schema="intake",
        comment="A human's decision to take a delivery that was refused.",
    )
    op.create_table(
        "address_case",
        sa.Column("run_id", sa.Text(), nullable=False, comment="Matching run"),
        sa.Column(
            "address_key",
            sa.Text(),
            nullable=False,
            comment="Address in comparable form (personal)",
        ),
        sa.Column(
            "month", sa.Text(), nullable=False, comment="Month of receipt, yyyy-mm"
        ),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="enkelvoudig, meervoudig or opeenvolgend (Divosa)",
        ),
        sa.Column(
            "signal_count",
            sa.Integer(),
            nullable=False,
            comment="Signals on the address in the month",
        ),
        sa.Column(
            "partner_count", sa.Integer(), nullable=False, comment="Partners among them"
        ),
        sa.Column(
            "is_many_occupant",
            sa.Boolean(),
            nullable=False,
            comment="More than four persons in twelve months",
        ),
        sa.CheckConstraint(
            "kind IN ('enkelvoudig', 'meervoudig', 'opeenvolgend')",
            name=op.f("ck_address_case_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["matching.run.run_id"], name=op.f("fk_address_case_run_id")
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "address_key", "month", name=op.f("pk_address_case")
        ),
        schema="matching",
        comment="A melding by the national definition: one address in one month.",
    )
    op.create_table(
        "evidence",
        sa.Column("run_id", sa.Text(), nullable=False, comment="Matching run"),
        sa.Column(
            "left_id", sa.Text(), nullable=False, comment="First signal of the pair"
        ),
        sa.Column(
            "right_id", sa.Text(), nullable=False, comment="Second signal, or resident"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="signal or resident"),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=False,
            comment="linked, possible, guarded or verdict",
        ),
        sa.Column(
            "birth_date_level",
            sa.Integer(),
            nullable=False,
            comment="How the birth dates compare",
        ),
        sa.Column(
            "surname_level",
            sa.Integer(),
            nullable=False,
            comment="How the surnames compare",
        ),
        sa.Column(
            "name_level",
            sa.Integer(),
            nullable=False,
            comment="How first names or initials compare",
        ),
        sa.Column(
            "address_level",
            sa.Integer(),
            nullable=False,
            comment="How the addresses compare",
        ),
        sa.Column(
            "phone_level",
            sa.Integer(),
            nullable=False,
            comment="How the phones compare",
        ),
        sa.Column(
            "email_level",
            sa.Integer(),
            nullable=False,
            comment="How the e-mail addresses compare",
        ),
        sa.Column(
            "weight",
            sa.Integer(),
            nullable=False,
            comment="Weight of the pair, milli log-odds",
        ),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="Why, in one Dutch sentence"
        ),
        sa.CheckConstraint(
            "outcome IN ('linked', 'possible', 'guarded', 'verdict')",
            name=op.f("ck_evidence_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["matching.run.run_id"], name=op.f("fk_evidence_run_id")
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "left_id", "right_id", name=op.f("pk_evidence")
        ),
        schema="matching",
        comment="Why a pair was linked, is possible, or was kept apart.",
    )
    op.create_table(
        "membership",
        sa.Column("run_id", sa.Text(), nullable=False, comment="Matching run"),
        sa.Column("signal_id", sa.Text(), nullable=False, comment="Signal"),
        sa.Column(
            "person_id",
            sa.Text(),
            nullable=False,
            comment="Person the signal belongs to",
        ),
        sa.Column(
            "household_id",
            sa.Text(),
            nullable=False,
            comment="Household of that person",
        ),
        sa.Column(
            "resident_id",
            sa.Text(),
            nullable=True,
            comment="Resident of the BRP extract",
        ),
        sa.Column(
            "confidence",
            sa.Text(),
            nullable=False,
            comment="certain, probable or alone",
        ),
        sa.Column(
            "address_key",
            sa.Text(),
            nullable=True,
            comment="Address in comparable form (personal)",
        ),
        sa.CheckConstraint(
            "confidence IN ('certain', 'probable', 'alone')",
            name=op.f("ck_membership_confidence_known"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["matching.run.run_id"], name=op.f("fk_membership_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "signal_id", name=op.f("pk_membership")),
        schema="matching",
        comment="Which person, household and address a signal belongs to.",
    )
    op.create_table(
        "list_entry",
        sa.Column("draft_id", sa.Text(), nullable=False, comment="Draft"),
        sa.Column(
            "entry_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="Place on the list, from 1",
        ),
        sa.Column(
            "case_id",
            sa.Text(),
            nullable=False,
            comment="Our id of the case, stable over versions of the month",
        ),
        sa.Column(
            "person_id", sa.Text(), nullable=False, comment="Person of the matching run"
        ),
        sa.Column(
            "household_id",
            sa.Text(),
            nullable=False,
            comment="Household of that person",
        ),
        sa.Column("lane", sa.Text(), nullable=False, comment="L0 to L7"),
        sa.Column(
            "lane_reason",
            sa.Text(),
            nullable=False,
            comment="Why this lane, in one Dutch sentence",
        ),
        sa.Column(
            "address_kind",
            sa.Text(),
            nullable=False,
            comment="enkelvoudig, meervoudig or opeenvolgend, by address",
        ),
        sa.Column(
            "person_kind",
            sa.Text(),
            nullable=False,
            comment="enkelvoudig, meervoudig or opeenvolgend, by person",
        ),
        sa.Column(
            "match_reason",
            sa.Text(),
            nullable=False,
            comment="Why these signals are one person, in one Dutch sentence",
        ),
        sa.Column(
            "confidence",
            sa.Text(),
            nullable=False,
            comment="certain, probable or alone: the weakest link",
        ),
        sa.Column(
            "clock_code",
            sa.Text(),
            nullable=False,
            comment="Legal or internal clock, e.g. K-28",
        ),
        sa.Column(
            "due_date", sa.Date(), nullable=False, comment="Last day of that clock"
        ),
        sa.Column(
            "signal_count", sa.Integer(), nullable=False, comment="Signals of the month"
        ),
        sa.Column(
            "partner_count", sa.Integer(), nullable=False, comment="Partners among them"
        ),
        sa.Column(
            "total_cents",
            sa.BigInteger(),
            nullable=False,
            comment="Arrears of the month together (euro cents)",
        ),
        sa.CheckConstraint(
            "lane IN ('L0', 'L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7')",
            name=op.f("ck_list_entry_lane_known"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["casework.draft.draft_id"],
            name=op.f("fk_list_entry_draft_id"),
        ),
        sa.PrimaryKeyConstraint("draft_id", "entry_number", name=op.f("pk_list_entry")),
        sa.UniqueConstraint(
            "draft_id", "case_id", name=op.f("uq_list_entry_draft_id_case_id")
        ),
        sa.UniqueConstraint(
            "draft_id", "person_id", name=op.f("uq_list_entry_draft_id_person_id")
        ),
        schema="casework",
        comment="One person on a draft list.",
    )
    op.create_table(
        "signal_decision",
        sa.Column("draft_id", sa.Text(), nullable=False, comment="Draft"),
        sa.Column("signal_id", sa.Text(), nullable=False, comment="Signal"),
        sa.Column(
            "status",
            sa.Text(),
            nullable=False,
            comment="Label of DDAS EnumSignaalstatus, exact",
        ),
        sa.Column(
            "rule_code",
            sa.Text(),
            nullable=False,
            comment="Rule that decided, e.g. X-DREMPEL; OPGEPAKT when listed",
        ),
        sa.Column(
            "reason", sa.Text(), nullable=False, comment="Why, in one Dutch sentence"
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["casework.draft.draft_id"],
            name=op.f("fk_signal_decision_draft_id"),
        ),
        sa.PrimaryKeyConstraint(
            "draft_id", "signal_id", name=op.f("pk_signal_decision")
        ),
        schema="casework",
        comment="What the triage decided on every signal of the month.",
    )
    op.create_table(
        "finding",
        sa.Column(
            "finding_id",
            sa.Integer(),
            autoincrement=True,
            nullable=False,
            comment="Our id of the finding",
        ),
        sa.Column(
            "delivery_id", sa.Text(), nullable=False, comment="Delivery it was found in"
        ),
        sa.Column(
            "line_number",
            sa.Integer(),
            nullable=True,
            comment="Physical line, absent for the whole file",
        ),
        sa.Column(
            "code",
            sa.Text(),
            nullable=False,
            comment="Finding code, see docs/bestandsformaat.md",
        ),
        sa.Column("level", sa.Text(), nullable=False, comment="file, line or warning"),
        sa.Column(
            "column_name",
            sa.Text(),
            nullable=True,
            comment="Partner's column name, never a value",
        ),
        sa.CheckConstraint(
            "level IN ('file', 'line', 'warning')", name=op.f("ck_finding_level_known")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["intake.delivery.delivery_id"],
            name=op.f("fk_finding_delivery_id"),
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_finding")),
        schema="intake",
        comment="One thing found in a delivery, without the value.",
    )
    op.create_index(
        op.f("ix_finding_delivery_id"),
        "finding",
        ["delivery_id"],
        unique=False,
        schema="intake",
    )
    op.create_table(
        "line_verdict",
        sa.Column(
            "delivery_id",
            sa.Text(),
            nullable=False,
            comment="Delivery the line belongs to",
        ),
        sa.Column(
            "line_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="Physical line in the partner's file, counted from 1",
        ),
        sa.Column(
            "verdict",
            sa.Text(),
            nullable=False,
            comment="accepted, rejected, duplicate, no_ground, objection or withdrawal",
        ),
        sa.Column(
            "amount_cents",
            sa.BigInteger(),
            nullable=True,
            comment="Arrears on the line, where readable (euro cents)",
        ),
        sa.CheckConstraint(
            "verdict IN ('accepted', 'rejected', 'duplicate', 'no_ground', 'objection', 'withdrawal')",
            name=op.f("ck_line_verdict_verdict_known"),
        ),
        sa.CheckConstraint(
            "line_number >= 1", name=op.f("ck_line_verdict_line_is_counted")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["intake.delivery.delivery_id"],
            name=op.f("fk_line_verdict_delivery_id"),
        ),
        sa.PrimaryKeyConstraint(
            "delivery_id", "line_number", name=op.f("pk_line_verdict")
        ),
        schema="intake",
        comment="Exactly one verdict per physical line of a delivery.",
    )
    op.create_table(
        "signal",
        sa.Column(
            "signal_id", sa.Text(), nullable=False, comment="Our id of the signal"
        ),
        sa.Column(
            "month", sa.Text(), nullable=False, comment="Reporting month, yyyy-mm"
        ),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "partner_code", sa.Text(), nullable=False, comment="Partner who sent it"
        ),
        sa.Column(
            "delivery_id", sa.Text(), nullable=False, comment="Delivery it came in"
        ),
        sa.Column(
            "line_number",
            sa.Integer(),
            nullable=False,
            comment="Physical line it came from",
        ),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="First receipt of the record; starts the legal clocks",
        ),
        sa.Column(
            "ended_by",
            sa.Text(),
            nullable=True,
            comment="Delivery that withdrew or replaced it; none: it holds",
        ),
        sa.Column(
            "source_record_id", sa.Text(), nullable=False, comment="bron_record_id"
        ),
        sa.Column("signal_kind", sa.Text(), nullable=False, comment="soort_signaal"),
        sa.Column(
            "is_warm_handover", sa.Text(), nullable=False, comment="warme_overdracht"
        ),
        sa.Column(
            "previous_record_id", sa.Text(), nullable=True, comment="vorig_signaal_id"
        ),
        sa.Column("customer_number", sa.Text(), nullable=False, comment="klantnummer"),
        sa.Column("claim_id", sa.Text(), nullable=True, comment="vordering_id"),
        sa.Column("signal_date", sa.Date(), nullable=False, comment="signaaldatum"),
        sa.Column("reference_date", sa.Date(), nullable=False, comment="peildatum"),
        sa.Column(
            "arrears_since_date", sa.Date(), nullable=False, comment="ontstaansdatum"
        ),
        sa.Column(
            "arrears_cents",
            sa.BigInteger(),
            nullable=False,
            comment="bedrag_achterstand",
        ),
        sa.Column(
            "term_cents", sa.BigInteger(), nullable=True, comment="termijnbedrag"
        ),
        sa.Column(
            "term_count", sa.Integer(), nullable=True, comment="aantal_termijnen"
        ),
        sa.Column(
            "has_arrangement",
            sa.Text(),
            nullable=False,
            comment="betalingsregeling_actief",
        ),
        sa.Column("debtor_kind", sa.Text(), nullable=False, comment="type_debiteur"),
        sa.Column(
            "initials", sa.Text(), nullable=True, comment="voorletters (personal)"
        ),
        sa.Column(
            "first_names", sa.Text(), nullable=True, comment="voornamen (personal)"
        ),
        sa.Column(
            "surname_prefix", sa.Text(), nullable=True, comment="voorvoegsel (personal)"
        ),
        sa.Column(
            "surname", sa.Text(), nullable=False, comment="geslachtsnaam (personal)"
        ),
        sa.Column(
            "birth_date", sa.Text(), nullable=True, comment="geboortedatum (personal)"
        ),
        sa.Column("street", sa.Text(), nullable=True, comment="straatnaam (personal)"),
        sa.Column(
            "house_number", sa.Text(), nullable=False, comment="huisnummer (personal)"
        ),
        sa.Column(
            "house_letter", sa.Text(), nullable=True, comment="huisletter (personal)"
        ),
        sa.Column(
            "house_addition",
            sa.Text(),
            nullable=True,
            comment="huisnummertoevoeging (personal)",
        ),
        sa.Column("postcode", sa.Text(), nullable=False, comment="postcode (personal)"),
        sa.Column("place", sa.Text(), nullable=False, comment="woonplaats (personal)"),
        sa.Column("phone", sa.Text(), nullable=True, comment="telefoon_1 (personal)"),
        sa.Column("email", sa.Text(), nullable=True, comment="email (personal)"),
        sa.Column(
            "reminder_date",
            sa.Date(),
            nullable=False,
            comment="datum_schriftelijke_herinnering",
        ),
        sa.Column(
            "contact_attempt_date",
            sa.Date(),
            nullable=False,
            comment="datum_persoonlijk_contact_poging",
        ),
        sa.Column(
            "help_pointed_date",
            sa.Date(),
            nullable=False,
            comment="datum_gewezen_op_hulp",
        ),
        sa.Column(
            "sharing_offer_date",
            sa.Date(),
            nullable=True,
            comment="datum_aanbod_gegevensdeling",
        ),
        sa.Column(
            "sharing_objection",
            sa.Text(),
            nullable=False,
            comment="bezwaar_gegevensdeling",
        ),
        sa.Column(
            "supply_end_date",
            sa.Date(),
            nullable=True,
            comment="datum_einde_levering_of_ontruiming",
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"],
            ["intake.delivery.delivery_id"],
            name=op.f("fk_signal_ended_by"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["intake.delivery.delivery_id"],
            name=op.f("fk_signal_delivery_id"),
        ),
        sa.PrimaryKeyConstraint("signal_id", "month", name=op.f("pk_signal")),
        schema="intake",
        comment="One accepted arrears signal; a partition per month, for the purge.",
        postgresql_partition_by="LIST (month)",
    )
    op.create_index(
        op.f("ix_signal_delivery_id"),
        "signal",
        ["delivery_id"],
        unique=False,
        schema="intake",
    )
    op.create_index(
        "uq_signal_in_force",
        "signal",
        ["month", "municipality_code", "partner_code", "source_record_id"],
        unique=True,
        schema="intake",
        postgresql_where=sa.text("ended_by IS NULL"),
    )
    op.create_table(
        "approval",
        sa.Column(
            "approval_id", sa.Text(), nullable=False, comment="Our id of the decision"
        ),
        sa.Column("draft_id", sa.Text(), nullable=False, comment="Draft"),
        sa.Column(
            "input_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the draft's inputs as they were shown",
        ),
        sa.Column(
            "decision", sa.Text(), nullable=False, comment="approved or rejected"
        ),
        sa.Column(
            "decided_by",
            sa.Text(),
            nullable=False,
            comment="User name of the official who decided",
        ),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When decided",
        ),
        sa.Column(
            "remark",
            sa.Text(),
            nullable=True,
            comment="Remark on the process, no personal data",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "decision IN ('approved', 'rejected')",
            name=op.f("ck_approval_decision_known"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id", "input_digest"],
            ["casework.draft.draft_id", "casework.draft.input_digest"],
            name="fk_approval_same_inputs",
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["casework.draft.draft_id"], name=op.f("fk_approval_draft_id")
        ),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval")),
        sa.UniqueConstraint(
            "approval_id",
            "draft_id",
            "input_digest",
            "decision",
            name=op.f("uq_approval_approval_id_draft_id_input_digest_decision"),
        ),
        schema="publication",
        comment="A human's decision on a draft (AVG art. 22).",
    )
    op.create_table(
        "audit",
        sa.Column("audit_id", sa.Text(), nullable=False, comment="Our id of the audit"),
        sa.Column("draft_id", sa.Text(), nullable=False, comment="Draft"),
        sa.Column(
            "input_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the draft's inputs",
        ),
        sa.Column(
            "list_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the draft list's content",
        ),
        sa.Column(
            "has_passed",
            sa.Boolean(),
            nullable=False,
            comment="Whether every check held",
        ),
        sa.Column(
            "checks",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Check name and offending rows",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.ForeignKeyConstraint(
            ["draft_id", "input_digest"],
            ["casework.draft.draft_id", "casework.draft.input_digest"],
            name="fk_audit_same_inputs",
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["casework.draft.draft_id"], name=op.f("fk_audit_draft_id")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit")),
        sa.UniqueConstraint(
            "audit_id",
            "draft_id",
            "input_digest",
            "has_passed",
            name=op.f("uq_audit_audit_id_draft_id_input_digest_has_passed"),
        ),
        schema="publication",
        comment="One audit of a draft, made before anyone approves it.",
    )
    op.create_table(
        "list_entry_signal",
        sa.Column("draft_id", sa.Text(), nullable=False, comment="Draft"),
        sa.Column(
            "entry_number", sa.Integer(), nullable=False, comment="Place on the list"
        ),
        sa.Column(
            "signal_id",
            sa.Text(),
            nullable=False,
            comment="Signal; on one place of the list only",
        ),
        sa.ForeignKeyConstraint(
            ["draft_id", "entry_number"],
            ["casework.list_entry.draft_id", "casework.list_entry.entry_number"],
            name=op.f("fk_list_entry_signal_draft_id_entry_number"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id", "signal_id"],
            ["casework.signal_decision.draft_id", "casework.signal_decision.signal_id"],
            name=op.f("fk_list_entry_signal_draft_id_signal_id"),
        ),
        sa.PrimaryKeyConstraint(
            "draft_id", "signal_id", name=op.f("pk_list_entry_signal")
        ),
        schema="casework",
        comment="Which signals a place on the list stands for.",
    )
    op.create_index(
        "ix_list_entry_signal_entry",
        "list_entry_signal",
        ["draft_id", "entry_number"],
        unique=False,
        schema="casework",
    )
    op.create_table(
        "publication",
        sa.Column(
            "publication_id",
            sa.Text(),
            nullable=False,
            comment="Our id of the publication",
        ),
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
            "version",
            sa.Integer(),
            nullable=False,
            comment="Version of the month's list, from 1",
        ),
        sa.Column(
            "draft_id", sa.Text(), nullable=False, comment="Draft that was published"
        ),
        sa.Column(
            "input_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the draft's inputs",
        ),
        sa.Column("audit_id", sa.Text(), nullable=False, comment="Audit that passed"),
        sa.Column("has_passed", sa.Boolean(), nullable=False, comment="Always true"),
        sa.Column(
            "approval_id", sa.Text(), nullable=False, comment="Approval that allowed it"
        ),
        sa.Column("decision", sa.Text(), nullable=False, comment="Always approved"),
        sa.Column(
            "published_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When approved for publication",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "decision = 'approved'", name=op.f("ck_publication_is_approved")
        ),
        sa.CheckConstraint("has_passed", name=op.f("ck_publication_audit_has_passed")),
        sa.CheckConstraint(
            "version >= 1", name=op.f("ck_publication_version_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["approval_id", "draft_id", "input_digest", "decision"],
            [
                "publication.approval.approval_id",
                "publication.approval.draft_id",
                "publication.approval.input_digest",
                "publication.approval.decision",
            ],
            name="fk_publication_same_approval",
        ),
        sa.ForeignKeyConstraint(
            ["audit_id", "draft_id", "input_digest", "has_passed"],
            [
                "publication.audit.audit_id",
                "publication.audit.draft_id",
                "publication.audit.input_digest",
                "publication.audit.has_passed",
            ],
            name="fk_publication_passed_audit",
        ),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "municipality_code",
            "month",
            "input_digest",
            name=op.f("uq_publication_municipality_code_month_input_digest"),
        ),
        sa.UniqueConstraint(
            "municipality_code",
            "month",
            "version",
            name=op.f("uq_publication_municipality_code_month_version"),
        ),
        schema="publication",
        comment="One published version of a month's list; only after audit and approval.",
    )
    op.create_table(
        "publication_file",
        sa.Column("publication_id", sa.Text(), nullable=False, comment="Publication"),
        sa.Column("name", sa.Text(), nullable=False, comment="File name"),
        sa.Column("digest", sa.Text(), nullable=False, comment="SHA-256 of the file"),
        sa.Column(
            "byte_count", sa.Integer(), nullable=False, comment="Size of the file"
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publication.publication.publication_id"],
            name=op.f("fk_publication_file_publication_id"),
        ),
        sa.PrimaryKeyConstraint(
            "publication_id", "name", name=op.f("pk_publication_file")
        ),
        schema="publication",
        comment="One file of a publication.",
    )
    op.create_table(
        "review",
        sa.Column(
            "review_id",
            sa.Text(),
            nullable=False,
            comment="Our id, made from the pairs that are asked",
        ),
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
            "run_id",
            sa.Text(),
            nullable=False,
            comment="Matching run whose doubtful pairs these are",
        ),
        sa.Column(
            "pair_count", sa.Integer(), nullable=False, comment="Pairs that are asked"
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="open, sent or returned"),
        sa.Column(
            "sheet_digest",
            sa.Text(),
            nullable=True,
            comment="SHA-256 of the review sheet as it was sent",
        ),
        sa.Column(
            "due_on", sa.Date(), nullable=False, comment="Last day an answer is awaited"
        ),
        sa.Column(
            "answer_digest",
            sa.Text(),
            nullable=True,
            comment="SHA-256 of the answered sheet as it came back",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "(state = 'returned') = (answer_digest IS NOT NULL)",
            name=op.f("ck_review_returned_has_digest"),
        ),
        sa.CheckConstraint(
            "state = 'open' OR sheet_digest IS NOT NULL",
            name=op.f("ck_review_sent_has_digest"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'sent', 'returned')",
            name=op.f("ck_review_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["matching.run.run_id"], name=op.f("fk_review_run_id")
        ),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review")),
        schema="matching",
        comment="A question to people: are these pairs the same person?",
    )
    op.create_table(
        "review_pair",
        sa.Column("review_id", sa.Text(), nullable=False, comment="Review that asks"),
        sa.Column(
            "pair_code",
            sa.Text(),
            nullable=False,
            comment="Code of the pair on the sheet",
        ),
        sa.Column(
            "left_id", sa.Text(), nullable=False, comment="First signal of the pair"
        ),
        sa.Column(
            "right_id", sa.Text(), nullable=False, comment="Second signal, or resident"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="signal or resident"),
        sa.CheckConstraint(
            "kind IN ('signal', 'resident')", name=op.f("ck_review_pair_kind_known")
        ),
        sa.CheckConstraint(
            "left_id <> right_id", name=op.f("ck_review_pair_ends_differ")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["matching.review.review_id"],
            name=op.f("fk_review_pair_review_id"),
        ),
        sa.PrimaryKeyConstraint("review_id", "pair_code", name=op.f("pk_review_pair")),
        sa.UniqueConstraint(
            "review_id",
            "left_id",
            "right_id",
            name=op.f("uq_review_pair_review_id_left_id_right_id"),
        ),
        schema="matching",
        comment="One doubtful pair on a review sheet.",
    )
    op.create_table(
        "verdict",
        sa.Column(
            "verdict_id",
            sa.Text(),
            nullable=False,
            comment="Our id, made from review and pair",
        ),
        sa.Column(
            "municipality_code",
            sa.Text(),
            nullable=False,
            comment="CBS code, e.g. 1940",
        ),
        sa.Column(
            "left_id", sa.Text(), nullable=False, comment="First signal of the pair"
        ),
        sa.Column(
            "right_id", sa.Text(), nullable=False, comment="Second signal, or resident"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="signal or resident"),
        sa.Column(
            "verdict",
            sa.Text(),
            nullable=False,
            comment="same, different, or withdrawn: asked again",
        ),
        sa.Column(
            "decided_by",
            sa.Text(),
            nullable=False,
            comment="Initials of the official who decided",
        ),
        sa.Column("review_id", sa.Text(), nullable=False, comment="Review it answers"),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "kind IN ('signal', 'resident')", name=op.f("ck_verdict_kind_known")
        ),
        sa.CheckConstraint(
            "verdict IN ('same', 'different', 'withdrawn')",
            name=op.f("ck_verdict_verdict_known"),
        ),
        sa.CheckConstraint("left_id <> right_id", name=op.f("ck_verdict_ends_differ")),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_verdict")),
        schema="matching",
        comment="What an official decided of a pair; rows are only added, the last holds.",
    )
    op.create_index(
        "ix_verdict_pair",
        "verdict",
        ["municipality_code", "left_id", "right_id"],
        unique=False,
        schema="matching",
    )
    op.create_table(
        "record_receipt",
        sa.Column(
            "delivery_id",
            sa.Text(),
            nullable=False,
            comment="Delivery the line came in",
        ),
        sa.Column(
            "line_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="Physical line in the partner's file, counted from 1",
        ),
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
            "partner_code", sa.Text(), nullable=False, comment="Partner who delivered"
        ),
        sa.Column(
            "file_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the delivered bytes",
        ),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was received",
        ),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=False,
            comment="Verdict of the line, or refused with its whole file",
        ),
        sa.Column(
            "key_code",
            sa.Text(),
            nullable=False,
            comment="Which key the digests were made with",
        ),
        sa.Column(
            "record_digest",
            sa.Text(),
            nullable=True,
            comment="Keyed digest (HMAC) of the partner's record id",
        ),
        sa.Column(
            "line_digest",
            sa.Text(),
            nullable=True,
            comment="Keyed digest (HMAC) of all that stood on the line",
        ),
        sa.Column(
            "keep_until",
            sa.Date(),
            nullable=False,
            comment="Last day it is kept: five years after receipt",
        ),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'rejected', 'duplicate', 'no_ground', 'objection', 'withdrawal', 'refused')",
            name=op.f("ck_record_receipt_outcome_known"),
        ),
        sa.CheckConstraint(
            "line_number >= 1", name=op.f("ck_record_receipt_line_is_counted")
        ),
        sa.CheckConstraint(
            "record_digest IS NULL OR line_digest IS NOT NULL",
            name=op.f("ck_record_receipt_digests_belong_together"),
        ),
        sa.PrimaryKeyConstraint(
            "delivery_id", "line_number", name=op.f("pk_record_receipt")
        ),
        schema="intake",
        comment="Proof of one delivered line; holds digests, and nothing of the line.",
    )
    op.create_index(
        "ix_record_receipt_record_digest",
        "record_receipt",
        ["record_digest"],
        unique=False,
        schema="intake",
    )
    op.create_table(
        "crisis_notice",
        sa.Column(
            "notice_id", sa.Text(), nullable=False, comment="Our id of the notice"
        ),
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
            "partner_code", sa.Text(), nullable=False, comment="Partner who delivered"
        ),
        sa.Column(
            "delivery_id", sa.Text(), nullable=False, comment="Delivery it is about"
        ),
        sa.Column(
            "refusal_code",
            sa.Text(),
            nullable=True,
            comment="Finding that refused the whole file",
        ),
        sa.Column(
            "line_numbers",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Lines with a crisis signal that were not taken",
        ),
        sa.Column(
            "unread_count",
            sa.Integer(),
            nullable=False,
            comment="Lines of which the kind of signal could not be read",
        ),
        sa.Column(
            "asked_in",
            sa.Text(),
            nullable=True,
            comment="Run in which people were asked",
        ),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="By when an answer is due; none: nobody was asked yet",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "(asked_in IS NULL) = (due_at IS NULL)",
            name=op.f("ck_crisis_notice_asked_has_due"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["intake.delivery.delivery_id"],
            name=op.f("fk_crisis_notice_delivery_id"),
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_crisis_notice")),
        schema="intake",
        comment="Crisis signals held back in one delivery; a human is asked at once.",
    )
    op.create_table(
        "crisis_answer",
        sa.Column(
            "notice_id", sa.Text(), nullable=False, comment="Notice that was answered"
        ),
        sa.Column(
            "answered_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was answered",
        ),
        sa.Column(
            "answer",
            sa.Text(),
            nullable=False,
            comment="calls_partner, taken_up or rightly_refused",
        ),
        sa.Column(
            "answered_by",
            sa.Text(),
            nullable=False,
            comment="User name of the official who answered",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "answer IN ('calls_partner', 'taken_up', 'rightly_refused')",
            name=op.f("ck_crisis_answer_answer_known"),
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["intake.crisis_notice.notice_id"],
            name=op.f("fk_crisis_answer_notice_id"),
        ),
        sa.PrimaryKeyConstraint(
            "notice_id", "answered_at", name=op.f("pk_crisis_answer")
        ),
        schema="intake",
        comment="Who answered what on crisis signals that were held back.",
    )
    op.create_table(
        "delivery_quality",
        sa.Column(
            "delivery_id",
            sa.Text(),
            nullable=False,
            comment="Delivery it was counted in",
        ),
        sa.Column(
            "accepted_count", sa.Integer(), nullable=False, comment="Lines taken"
        ),
        sa.Column(
            "phone_count",
            sa.Integer(),
            nullable=False,
            comment="Lines taken that have a telephone number",
        ),
        sa.Column(
            "email_count",
            sa.Integer(),
            nullable=False,
            comment="Lines taken that have an e-mail address",
        ),
        sa.Column(
            "birth_date_count",
            sa.Integer(),
            nullable=False,
            comment="Lines taken that have a birth date",
        ),
        sa.CheckConstraint(
            "GREATEST(phone_count, email_count, birth_date_count) <= accepted_count",
            name=op.f("ck_delivery_quality_parts_fit_the_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["intake.delivery.delivery_id"],
            name=op.f("fk_delivery_quality_delivery_id"),
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_quality")),
        schema="intake",
        comment="How complete a delivery was; the counts outlive the signals.",
    )
    op.execute(LINES_MATCH_VERDICTS)
    op.execute(APPEND_ONLY)
    for table in HISTORY:
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only"
            " BEFORE UPDATE OR DELETE OR TRUNCATE"
            f" ON publication.{table} FOR EACH STATEMENT"
            " EXECUTE FUNCTION publication.is_append_only()"
        )
    op.execute(
        "CREATE TRIGGER verdict_is_append_only BEFORE UPDATE"
        " ON matching.verdict FOR EACH STATEMENT"
        " EXECUTE FUNCTION publication.is_append_only()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER lines_match_verdicts ON intake.delivery")
    op.execute("DROP FUNCTION intake.lines_match_verdicts()")
    for table in HISTORY:
        op.execute(f"DROP TRIGGER {table}_is_append_only ON publication.{table}")
    op.execute("DROP TRIGGER verdict_is_append_only ON matching.verdict")
    op.execute("DROP FUNCTION publication.is_append_only()")
    op.drop_table("delivery_quality", schema="intake")
    op.drop_table("crisis_answer", schema="intake")
    op.drop_table("crisis_notice", schema="intake")
    op.drop_table("record_receipt", schema="intake")
    op.drop_table("verdict", schema="matching")
    op.drop_table("review_pair", schema="matching")
    op.drop_table("review", schema="matching")
    op.drop_table("publication_file", schema="publication")
    op.drop_table("publication", schema="publication")
    op.drop_table("list_entry_signal", schema="casework")
    op.drop_table("audit", schema="publication")
    op.drop_table("approval", schema="publication")
    op.drop_index(op.f("ix_signal_delivery_id"), table_name="signal", schema="intake")
    op.drop_table("signal", schema="intake")
    op.drop_table("line_verdict", schema="intake")
    op.drop_index(op.f("ix_finding_delivery_id"), table_name="finding", schema="intake")
    op.drop_table("finding", schema="intake")
    op.drop_table("signal_decision", schema="casework")
    op.drop_table("list_entry", schema="casework")
    op.drop_table("membership", schema="matching")
    op.drop_table("evidence", schema="matching")
    op.drop_table("address_case", schema="matching")
    op.drop_table("delivery_release", schema="intake")
    op.drop_table("inbox_finding", schema="intake")
    op.drop_table("delivery", schema="intake")
    op.drop_table("draft", schema="casework")
    op.drop_table("run", schema="matching")
    op.drop_table("inbox_file", schema="intake")
