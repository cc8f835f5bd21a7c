"""Repeats and contradictions are seen across the whole file, however it is read."""

from pathlib import Path

import pandas as pd
import pytest
from support.deliveries import landlord_file, record
from support.judging import judged

from vroegsein.errors import InvariantError
from vroegsein.intake.judging import judge, validate
from vroegsein.intake.judging.cross_rows import cross_row_checks
from vroegsein.intake.reading.work_files import row_file
from vroegsein.parties.record import FIELDS

NAMES = list(FIELDS)
WIDTH = len(NAMES)


def row(line: int, record_id: str | None, cents: int | None = 100) -> tuple:
    """One canonical row: an id, an amount, and nothing else."""
    values = dict.fromkeys(NAMES)
    values |= {"source_record_id": record_id, "arrears_cents": cents}
    return (line, *values.values())


def checks(folder: Path, rows: list[tuple], batch: int) -> dict[int, tuple[bool, bool]]:
    """Whether each line is no repeat, and no conflict."""
    path = folder / f"{batch}.parquet"
    with row_file(path) as writer:
        if rows:
            writer.add_columns(list(zip(*rows, strict=True)))
    found = cross_row_checks(path, batch)
    return {line: tuple(map(bool, values)) for line, *values in found.itertuples()}


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_a_line_is_compared_with_all_lines_before_it(tmp_path: Path, batch: int):
    rows = [row(2, "A"), row(3, "B"), row(4, "A"), row(5, "C", 1), row(6, "C", 2)]
    assert checks(tmp_path, rows, batch) == {
        2: (True, True),
        3: (True, True),
        4: (False, True),
        5: (True, False),
        6: (True, False),
    }


@pytest.mark.parametrize("batch", [1, 2])
def test_a_gap_in_a_column_makes_no_line_another(tmp_path: Path, batch: int):
    """Zonder leeg bedrag is een kolom heel getal, met een leeg bedrag niet."""
    rows = [row(2, "A"), row(3, "A"), row(4, "B", None)]
    assert checks(tmp_path, rows, batch)[3] == (False, True)


def test_lines_without_an_id_repeat_nothing(tmp_path: Path):
    assert checks(tmp_path, [row(2, None), row(3, None)], 2)[3] == (True, True)


def test_a_file_without_rows_has_nothing_to_compare(tmp_path: Path):
    assert checks(tmp_path, [], 2) == {}


def test_a_file_in_parts_is_judged_as_in_one(tmp_path: Path, monkeypatch):
    """Elk deel wordt apart beoordeeld; wat in een ander deel herhaald is, telt mee."""
    rows = [record(1), record(2, postcode="8911AB"), record(1), record(3), record(3)]
    file = landlord_file([*rows, record(2)])
    whole = judged(file, tmp_path / "whole")
    monkeypatch.setattr(judge, "LINES_AT_ONCE", 2)
    parts = judged(file, tmp_path / "parts")
    assert sorted(parts.step.findings, key=lambda item: item.sort_key) == sorted(
        whole.step.findings, key=lambda item: item.sort_key
    )
    assert {"VAL_DUPLICATE", "VAL_CONFLICT"} <= {f.code for f in whole.step.findings}


def test_an_expectation_that_breaks_is_an_error_and_not_a_finding():
    """Een verwachting op een kolom die er niet is, is geen fout van de partner."""
    table = pd.DataFrame({"code": ["x"]}, index=[2])
    broken = [
        {
            "type": "expect_column_values_to_match_regex",
            "kwargs": {"column": "absent", "regex": "x"},
            "meta": {},
        }
    ]
    with pytest.raises(InvariantError, match="could not be evaluated"):
        validate._run(table, broken, {"result_format": "BOOLEAN_ONLY"})
