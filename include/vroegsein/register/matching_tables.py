"""Tables of the matching: who is who, and why."""

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from vroegsein.register.columns import (
    METADATA,
    count,
    digest,
    month,
    municipality,
    one_of,
    recorded_at,
    text,
)

ADDRESS_KINDS = ("enkelvoudig", "meervoudig", "opeenvolgend")


def _run_id() -> Column[str]:
    """Return the key every row of a matching run begins with."""
    return Column(
        "run_id",
        ForeignKey("matching.run.run_id"),
        primary_key=True,
        comment="Matching run",
    )


run = Table(
    "run",
    METADATA,
    text("run_id", "Our id, made from the digests of input and SQL", primary_key=True),
    municipality(),
    month(),
    digest("snapshot_digest", "the snapshot that was matched"),
    digest("sql_digest", "the SQL files that matched it"),
    digest("membership_digest", "the membership table"),
    digest("evidence_digest", "the evidence table"),
    text("engine", "Engine and version"),
    Column(
        "counts", JSONB, nullable=False, comment="Numbers of the summary, no values"
    ),
    recorded_at(),
    schema="matching",
    comment="One run of the matcher over one snapshot.",
)

membership = Table(
    "membership",
    METADATA,
    _run_id(),
    text("signal_id", "Signal", primary_key=True),
    text("person_id", "Person the signal belongs to"),
    text("household_id", "Household of that person"),
    text("resident_id", "Resident of the BRP extract", null=True),
    text("confidence", "certain, probable or alone"),
    text("address_key", "Address in comparable form (personal)", null=True),
    one_of("confidence", "certain", "probable", "alone"),
    schema="matching",
    comment="Which person, household and address a signal belongs to.",
)

evidence = Table(
    "evidence",
    METADATA,
    _run_id(),
    text("left_id", "First signal of the pair", primary_key=True),
    text("right_id", "Second signal, or resident", primary_key=True),
    text("kind", "signal or resident"),
    text("outcome", "linked, possible, guarded or verdict"),
    count("birth_date_level", "How the birth dates compare"),
    count("surname_level", "How the surnames compare"),
    count("name_level", "How first names or initials compare"),
    count("address_level", "How the addresses compare"),
    count("phone_level", "How the phones compare"),
    count("email_level", "How the e-mail addresses compare"),
    count("weight", "Weight of the pair, milli log-odds"),
    Column("reason", Text, nullable=False, comment="Why, in one Dutch sentence"),
    one_of("outcome", "linked", "possible", "guarded", "verdict"),
    schema="matching",
    comment="Why a pair was linked, is possible, or was kept apart.",
)

address_case = Table(
    "address_case",
    METADATA,
    _run_id(),
    text("address_key", "Address in comparable form (personal)", primary_key=True),
    Column("month", Text, primary_key=True, comment="Month of receipt, yyyy-mm"),
    text("kind", "enkelvoudig, meervoudig or opeenvolgend (Divosa)"),
    count("signal_count", "Signals on the address in the month"),
    count("partner_count", "Partners among them"),
    Column(
        "is_many_occupant",
        Boolean,
        nullable=False,
        comment="More than four persons in twelve months",
    ),
    one_of("kind", *ADDRESS_KINDS),
    schema="matching",
    comment="A melding by the national definition: one address in one month.",
)
