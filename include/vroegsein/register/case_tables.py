"""Tables of the casework: who is known, what was done, what came of it."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from vroegsein.parties.case_codes import (
    CaseState,
    ContactKind,
    ExclusionKind,
    FeedbackCode,
    HandoverState,
    Measure,
    OfficeFileKind,
    PartOfDay,
    Result,
)
from vroegsein.register.columns import (
    METADATA,
    check,
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


def _person() -> list[Column[str]]:
    """Return the columns that tell who somebody is (personal)."""
    names = {
        "initials": "Initials",
        "first_names": "First names",
        "surname_prefix": "Prefix of the surname",
        "surname": "Surname",
        "birth_date": "Birth date, yyyy-mm-dd or partly unknown",
        "street": "Street",
        "house_number": "House number",
        "house_letter": "House letter",
        "house_addition": "House number addition",
        "postcode": "Postcode, 1234AB",
        "place": "Place",
    }
    return [
        text(name, f"{comment} (personal)", null=True)
        for name, comment in names.items()
    ]


def _case_id() -> Column[str]:
    """Return the column that names the case a row is of."""
    return Column(
        "case_id",
        ForeignKey("casework.case.case_id"),
        nullable=False,
        comment="Case",
    )


def _office_file_id() -> Column[str]:
    """Return the column that names the file a row came in with."""
    return Column(
        "office_file_id",
        ForeignKey("casework.office_file.office_file_id"),
        nullable=False,
        comment="File of the municipality it came in with",
    )


office_file = Table(
    "office_file",
    METADATA,
    text("office_file_id", "Our id, made from kind and digest", primary_key=True),
    municipality(),
    text("kind", "What it holds: outcomes, exclusions, residents or requests"),
    digest("digest", "the file as it came"),
    text("state", "accepted or refused"),
    count("line_count", "Rows"),
    count("accepted_count", "Rows taken"),
    count("rejected_count", "Rows with a finding that were not taken"),
    Column("received_on", Date, nullable=False, comment="Dutch day of receipt"),
    recorded_at(),
    text("name", "Agreed name it came under: kind, month or day", null=True),
    one_of("kind", *OfficeFileKind),
    one_of("state", "accepted", "refused"),
    is_digest("digest"),
    check("rows_add_up", "line_count = accepted_count + rejected_count"),
    schema="casework",
    comment="One file of the municipality itself: outcomes, exclusions, residents.",
)

exclusion = Table(
    "exclusion",
    METADATA,
    text("exclusion_id", "Our id, made from file and row", primary_key=True),
    municipality(),
    _office_file_id(),
    text("kind", "shv (known at debt help), uitsluiting (safety list), bezwaar"),
    text("reason", "Internal reason of an uitsluiting, never exported", null=True),
    *_person(),
    Column("from_date", Date, nullable=False, comment="First day it holds"),
    Column("until_date", Date, comment="Last day it holds; empty: until removed"),
    recorded_at(),
    one_of("kind", *ExclusionKind),
    Index("ix_exclusion_file", "municipality_code", "office_file_id"),
    schema="casework",
    comment=(
        "One person who is not to be approached. The newest accepted file of a kind"
        " replaces the older ones."
    ),
)

resident = Table(
    "resident",
    METADATA,
    text("office_file_id", "Extract the row came in with", primary_key=True),
    text("resident_id", "Id of the resident in the extract", primary_key=True),
    municipality(),
    *_person(),
    text("partner_surname_prefix", "Prefix of the partner's (personal)", null=True),
    text("partner_surname", "Surname of the partner (personal)", null=True),
    text("deceased", "true or false"),
    text("moved_out", "true when registered elsewhere"),
    text("address_secret", "true: geheimhouding"),
    recorded_at(),
    schema="casework",
    comment="BRP extract; the newest accepted file is the one that counts.",
)

case = Table(
    "case",
    METADATA,
    text("case_id", "Our id: melding, vroegsignaalzaak (DDAS)", primary_key=True),
    municipality(),
    Column("opened_month", Text, nullable=False, comment="Month it began, yyyy-mm"),
    text("state", "Present state"),
    Column("merged_into", ForeignKey("casework.case.case_id"), comment="Merged case"),
    recorded_at(),
    one_of("state", *CaseState),
    check("merged_has_target", "(state = 'merged') = (merged_into IS NOT NULL)"),
    Index("ix_case_merged_into", "merged_into"),
    schema="casework",
    comment="One case: a person with signals that were picked up.",
)

case_signal = Table(
    "case_signal",
    METADATA,
    text("signal_id", "Signal; of one case only", primary_key=True),
    _case_id(),
    month(),
    Column("picked_up_on", Date, nullable=False, comment="Day of publication"),
    text("publication_id", "Publication that brought it in"),
    recorded_at(),
    Index("ix_case_signal_case_id", "case_id"),
    schema="casework",
    comment="Which signals a case is made of.",
)

case_step = Table(
    "case_step",
    METADATA,
    Column(
        "case_id",
        ForeignKey("casework.case.case_id"),
        primary_key=True,
        comment="Case",
    ),
    Column(
        "step_number",
        Integer,
        primary_key=True,
        autoincrement=False,
        comment="Place in the case's history, from 1",
    ),
    text("from_state", "State before; empty when it was opened", null=True),
    text("to_state", "State after"),
    Column("step_date", Date, nullable=False, comment="Dutch day"),
    text("cause_id", "Publication, file row or command that caused it"),
    recorded_at(),
    one_of("to_state", *CaseState),
    schema="casework",
    comment="History of a case's states; rows are only added.",
)

contact_attempt = Table(
    "contact_attempt",
    METADATA,
    text("attempt_id", "Our id, made from case, day, kind and part", primary_key=True),
    _case_id(),
    _office_file_id(),
    text("kind", "DDAS EnumContactsoort"),
    Column("reached", Boolean, nullable=False, comment="Whether somebody was spoken"),
    Column("attempt_date", Date, nullable=False, comment="Day"),
    text("part_of_day", "DDAS EnumDagdeel", null=True),
    recorded_at(),
    one_of("kind", *ContactKind),
    one_of("part_of_day", *PartOfDay),
    Index("ix_contact_attempt_case_id", "case_id"),
    schema="casework",
    comment="One attempt to reach somebody.",
)

outcome = Table(
    "outcome",
    METADATA,
    text("outcome_id", "Our id, made from case, day and result", primary_key=True),
    _case_id(),
    _office_file_id(),
    text("result", "DDAS EnumEindresultaat, exact label"),
    Column("result_date", Date, nullable=False, comment="Day"),
    recorded_at(),
    one_of("result", *(result.value.replace("'", "''") for result in Result)),
    Index("ix_outcome_case_id", "case_id"),
    schema="casework",
    comment="What came of a case; the newest row of a case holds.",
)

measure_used = Table(
    "measure_used",
    METADATA,
    Column(
        "outcome_id",
        ForeignKey("casework.outcome.outcome_id"),
        primary_key=True,
        comment="Outcome",
    ),
    text("measure", "M01 to M14", primary_key=True),
    one_of("measure", *Measure),
    schema="casework",
    comment="Measures that were agreed with somebody.",
)

feedback = Table(
    "feedback",
    METADATA,
    text("feedback_id", "Our id, made from signal and day", primary_key=True),
    municipality(),
    month(),
    text("partner_code", "Partner that is told"),
    text("signal_id", "Signal it is about"),
    text("source_record_id", "The partner's own id of the record"),
    text("code", "TK00 to TK49"),
    Column("feedback_date", Date, nullable=False, comment="Day of the news"),
    Column("pause_from", Date, comment="First day collection is suspended"),
    Column("pause_until", Date, comment="Last day collection is suspended"),
    recorded_at(),
    one_of("code", *FeedbackCode),
    UniqueConstraint("signal_id", "feedback_date"),
    schema="casework",
    comment="What a partner is told of one signal; codes and days only (Bgs art. 17).",
)

feedback_file = Table(
    "feedback_file",
    METADATA,
    text("municipality_code", "CBS code, e.g. 1940", primary_key=True),
    text("partner_code", "Partner", primary_key=True),
    Column("feedback_date", Date, primary_key=True, comment="Day of the news"),
    text("name", "File name in the partner's outbox"),
    digest("digest", "the file"),
    count("row_count", "Rows"),
    flag("is_sent", "Whether it was put in the partner's outbox"),
    recorded_at(),
    schema="casework",
    comment="One feedback file: per partner and day of news.",
)

handover = Table(
    "handover",
    METADATA,
    text("handover_id", "Our id, made from signal", primary_key=True),
    municipality(),
    text("signal_id", "Signal of somebody who lives elsewhere"),
    text("to_municipality", "Where they live, if known", null=True),
    text("state", "open, sent or confirmed"),
    Column("opened_on", Date, nullable=False, comment="Day it was found"),
    Column("sent_on", Date, comment="Day the form went out"),
    Column("confirmed_on", Date, comment="Day the other municipality confirmed"),
    recorded_at(),
    one_of("state", *HandoverState),
    UniqueConstraint("signal_id"),
    schema="casework",
    comment="Hand-over of a signal to the municipality where somebody lives.",
)
