"""What `docs/matching.md` says of rules, levels, weights and columns is what runs."""

import re

import pytest
from support.documents import ROOT

from vroegsein.matching import chance, weights
from vroegsein.matching.engine import numbered_files
from vroegsein.matching.levels import COMPARISONS
from vroegsein.matching.snapshot import (
    RESIDENT_COLUMNS,
    SIGNAL_COLUMNS,
    VERDICT_COLUMNS,
)

DOCUMENT = (ROOT / "docs" / "matching.md").read_text("utf-8")


def rows_of(column: str) -> list[list[str]]:
    """The documented words of a level and its national shares."""
    lines = DOCUMENT.splitlines()
    (place,) = (n for n, line in enumerate(lines) if line.startswith(f"| `{column}`"))
    return [
        [cell.strip() for cell in line.split("|")[2:] if cell.strip()]
        for line in lines[place : place + 3]
    ]


@pytest.mark.parametrize("column", COMPARISONS)
def test_every_level_has_its_word_and_shares(column: str) -> None:
    words, person, household = rows_of(column)
    names = [member.name.lower().replace("_", " ") for member in COMPARISONS[column]]
    assert words == names
    assert [float(share) for share in person] == list(weights.PERSON[column])
    assert [float(share) for share in household] == list(weights.HOUSEHOLD[column])


@pytest.mark.parametrize("column", COMPARISONS)
def test_the_shares_of_a_level_are_shares(column: str) -> None:
    for table in (weights.PERSON, weights.HOUSEHOLD, chance.UNRELATED):
        assert len(table[column]) == len(COMPARISONS[column]) - 1
        assert sum(table[column]) == pytest.approx(1, abs=0.001)


def test_every_sql_file_is_in_a_documented_step() -> None:
    steps = DOCUMENT[DOCUMENT.index("## Steps") : DOCUMENT.index("## Weights")]
    cells = re.findall(r"^\| ([0-9]{2}.*?) \|", steps, re.MULTILINE)
    numbers = set()
    for cell in cells:
        found = [int(number) for number in re.findall("[0-9]{2}", cell)]
        numbers |= set(range(found[0], found[-1] + 1))
    assert {int(path.name[:2]) for path in numbered_files()} <= numbers


@pytest.mark.parametrize(
    "columns", [SIGNAL_COLUMNS, RESIDENT_COLUMNS[-5:], VERDICT_COLUMNS]
)
def test_every_column_of_the_contract_is_documented(columns: tuple[str, ...]) -> None:
    assert [name for name in columns if f"`{name}`" not in DOCUMENT] == []
