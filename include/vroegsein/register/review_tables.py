"""Tables of the review: which doubtful pairs went out, and what people said of them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
)

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

WITHDRAWN = "withdrawn"
REVIEW_STATES = ("open", "sent", "returned")


def _pair() -> tuple[Column[str], Column[str], CheckConstraint]:
    """Return the two ends of a pair; of two signals, the smaller id stands left."""
    return (
        text("left_id", "First signal of the pair"),
        text("right_id", "Second signal, or resident"),
        check("ends_differ", "left_id <> right_id"),
    )


review = Table(
    "review",
    METADATA,
    text("review_id", "Our id, made from the pairs that are asked", primary_key=True),
    municipality(),
    month(),
    Column(
        "run_id",
        ForeignKey("matching.run.run_id"),
        nullable=False,
        comment="Matching run whose doubtful pairs these are",
    ),
    count("pair_count", "Pairs that are asked"),
    text("state", "open, sent or returned"),
    digest("sheet_digest", "the review sheet as it was sent", null=True),
    Column("due_on", Date, nullable=False, comment="Last day an answer is awaited"),
    digest("answer_digest", "the answered sheet as it came back", null=True),
    recorded_at(),
    one_of("state", *REVIEW_STATES),
    check("sent_has_digest", "state = 'open' OR sheet_digest IS NOT NULL"),
    check("returned_has_digest", "(state = 'returned') = (answer_digest IS NOT NULL)"),
    schema="matching",
    comment="A question to people: are these pairs the same person?",
)

review_pair = Table(
    "review_pair",
    METADATA,
    Column(
        "review_id",
        ForeignKey("matching.review.review_id"),
        primary_key=True,
        comment="Review that asks",
    ),
    text("pair_code", "Code of the pair on the sheet", primary_key=True),
    *_pair(),
    text("kind", "signal or resident"),
    UniqueConstraint("review_id", "left_id", "right_id"),
    one_of("kind", "signal", "resident"),
    schema="matching",
    comment="One doubtful pair on a review sheet.",
)

verdict = Table(
    "verdict",
    METADATA,
    text("verdict_id", "Our id, made from review and pair", primary_key=True),
    municipality(),
    *_pair(),
    text("kind", "signal or resident"),
    text("verdict", "same, different, or withdrawn: asked again"),
    text("decided_by", "Initials of the official who decided"),
    text("review_id", "Review it answers"),
    recorded_at(),
    one_of("verdict", "same", "different", "withdrawn"),
    one_of("kind", "signal", "resident"),
    Index("ix_verdict_pair", "municipality_code", "left_id", "right_id"),
    schema="matching",
    comment="What an official decided of a pair; rows are only added, the last holds.",
)
