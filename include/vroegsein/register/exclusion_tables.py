"""Tables of who is not to be approached, as a matching run found them."""

from sqlalchemy import Column, ForeignKey, Index, Table

from vroegsein.parties.case_codes import OfficeFileKind
from vroegsein.register.columns import METADATA, digest, one_of, recorded_at, text


def _run_id() -> Column[str]:
    """Return the key every row of a matching run begins with."""
    return Column(
        "run_id",
        ForeignKey("matching.run.run_id"),
        primary_key=True,
        comment="Matching run",
    )


run_source = Table(
    "run_source",
    METADATA,
    _run_id(),
    Column(
        "office_file_id",
        ForeignKey("casework.office_file.office_file_id"),
        primary_key=True,
        comment="File of the municipality the run leaned on",
    ),
    text("kind", "exclusions or residents"),
    digest("digest", "the file as it came"),
    recorded_at(),
    one_of("kind", OfficeFileKind.EXCLUSIONS, OfficeFileKind.RESIDENTS),
    schema="matching",
    comment="Which extract and which exclusion lists a matching run leaned on.",
)

exclusion_match = Table(
    "exclusion_match",
    METADATA,
    _run_id(),
    text("signal_id", "Signal", primary_key=True),
    text("exclusion_id", "Row of an exclusion list", primary_key=True),
    text("confidence", "certain or probable"),
    recorded_at(),
    one_of("confidence", "certain", "probable"),
    Index("ix_exclusion_match_exclusion_id", "exclusion_id"),
    schema="matching",
    comment="Which signals are of somebody on an exclusion list.",
)
