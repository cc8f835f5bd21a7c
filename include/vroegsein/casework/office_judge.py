"""What becomes of a file of the municipality: which rows are taken, or why none.

Every row is accounted for: taken, or left out with a finding. A list that replaces the
one before is taken whole or not at all.
"""

from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Connection, select

from vroegsein.casework.exclusion_lists import judge_exclusions, write_exclusions
from vroegsein.casework.office_file import OfficeFile
from vroegsein.casework.office_findings import OfficeCode
from vroegsein.casework.office_names import agreed_name
from vroegsein.casework.outcome_judge import Bounds, judge_outcomes
from vroegsein.casework.outcomes import (
    Source,
    has_list,
    known_cases,
    write_outcomes,
)
from vroegsein.casework.residents import judge_residents, write_residents
from vroegsein.intake.findings import Finding, Level, file_finding
from vroegsein.parties.case_codes import ExclusionKind, OfficeFileKind
from vroegsein.parties.municipality import load_policy
from vroegsein.register.case_tables import office_file
from vroegsein.settings import settings

#: Which part of the rows may be left out before the whole file is refused.
MOST_LEFT_OUT = {
    OfficeFileKind.OUTCOMES: 1.0,  # each row stands on its own
    OfficeFileKind.EXCLUSIONS: 0.0,
    OfficeFileKind.RESIDENTS: 0.05,
}


@dataclass
class Judged:
    """What was found in a file.

    Attributes:
        line_count: Rows with any value.
        taken: Rows that were taken.
        findings: All findings.
    """

    line_count: int = 0
    taken: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it is taken."""
        return any(finding.level is Level.FILE for finding in self.findings)

    @property
    def left_out(self) -> int:
        """Rows that were not taken."""
        return self.line_count - self.taken

    def refuse(self, code: str, column: str | None = None) -> None:
        """Take nothing of the file."""
        self.findings.append(file_finding(code, column))
        self.taken = 0


def judge_rows(
    connection: Connection, file: OfficeFile, table: pd.DataFrame, judged: Judged
) -> pd.DataFrame:
    """Judge the rows that could be read; return those that are taken.

    Args:
        connection: The transaction the rows will be written in.
        file: Where they come from.
        table: Texts by agreed column, by row number.
        judged: With the findings of rows that could not be read; completed here.
    """
    judged.line_count = len(table) + len(judged.findings)
    if judged.line_count == 0:
        judged.refuse(OfficeCode.OFF_EMPTY)
        return table
    if _is_outdated(connection, file):
        judged.refuse(OfficeCode.OFF_OLDER)
        return table
    if len(table):
        judged.findings += _found(connection, file, table, judged)
    bad = {finding.line for finding in judged.findings}
    kept = table.loc[[number for number in table.index if number not in bad]]
    judged.taken = 0 if judged.is_refused else len(kept)
    if judged.left_out > MOST_LEFT_OUT[file.named.kind] * judged.line_count:
        judged.refuse(OfficeCode.OFF_ROWS)
    return kept


def _is_outdated(connection: Connection, file: OfficeFile) -> bool:
    """Tell whether a list of a later day holds; two that came at once keep their order.

    The day in the name counts, whichever of them is taken first.
    """
    query = select(office_file.c.name).where(
        office_file.c.municipality_code == file.municipality,
        office_file.c.kind == file.named.kind,
        office_file.c.state == "accepted",
        office_file.c.name.is_not(None),
    )
    others = [agreed_name(str(name)) for name in connection.execute(query).scalars()]
    return any(
        other.about == file.named.about and other.day > file.named.day
        for other in others
    )


def _found(
    connection: Connection, file: OfficeFile, table: pd.DataFrame, judged: Judged
) -> list[Finding]:
    """Return what the suite of this kind of file finds."""
    named = file.named
    if named.kind is OfficeFileKind.EXCLUSIONS:
        return judge_exclusions(table, ExclusionKind(named.about))
    if named.kind is OfficeFileKind.RESIDENTS:
        return judge_residents(table)
    if not has_list(connection, file.municipality, named.about):
        judged.refuse(OfficeCode.OFF_MONTH)
        return []
    cases = known_cases(connection, file.municipality, named.about)
    policy = load_policy(settings().municipalities, file.municipality)
    return judge_outcomes(table, cases, Bounds(file.day, policy.follow_up))


def write_rows(
    connection: Connection, file: OfficeFile, kept: pd.DataFrame, office_file_id: str
) -> None:
    """Write the rows that are taken."""
    named, municipality = file.named, file.municipality
    if named.kind is OfficeFileKind.EXCLUSIONS:
        kind = ExclusionKind(named.about)
        write_exclusions(connection, kept, kind, municipality, office_file_id)
    elif named.kind is OfficeFileKind.RESIDENTS:
        write_residents(connection, kept, municipality, office_file_id)
    else:
        cases = known_cases(connection, municipality, named.about)
        source = Source(office_file_id, municipality, file.day)
        write_outcomes(connection, kept, cases, source)
