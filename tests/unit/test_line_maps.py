"""Verdicts and rows by line, without the file in memory."""

from pathlib import Path

import pytest

from vroegsein.intake.entering.line_maps import Rows, Verdicts
from vroegsein.intake.findings import Finding, Level, Verdict, line_finding
from vroegsein.intake.reading.work_files import BATCH, Step, row_file
from vroegsein.parties.record import FIELDS


def test_each_line_has_the_verdict_of_what_was_found_on_it():
    findings = [
        Finding("TXT_BOM", Level.WARNING, 1),
        line_finding("VAL_DUPLICATE", 3),
        line_finding("VAL_REQUIRED", 3),
        line_finding("VAL_PHONE", 4),
        line_finding("VAL_OBJECTION", 5),
    ]
    verdicts = Verdicts.of(Step(5, findings))
    assert dict(verdicts) == {
        2: Verdict.ACCEPTED, 3: Verdict.REJECTED, 4: Verdict.ACCEPTED,
        5: Verdict.OBJECTION, 6: Verdict.ACCEPTED,
    }  # fmt: skip
    verdicts.set(6, Verdict.WITHDRAWAL)
    assert verdicts[6] is Verdict.WITHDRAWAL
    assert len(verdicts) == 5


@pytest.mark.parametrize("line", [0, 1, 4])
def test_a_line_that_is_not_there_has_no_verdict(line: int):
    with pytest.raises(KeyError):
        Verdicts(range(2, 4))[line]


def test_rows_are_found_forwards_backwards_and_not_at_all(tmp_path: Path):
    path, count = tmp_path / "rows", 2 * BATCH + 5
    lines = [line for line in range(2, count) if line % 7]  # some could not be read
    columns = [lines, [f"A-{line}" for line in lines]]
    columns += [[None] * len(lines) for _ in range(len(FIELDS) - 1)]
    with row_file(path) as writer:
        writer.add_columns(columns)
    rows = Rows(path)
    assert len(rows) == len(lines)
    assert list(rows) == lines
    for line in (2, BATCH, 3, count - 1, 2, 2 * BATCH + 1):
        assert (rows[line][0] == f"A-{line}") if line % 7 else (line not in rows)
    assert rows.get(7) is None
    assert rows.get(count + 9) is None
    assert rows[2][0] == "A-2"
