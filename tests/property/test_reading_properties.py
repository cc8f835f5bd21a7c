"""Whatever happens to a file: lines and cents are conserved, nothing else is raised.

`VROEGSEIN_MUTATIONS=20000` makes the run long. The seed stands in the failure.
"""

import hashlib
import os
import random
import tempfile
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.deliveries import HEADER, file_of, passport, record, text_of
from support.formats import (
    fixed_lines,
    json_lines,
    partner_of,
    shared_workbook,
)
from support.judging import Outcome, decoded
from support.mutations import counted, mutated
from support.plain_reading import read_line

from vroegsein.intake.findings import Code, Finding
from vroegsein.intake.reading.cells import CellReader
from vroegsein.intake.reading.fields import columns_of
from vroegsein.intake.reading.work_files import Repeated
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS

MUTATIONS = int(os.environ.get("VROEGSEIN_MUTATIONS", "1000"))
MARKER = "Merkteken"
ROWS = [
    record(
        n,
        geslachtsnaam=MARKER,
        straatnaam=f'"Aan de" {MARKER}; west' if n % 3 else "Kade",
        woonplaats="Zoë",
        bedrag_achterstand=f"{n * 7}.{n:02d}",
    )
    for n in range(1, 13)
]
CSV = text_of(ROWS).encode()
OTHERS = {
    "fixed": fixed_lines(ROWS).encode(),
    "jsonl": json_lines(ROWS).encode(),
    "xlsx": shared_workbook(ROWS),
}


def read(content: bytes, folder: Path, partner: Passport) -> Outcome:
    """Read bytes without totals to compare with, so that all lines are reached."""
    delivery = {"due_day": 5, "file_name": "a.txt", "completeness": "stable"}
    stable = Passport.model_validate(
        partner.model_dump(mode="json") | {"delivery": delivery}, strict=False
    )
    return decoded(file_of(content, 0), folder, stable)


def check(outcome: Outcome, folder: Path) -> None:
    """Each line is there once, as a row or as a line with a reason."""
    assert MARKER not in repr(outcome.step)
    assert outcome.refused is None or outcome.refused in set(Code)
    if outcome.refused is not None:
        assert not (folder / "rows").exists()
        return
    table = pq.read_table(folder / "rows", columns=["line_number", "arrears_cents"])
    numbers = table.column("line_number").to_pylist()
    without_row = {
        finding.line
        for finding in outcome.step.findings
        if finding.line and finding.column is None and finding.level == "line"
    }
    assert sorted([*numbers, *without_row]) == list(outcome.step.lines)
    cents = [value for value in table.column("arrears_cents").to_pylist() if value]
    assert sum(cents) == outcome.cents


@pytest.mark.timeout(4000)
def test_a_mutated_csv_keeps_every_line_and_cent(tmp_path: Path):
    compared = 0
    for seed in range(MUTATIONS):
        content = mutated(CSV, random.Random(seed))
        folder = tmp_path / "one"
        try:
            outcome = read(content, folder, passport())
            check(outcome, folder)
            if outcome.refused is None:
                oracle = counted(content)
                assert oracle is not None
                assert (outcome.step.line_count, outcome.cents) == (
                    oracle.lines,
                    oracle.cents,
                )
                compared += 1
        except Exception as error:
            pytest.fail(f"seed {seed}: {type(error).__name__}: {error}")
        (folder / "rows").unlink(missing_ok=True)
    assert compared > MUTATIONS // 4


@pytest.mark.parametrize(
    ("name", "count"), [("fixed", 100), ("jsonl", 100), ("xlsx", 60)]
)
def test_another_format_that_was_mutated_keeps_its_lines(
    tmp_path: Path, name: str, count: int
):
    for seed in range(count * MUTATIONS // 1000):
        content = mutated(OTHERS[name], random.Random(seed))
        try:
            outcome = read(content, tmp_path / "one", partner_of(name))
            check(outcome, tmp_path / "one")
        except Exception as error:
            pytest.fail(f"seed {seed}: {type(error).__name__}: {error}")
        (tmp_path / "one" / "rows").unlink(missing_ok=True)


def test_the_oracle_counts_the_sound_file():
    found = counted(CSV)
    assert found is not None
    assert (found.lines, found.cents) == (12, sum(n * 700 + n for n in range(1, 13)))


CELL = st.one_of(
    st.text(max_size=12),
    st.decimals(-(10**6), 10**6, places=2).map(str),
    st.text(st.sampled_from("0123456789.,-+ €\u00a0\u200b"), max_size=14),
    st.sampled_from(
        ["", "N", "J", "REGULIER", "2026-10-01", "0000-00-00", "123.45", "06-12345678",
         " 8501 ab ", "a@example.org", "x" * 300, "ZoÃ«", "\ufeff", "12"]
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(FIELDS) - 1),
    st.lists(CELL, min_size=1, max_size=12),
    st.booleans(),
)
def test_a_column_is_read_as_its_cells_are(place: int, cells: list[str], again: bool):
    """What is kept from an earlier cell or block changes nothing."""
    column = columns_of(passport(), {name: n for n, name in enumerate(HEADER)})[place]
    reader = CellReader(column)
    if again:
        reader.read(list(reversed(cells)), range(len(cells)), [])
    found: list[Finding] = []
    values = reader.read(cells, range(2, len(cells) + 2), found)
    expected, said = [], []
    for number, cell in enumerate(cells, start=2):
        (value,), findings = read_line((column,), [cell] * len(HEADER), number)
        expected.append(value)
        said += findings
    assert list(values) == expected
    assert isinstance(values, Repeated) is (len(set(cells)) == 1)
    beyond = {Code.TXT_CTRL, Code.TXT_MOJIBAKE}
    assert [item for item in found if item.code not in beyond] == said


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=2, unique=True))
def test_sound_amounts_are_read_together_as_one_by_one(amounts: list[Decimal]):
    place = list(FIELDS).index("arrears_cents")
    column = columns_of(passport(), {name: n for n, name in enumerate(HEADER)})[place]
    values = CellReader(column).read(list(map(str, amounts)), range(len(amounts)), [])
    assert list(values) == [int(amount * 100) for amount in amounts]


def test_two_amounts_in_one_cell_are_none():
    place = list(FIELDS).index("arrears_cents")
    column = columns_of(passport(), {name: n for n, name in enumerate(HEADER)})[place]
    found: list[Finding] = []
    values = CellReader(column).read(["1.00;2.00", "3.00"], range(2, 4), found)
    assert (list(values), [item.line for item in found]) == ([None, 300], [2])


def test_reading_twice_gives_the_same_bytes():
    digests = set()
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            read(CSV, Path(folder), passport())
            digests.add(hashlib.sha256((Path(folder) / "rows").read_bytes()).digest())
    assert len(digests) == 1
