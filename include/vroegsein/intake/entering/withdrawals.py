"""A file that withdraws: of each line only the partner's own record id counts."""

from dataclasses import replace

import pyarrow.parquet as pq

from vroegsein.intake.findings import Code, Finding, line_finding
from vroegsein.intake.judging.judge import Case
from vroegsein.intake.reading.fields import headers_of
from vroegsein.intake.reading.work_files import Step

_COLUMNS = ["line_number", "source_record_id"]


def judge_withdrawal(case: Case) -> Step:
    """Return a withdrawal's findings: lines without a record id, and the whole file's.

    What could not be read in other columns of a line is no matter: the record goes.
    """
    column = headers_of(case.passport)["source_record_id"]
    kept = [
        found for found in case.step.findings if _counts(found, column)
    ] + _nameless(case, column)
    return replace(case.step, findings=kept)


def _counts(found: Finding, column: str) -> bool:
    """Tell whether a finding is of the file, of the id, or of a line without fields."""
    return found.line is None or found.column in {None, column}


def _nameless(case: Case, column: str) -> list[Finding]:
    with pq.ParquetFile(case.rows) as file:
        return [
            line_finding(Code.VAL_REQUIRED, line, column)
            for batch in file.iter_batches(columns=_COLUMNS)
            for line, record_id in zip(
                *(part.to_pylist() for part in batch.columns), strict=True
            )
            if record_id is None
        ]
