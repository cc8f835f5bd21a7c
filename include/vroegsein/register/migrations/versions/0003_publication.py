"""Bring lists to their readers; two people approve an abnormal month."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FOUR_EYES = (
    "approvals_needed = 1 OR (first_approver IS NOT NULL"
    " AND second_approval_id IS NOT NULL AND second_approver IS NOT NULL"
    " AND first_approver <> second_approver)"
)
HAS_REASON = "decision = 'approved' OR BTRIM(COALESCE(remark, '')) <> ''"
KEYS = (
    ("audit", "uq_audit_audit_id_approvals_needed", ["audit_id", "approvals_needed"]),
    ("approval", "uq_approval_approval_id_decided_by", ["approval_id", "decided_by"]),
)
REFERENCES = (
    (
        "fk_publication_approvals_needed",
        "audit",
        ["audit_id", "approvals_needed"],
        ["audit_id", "approvals_needed"],
    ),
    (
        "fk_publication_first_approver",
        "approval",
        ["approval_id", "first_approver"],
        ["approval_id", "decided_by"],
    ),
    (
        "fk_publication_second_approval",
        "approval",
        ["second_approval_id", "draft_id", "input_digest", "decision"],
        ["approval_id", "draft_id", "input_digest", "decision"],
    ),
    (
        "fk_publication_second_approver",
        "approval",
        ["second_approval_id", "second_approver"],
        ["approval_id", "decided_by"],
    ),
)
CHECKS = (
    ("audit", "one_or_two_approvals", "approvals_needed IN (1, 2)"),
    (
        "audit",
        "abnormal_needs_two",
        "abnormal = '[]'::jsonb OR approvals_needed = 2",
    ),
    ("approval", "rejection_has_reason", HAS_REASON),
    ("publication", "four_eyes", FOUR_EYES),
)


def _approvals_needed() -> sa.Column[int]:
    return sa.Column(
        "approvals_needed",
        sa.Integer(),
        server_default="1",
        nullable=False,
        comment="Officials who have to approve: 1, or 2 in an abnormal month",
    )


def _columns() -> tuple[tuple[str, sa.Column[Any]], ...]:
    return (
        (
            "audit",
            sa.Column(
                "abnormal",
                postgresql.JSONB(astext_type=sa.Text()),
                server_default="[]",
                nullable=False,
                comment="Why this month is not like others: code and Dutch sentence",
            ),
        ),
        ("audit", _approvals_needed()),
        ("publication", _approvals_needed()),
        (
            "publication",
            sa.Column(
                "first_approver",
                sa.Text(),
                nullable=True,
                comment="Official of the approval",
            ),
        ),
        (
            "publication",
            sa.Column(
                "second_approval_id",
                sa.Text(),
                nullable=True,
                comment="Approval by another official",
            ),
        ),
        (
            "publication",
            sa.Column(
                "second_approver",
                sa.Text(),
                nullable=True,
                comment="That other official",
            ),
        ),
    )


def upgrade() -> None:
    """Upgrade."""
    for table, column in _columns():
        op.add_column(table, column, schema="publication")
    for table, name, columns in KEYS:
        op.create_unique_constraint(op.f(name), table, columns, schema="publication")
    for name, table, ours, theirs in REFERENCES:
        op.create_foreign_key(
            op.f(name),
            "publication",
            table,
            ours,
            theirs,
            source_schema="publication",
            referent_schema="publication",
        )
    for table, name, rule in CHECKS:
        op.create_check_constraint(
            op.f(f"ck_{table}_{name}"), table, rule, schema="publication"
        )
    op.create_table(
        "outgoing_file",
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
            comment="Name before encryption; one content ever",
        ),
        sa.Column(
            "digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of what is inside",
        ),
        sa.Column(
            "sealed_digest",
            sa.Text(),
            nullable=False,
            comment="SHA-256 of the encrypted file that goes out",
        ),
        sa.Column(
            "byte_count",
            sa.Integer(),
            nullable=False,
            comment="Size of the encrypted file",
        ),
        sa.Column(
            "sealed_on", sa.Date(), nullable=False, comment="Day it was encrypted"
        ),
        sa.Column(
            "sent_on", sa.Date(), nullable=True, comment="Day it lay in the outbox"
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
            comment="When this row was written",
        ),
        sa.CheckConstraint(
            "digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_outgoing_file_digest_is_digest")
        ),
        sa.CheckConstraint(
            "sealed_digest ~ '^[0-9a-f]{64}$'",
            name=op.f("ck_outgoing_file_sealed_digest_is_digest"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_code", "name", name=op.f("pk_outgoing_file")
        ),
        schema="publication",
        comment="One encrypted file for the municipality's outbox.",
    )


def downgrade() -> None:
    """Downgrade."""
    op.drop_table("outgoing_file", schema="publication")
    for table, name, _ in CHECKS:
        op.drop_constraint(
            op.f(f"ck_{table}_{name}"), table, type_="check", schema="publication"
        )
    for name, *_ in REFERENCES:
        op.drop_constraint(
            op.f(name), "publication", type_="foreignkey", schema="publication"
        )
    for table, name, _ in KEYS:
        op.drop_constraint(op.f(name), table, type_="unique", schema="publication")
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name, schema="publication")
