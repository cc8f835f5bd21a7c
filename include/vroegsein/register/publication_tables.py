"""Tables of publication: audit, approval, what was published and its files."""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

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

#: Two approvals are two people; each name is the one of its approval, by foreign key.
FOUR_EYES = (
    "approvals_needed = 1 OR (first_approver IS NOT NULL"
    " AND second_approval_id IS NOT NULL AND second_approver IS NOT NULL"
    " AND first_approver <> second_approver)"
)


def _approvals_needed() -> Column[int]:
    """Return the column with how many officials have to approve."""
    return Column(
        "approvals_needed",
        Integer,
        nullable=False,
        server_default="1",
        comment="Officials who have to approve: 1, or 2 in an abnormal month",
    )


audit = Table(
    "audit",
    METADATA,
    text("audit_id", "Our id of the audit", primary_key=True),
    Column(
        "draft_id",
        ForeignKey("casework.draft.draft_id"),
        nullable=False,
        comment="Draft",
    ),
    digest("input_digest", "the draft's inputs"),
    digest("list_digest", "the draft list's content"),
    Column("has_passed", Boolean, nullable=False, comment="Whether every check held"),
    Column("checks", JSONB, nullable=False, comment="Check name and offending rows"),
    Column(
        "abnormal",
        JSONB,
        nullable=False,
        server_default="[]",
        comment="Why this month is not like others: code and Dutch sentence",
    ),
    _approvals_needed(),
    recorded_at(),
    check("one_or_two_approvals", "approvals_needed IN (1, 2)"),
    check(
        "abnormal_needs_two",
        "abnormal = '[]'::jsonb OR approvals_needed = 2",
    ),
    ForeignKeyConstraint(
        ["draft_id", "input_digest"],
        ["casework.draft.draft_id", "casework.draft.input_digest"],
        name="fk_audit_same_inputs",
    ),
    UniqueConstraint("audit_id", "draft_id", "input_digest", "has_passed"),
    UniqueConstraint("audit_id", "approvals_needed"),
    schema="publication",
    comment="One audit of a draft, made before anyone approves it.",
)

approval = Table(
    "approval",
    METADATA,
    text("approval_id", "Our id of the decision", primary_key=True),
    Column(
        "draft_id",
        ForeignKey("casework.draft.draft_id"),
        nullable=False,
        comment="Draft",
    ),
    digest("input_digest", "the draft's inputs as they were shown"),
    text("decision", "approved or rejected"),
    text("decided_by", "User name of the official who decided"),
    Column(
        "decided_at", DateTime(timezone=True), nullable=False, comment="When decided"
    ),
    text("remark", "Remark on the process, no personal data", null=True),
    recorded_at(),
    one_of("decision", "approved", "rejected"),
    check(
        "rejection_has_reason",
        "decision = 'approved' OR BTRIM(COALESCE(remark, '')) <> ''",
    ),
    ForeignKeyConstraint(
        ["draft_id", "input_digest"],
        ["casework.draft.draft_id", "casework.draft.input_digest"],
        name="fk_approval_same_inputs",
    ),
    UniqueConstraint("approval_id", "draft_id", "input_digest", "decision"),
    UniqueConstraint("approval_id", "decided_by"),
    schema="publication",
    comment="A human's decision on a draft (AVG art. 22).",
)

publication = Table(
    "publication",
    METADATA,
    text("publication_id", "Our id of the publication", primary_key=True),
    municipality(),
    month(),
    count("version", "Version of the month's list, from 1"),
    text("draft_id", "Draft that was published"),
    digest("input_digest", "the draft's inputs"),
    text("audit_id", "Audit that passed"),
    Column("has_passed", Boolean, nullable=False, comment="Always true"),
    text("approval_id", "Approval that allowed it"),
    text("decision", "Always approved"),
    _approvals_needed(),
    text("first_approver", "Official of the approval", null=True),
    text("second_approval_id", "Approval by another official", null=True),
    text("second_approver", "That other official", null=True),
    Column(
        "published_at",
        DateTime(timezone=True),
        nullable=False,
        comment="When approved for publication",
    ),
    recorded_at(),
    check("audit_has_passed", "has_passed"),
    check("is_approved", "decision = 'approved'"),
    check("version_from_one", "version >= 1"),
    check("four_eyes", FOUR_EYES),
    UniqueConstraint("municipality_code", "month", "version"),
    UniqueConstraint("municipality_code", "month", "input_digest"),
    ForeignKeyConstraint(
        ["audit_id", "draft_id", "input_digest", "has_passed"],
        [
            "publication.audit.audit_id",
            "publication.audit.draft_id",
            "publication.audit.input_digest",
            "publication.audit.has_passed",
        ],
        name="fk_publication_passed_audit",
    ),
    ForeignKeyConstraint(
        ["approval_id", "draft_id", "input_digest", "decision"],
        [
            "publication.approval.approval_id",
            "publication.approval.draft_id",
            "publication.approval.input_digest",
            "publication.approval.decision",
        ],
        name="fk_publication_same_approval",
    ),
    ForeignKeyConstraint(
        ["audit_id", "approvals_needed"],
        ["publication.audit.audit_id", "publication.audit.approvals_needed"],
        name="fk_publication_approvals_needed",
    ),
    ForeignKeyConstraint(
        ["approval_id", "first_approver"],
        ["publication.approval.approval_id", "publication.approval.decided_by"],
        name="fk_publication_first_approver",
    ),
    ForeignKeyConstraint(
        ["second_approval_id", "draft_id", "input_digest", "decision"],
        [
            "publication.approval.approval_id",
            "publication.approval.draft_id",
            "publication.approval.input_digest",
            "publication.approval.decision",
        ],
        name="fk_publication_second_approval",
    ),
    ForeignKeyConstraint(
        ["second_approval_id", "second_approver"],
        ["publication.approval.approval_id", "publication.approval.decided_by"],
        name="fk_publication_second_approver",
    ),
    schema="publication",
    comment="One published version of a month's list; only after audit and approval.",
)

publication_file = Table(
    "publication_file",
    METADATA,
    Column(
        "publication_id",
        ForeignKey("publication.publication.publication_id"),
        primary_key=True,
        comment="Publication",
    ),
    Column("name", Text, primary_key=True, comment="File name"),
    digest("digest", "the file"),
    count("byte_count", "Size of the file"),
    schema="publication",
    comment="One file of a publication.",
)
