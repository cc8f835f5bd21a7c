"""What every format is brought to first: numbered records of text fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from vroegsein.intake.findings import Finding


@dataclass(slots=True)
class Records:
    """Some records, in the order of the file; one per physical line.

    Attributes:
        first: Line number of the first.
        rows: The fields of each.
        codes: Place in `rows` -> why it is no record, as a finding code.
        findings: What was found in single cells.
        is_last: Whether the file ends here.
        ends_open: Whether its last line has no line end.
    """

    first: int
    rows: list[list[str]]
    codes: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    is_last: bool = False
    ends_open: bool = False


@dataclass(frozen=True)
class Table:
    """A partner's file, opened.

    Attributes:
        names: Names of the columns, in the order of the fields.
        first_line: Line number of the first record.
        records: The records; they can be read once.
        notes: What was found in the file as a whole; complete after the last record.
    """

    names: list[str]
    first_line: int
    records: Iterator[Records]
    notes: list[Finding]
