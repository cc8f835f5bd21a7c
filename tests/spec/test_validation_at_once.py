"""Several tables go through a suite at once, with the same findings as one by one."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from vroegsein.intake.judging.validate import validate_table, validate_tables

SUITE = "partner_findings"
COLUMNS = ["regel", "kolom", "code", "niveau", "bevinding", "wat te doen"]
SOUND = [
    "2",
    "Postcode",
    "VAL_POSTCODE",
    "regel",
    "De postcode is ongeldig.",
    "Corrigeer.",
]
cell = st.sampled_from(["", "2", "Postcode", "VAL_POSTCODE", "regel", "onzin"])
row = st.one_of(st.just(SOUND), st.lists(cell, min_size=6, max_size=6))
table = st.lists(row, max_size=4)


def frame(rows: list[list[str]], first: int = 2) -> pd.DataFrame:
    """Return rows as the suite takes them, numbered as lines of a file."""
    return pd.DataFrame(rows, columns=COLUMNS, index=range(first, first + len(rows)))


@settings(max_examples=8, deadline=None)
@given(st.lists(table, max_size=4))
def test_at_once_and_one_by_one_find_the_same(tables: list[list[list[str]]]):
    frames = [frame(rows) for rows in tables]
    apart = [validate_table(rows, SUITE) if len(rows) else [] for rows in frames]
    assert validate_tables(frames, SUITE) == apart


def test_a_finding_keeps_the_line_of_its_own_file():
    wrong = frame([SOUND, ["2", "Postcode", "ONZIN", "regel", "x", "x"]], first=40)
    first, second, third = validate_tables([frame([SOUND]), wrong, frame([])], SUITE)
    assert first == third == []
    assert {finding.line for finding in second} == {41}
