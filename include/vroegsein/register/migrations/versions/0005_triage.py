"""Know who is not to be approached, and how the others are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.create_table(
        "exclusion_match",
        sa.Column("run_id", sa.Text(), nullable=False, comment="Matching run"),
        sa.Column("signal_id", sa.Text(), nullable=False, comment="Signal"),
        sa.Column(
            "exclusion_id",
            sa.Text(),
            nullable=False,
            comment="Row of an exclusion list",
        ),
        sa.Column(
            "confidence", sa.Text(), nullable=False, comment="certain or probable"
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "confidence IN ('certain', 'probable')",
            name=op.f("ck_exclusion_match_confidence_known"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["matching.run.run_id"], name=op.f("fk_exclusion_match_run_id")
        ),
        sa.PrimaryKeyConstraint(
            "run_id", "signal_id", "exclusion_id", name=op.f("pk_exclusion_match")
        ),
        schema="matching",
        comment="Which signals are of somebody on an exclusion list.",
    )
    op.create_index(
        "ix_exclusion_match_exclusion_id",
        "exclusion_match",
        ["exclusion_id"],
        unique=False,
        schema="matching",
    )
    op.create_table(
        "run_source",
        sa.Column("run_id", sa.Text(), nullable=False, comment="Matching run"),
        sa.Column(
            "office_file_id",
            sa.Text(),
            nullable=False,
            comment="File of the municipality the run leaned on",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="exclusions or residents"),
        sa.Column(
            "digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the file as it came",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "kind IN ('exclusions', 'residents')", name=op.f("ck_run_source_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["office_file_id"],
            ["casework.office_file.office_file_id"],
            name=op.f("fk_run_source_office_file_id"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["matching.run.run_id"], name=op.f("fk_run_source_run_id")
        ),
        sa.PrimaryKeyConstraint("run_id", "office_file_id", name=op.f("pk_run_source")),
        schema="matching",
        comment="Which extract and which exclusion lists a matching run leaned on.",
    )
    op.add_column(
        "signal_decision",
        sa.Column(
            "has_survivors",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="Deceased (X-OVERL), but others live there or a home or utility is at stake",
        ),
        schema="casework",
    )
    op.add_column(
        "list_entry",
        sa.Column(
            "severity",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="Missed terms of all claims together: order within a lane",
        ),
        schema="casework",
    )
    op.add_column(
        "list_entry",
        sa.Column(
            "is_overflow",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="Beyond the capacity: a letter, the clock still runs",
        ),
        schema="casework",
    )
    op.add_column(
        "list_entry",
        sa.Column(
            "plan",
            postgresql.JSONB(),
            server_default="[]",
            nullable=False,
            comment="Planned attempts in order: DDAS channel, and part of day or null",
        ),
        schema="casework",
    )
    op.add_column(
        "list_entry",
        sa.Column(
            "last_contact",
            sa.Text(),
            nullable=True,
            comment="Last attempt of an earlier month, in Dutch",
        ),
        schema="casework",
    )
    op.add_column(
        "list_entry",
        sa.Column(
            "first_step",
            sa.Text(),
            nullable=True,
            comment="First help that fits, in Dutch",
        ),
        schema="casework",
    )
    op.add_column(
        "list_entry",
        sa.Column(
            "remarks",
            postgresql.JSONB(),
            server_default="[]",
            nullable=False,
            comment="What triage asks to check, in Dutch sentences",
        ),
        schema="casework",
    )


def downgrade() -> None:
    """Downgrade."""
    op.drop_column("list_entry", "remarks", schema="casework")
    op.drop_column("list_entry", "first_step", schema="casework")
    op.drop_column("list_entry", "last_contact", schema="casework")
    op.drop_column("list_entry", "plan", schema="casework")
    op.drop_column("list_entry", "is_overflow", schema="casework")
    op.drop_column("list_entry", "severity", schema="casework")
    op.drop_column("signal_decision", "has_survivors", schema="casework")
    op.drop_table("run_source", schema="matching")
    op.drop_index(
        "ix_exclusion_match_exclusion_id",
        table_name="exclusion_match",
        schema="matching",
    )
    op.drop_table("exclusion_match", schema="matching")
