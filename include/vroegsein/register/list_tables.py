"""Tables of the draft list: what is decided on signals, and the places on the list."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from vroegsein.register.columns import (
    METADATA,
    cents,
    count,
    digest,
    flag,
    is_digest,
    month,
    municipality,
    one_of,
    recorded_at,
    text,
)

draft = Table(
    "draft",
    METADATA,
    text("draft_id", "Our id, made from the digest of its inputs", primary_key=True),
    municipality(),
    month(),
    Column("run_id", ForeignKey("matching.run.run_id"), nullable=False, comment="Run"),
    digest("input_digest", "deliveries, matching result, policy and code together"),
    Column(
        "inputs",
        JSONB,
        nullable=False,
        comment="What the input digest was made of: ids, states and digests",
    ),
    digest("policy_digest", "the municipality's policy"),
    text("code_version", "Version of this software"),
    Column(
        "missing_partners",
        JSONB,
        nullable=False,
        comment="Codes of partners without an accepted delivery",
    ),
    recorded_at(),
    UniqueConstraint("draft_id", "input_digest"),
    is_digest("input_digest"),
    schema="casework",
    comment="One draft of a month's list.",
)

signal_decision = Table(
    "signal_decision",
    METADATA,
    Column(
        "draft_id",
        ForeignKey("casework.draft.draft_id"),
        primary_key=True,
        comment="Draft",
    ),
    text("signal_id", "Signal", primary_key=True),
    text("status", "Label of DDAS EnumSignaalstatus, exact"),
    text("rule_code", "Rule that decided, e.g. X-DREMPEL; OPGEPAKT when listed"),
    text("reason", "Why, in one Dutch sentence"),
    flag(
        "has_survivors",
        "Deceased (X-OVERL), but others live there or a home or utility is at stake",
    ),
    schema="casework",
    comment="What the triage decided on every signal of the month.",
)

list_entry = Table(
    "list_entry",
    METADATA,
    Column(
        "draft_id",
        ForeignKey("casework.draft.draft_id"),
        primary_key=True,
        comment="Draft",
    ),
    Column(
        "entry_number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="Place on the list, from 1",
    ),
    text("case_id", "Our id of the case, stable over versions of the month"),
    text("person_id", "Person of the matching run"),
    text("household_id", "Household of that person"),
    text("lane", "L0 to L7"),
    text("lane_reason", "Why this lane, in one Dutch sentence"),
    text("address_kind", "enkelvoudig, meervoudig or opeenvolgend, by address"),
    text("person_kind", "enkelvoudig, meervoudig or opeenvolgend, by person"),
    text("match_reason", "Why these signals are one person, in one Dutch sentence"),
    text("confidence", "certain, probable or alone: the weakest link"),
    text("clock_code", "Legal or internal clock, e.g. K-28"),
    Column("due_date", Date, nullable=False, comment="Last day of that clock"),
    count("signal_count", "Signals of the month"),
    count("partner_count", "Partners among them"),
    cents("total_cents", "Arrears of the month together"),
    Column(
        "severity",
        Integer,
        nullable=False,
        server_default="0",
        comment="Missed terms of all claims together: order within a lane",
    ),
    flag("is_overflow", "Beyond the capacity: a letter, the clock still runs"),
    Column(
        "plan",
        JSONB,
        nullable=False,
        server_default="[]",
        comment="Planned attempts in order: DDAS channel, and part of day or null",
    ),
    text("last_contact", "Last attempt of an earlier month, in Dutch", null=True),
    text("first_step", "First help that fits, in Dutch", null=True),
    Column(
        "remarks",
        JSONB,
        nullable=False,
        server_default="[]",
        comment="What triage asks to check, in Dutch sentences",
    ),
    one_of("lane", "L0", "L1", "L2", "L3", "L4", "L5", "L6", "L7"),
    UniqueConstraint("draft_id", "case_id"),
    UniqueConstraint("draft_id", "person_id"),
    schema="casework",
    comment="One person on a draft list.",
)

list_entry_signal = Table(
    "list_entry_signal",
    METADATA,
    text("draft_id", "Draft", primary_key=True),
    Column(
        "entry_number",
        Integer,
        nullable=False,
        comment="Place on the list",
    ),
    text("signal_id", "Signal; on one place of the list only", primary_key=True),
    ForeignKeyConstraint(
        ["draft_id", "entry_number"],
        ["casework.list_entry.draft_id", "casework.list_entry.entry_number"],
    ),
    ForeignKeyConstraint(
        ["draft_id", "signal_id"],
        ["casework.signal_decision.draft_id", "casework.signal_decision.signal_id"],
    ),
    Index("ix_list_entry_signal_entry", "draft_id", "entry_number"),
    schema="casework",
    comment="Which signals a place on the list stands for.",
)
