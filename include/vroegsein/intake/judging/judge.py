"""One verdict per line, from all that was found on it.

What decoding could not read is not reported a second time as absent. A file with more
rejected lines than agreed is refused as a whole: then the partner's export is wrong,
and not a line.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from vroegsein.errors import InvariantError
from vroegsein.intake.answering.receipts import findings_table
from vroegsein.intake.findings import Code, Finding, Level, Verdict, file_finding
from vroegsein.intake.findings import line_verdict as verdict_of
from vroegsein.intake.judging.checks import Circumstances, with_checks
from vroegsein.intake.judging.cross_rows import cross_row_checks
from vroegsein.intake.judging.validate import validate_table, validate_tables
from vroegsein.intake.reading.fields import headers_of
from vroegsein.intake.reading.work_files import Step
from vroegsein.parties.history import too_many_foreign
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.municipality import Policy
from vroegsein.parties.partner import Passport
from vroegsein.settings import settings

SUITE = "arrears_record"
LINES_AT_ONCE = 100_000  # that go through the suite together, so that memory stays flat


@dataclass(frozen=True)
class Case:
    """A decoded delivery that waits for judgement.

    Attributes:
        rows: File of its canonical rows.
        step: What decoding found.
        passport: The partner's passport.
        policy: The municipality's policy.
        received_on: Dutch day of receipt.
    """

    rows: Path
    step: Step
    passport: Passport
    policy: Policy
    received_on: date


def judge_cases(cases: Sequence[Case]) -> list[Step]:
    """Return all findings per delivery: those of decoding and those of the suite.

    Raises:
        InvariantError: The findings could not be shown to a partner.
    """
    checked: list[list[Finding]] = [[] for _ in cases]
    for places, tables in _together(cases):
        for place, found in zip(places, validate_tables(tables, SUITE), strict=True):
            checked[place] += found
    judged = [
        case.step.findings
        + _not_yet_explained(found, case.step.findings, case.passport)
        for case, found in zip(cases, checked, strict=True)
    ]
    kinds = {(item.code, item.level, item.column): item for item in chain(*judged)}
    if validate_table(findings_table(list(kinds.values())), "partner_findings"):
        msg = "The findings for a partner do not fit their own suite."
        raise InvariantError(msg)
    return [
        replace(case.step, findings=found)
        for case, found in zip(cases, judged, strict=True)
    ]


def _together(
    cases: Sequence[Case],
) -> Iterator[tuple[list[int], list[pd.DataFrame]]]:
    """Yield tables that fit in memory together, each with the place of its case."""
    places: list[int] = []
    tables: list[pd.DataFrame] = []
    for place, case in enumerate(cases):
        for table in _tables(case):
            if tables and sum(map(len, tables)) + len(table) > LINES_AT_ONCE:
                yield places, tables
                places, tables = [], []
            places.append(place)
            tables.append(table)
    if tables:
        yield places, tables


def _tables(case: Case) -> Iterator[pd.DataFrame]:
    """Yield a delivery's rows with what the suite needs to know of each, in parts."""
    bases = load_legal_bases(settings().legal_bases)
    around = Circumstances(
        case.passport.sector,
        case.policy.postcodes,
        case.received_on,
        bases.terms(case.policy.code, case.passport.sector),
        case.passport.conditions,
    )
    across = cross_row_checks(case.rows, LINES_AT_ONCE)
    with pq.ParquetFile(case.rows) as file:
        for batch in file.iter_batches(LINES_AT_ONCE):
            yield with_checks(batch.to_pandas(), around, across)


def _not_yet_explained(
    checked: list[Finding], earlier: list[Finding], passport: Passport
) -> list[Finding]:
    """Name the partner's columns, and drop what decoding has already said.

    Only what decoding could not read is explained by it. A warning, as of a sign that
    does not show, explains nothing: the value was read, and is judged as any other.
    """
    headers = headers_of(passport)
    said = {
        (finding.line, finding.column)
        for finding in earlier
        if finding.level is Level.LINE
    }
    named = (
        Finding(
            finding.code,
            finding.level,
            finding.line,
            headers.get(finding.column or "", finding.column),
        )
        for finding in checked
    )
    return [item for item in named if (item.line, item.column) not in said]


def verdict_by_line(step: Step) -> dict[int, Verdict]:
    """Return the verdict of each physical line that holds a record."""
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in step.findings:
        if finding.line is not None and finding.level is Level.LINE:
            found[finding.line].append(finding)
    return {
        line: verdict_of(found[line]) if line in found else Verdict.ACCEPTED
        for line in step.lines
    }


def refusal(step: Step, passport: Passport) -> Finding | None:
    """Return why a file with so many rejected or foreign lines is refused, if it is."""
    foreign = {
        finding.line
        for finding in step.findings
        if finding.code == Code.VAL_NOT_RESIDENT
    }
    if too_many_foreign(len(foreign), step.line_count, passport.expected):
        return file_finding(Code.DEL_FOREIGN)
    rejected = counted(verdict_by_line(step).values())[Verdict.REJECTED]
    if rejected == 0:
        return None
    if rejected == step.line_count:
        return file_finding(Code.TXT_ALL_REJECTED)
    if rejected * 100 > passport.expected.max_rejected_percent * step.line_count:
        return file_finding(Code.DEL_TOO_MANY_REJECTED)
    return None


def counted(verdicts: Iterable[Verdict]) -> dict[Verdict, int]:
    """Return how many lines got each verdict; all verdicts are there."""
    counts = Counter(verdicts)
    return {verdict: counts[verdict] for verdict in Verdict}
