"""Keep statistics."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade."""
    op.create_table(
        "statistics_delivery",
        sa.Column(
            "statistics_id",
            sa.Text(),
            nullable=False,
            comment="Our id, made from the content's digest",
        ),
        sa.Column(
            "page_number",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="Place of the file in the delivery, from 1",
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
            "schema_version",
            sa.Text(),
            nullable=False,
            comment="Version of the national schema (DDAS)",
        ),
        sa.Column(
            "made_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="Moment of the run that made it; stands in the file",
        ),
        sa.Column(
            "page_count", sa.Integer(), nullable=False, comment="Files of the delivery"
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="File name"),
        sa.Column(
            "digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the file before it was encrypted",
        ),
        sa.Column(
            "signal_count", sa.Integer(), nullable=False, comment="Signals in the file"
        ),
        sa.Column(
            "case_count", sa.Integer(), nullable=False, comment="Cases in the file"
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
            name=op.f("ck_statistics_delivery_digest_is_digest"),
        ),
        sa.CheckConstraint(
            "page_number BETWEEN 1 AND page_count",
            name=op.f("ck_statistics_delivery_page_is_one_of_them"),
        ),
        sa.PrimaryKeyConstraint(
            "statistics_id", "page_number", name=op.f("pk_statistics_delivery")
        ),
        schema="publication",
        comment="One file of national statistics (DDAS) that was made for delivery.",
    )
    op.create_table(
        "statistics_month",
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
            "figures",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Counts by name; nobody's own",
        ),
        sa.Column(
            "counted_on",
            sa.Date(),
            nullable=False,
            comment="Dutch day they were counted",
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.PrimaryKeyConstraint(
            "municipality_code", "month", name=op.f("pk_statistics_month")
        ),
        schema="publication",
        comment="Counts of a month for the monitor; they outlive the month's signals.",
    )


def downgrade() -> None:
    """Downgrade."""
    op.drop_table("statistics_month", schema="publication")
    op.drop_table("statistics_delivery", schema="publication")
