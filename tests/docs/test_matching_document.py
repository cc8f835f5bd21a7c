"""What `docs/matching.md` says of rules, levels, weights and columns is what runs."""

import re

import pytest
from support.documents import ROOT

from vroegsein.matching import levels
from vroegsein.matching.engine import SQL_FOLDER
from vroegsein.matching.snapshot import (
    RESIDENT_COLUMNS,
    SIGNAL_COLUMNS,
    VERDICT_COLUMNS,
)

DOCUMENT = (ROOT / "docs" / "matching.md").read_text("utf-8")
LEVEL_BY_COLUMN = {
    "birth_date_level": levels.BirthDate,
    "surname_level": levels.Surname,
    "name_level": levels.Name,
    "address_level": levels.Address,
    "phone_level": levels.Contact,
    "email_level": levels.Contact,
}


def rows_of(column: str) -> tuple[list[str], list[int]]:
    """The documented words and weights of a level."""
    lines = DOCUMENT.splitlines()
    (place,) = (n for n, line in enumerate(lines) if line.startswith("|")
                and f"`{column}`" in line.split("|")[1])  # fmt: skip
    words, weights = (
        [cell.strip() for cell in line.split("|")[2:] if cell.strip()]
        for line in lines[place : place + 2]
    )
    return words, [int(weight) for weight in weights]


@pytest.mark.parametrize("column", LEVEL_BY_COLUMN)
def test_every_level_has_its_word_and_weight(column: str) -> None:
    words, weights = rows_of(column)
    members = list(LEVEL_BY_COLUMN[column])
    assert words == [member.name.lower().replace("_", " ") for member in members]
    query = (SQL_FOLDER / "35_weighed_pair.sql").read_text("utf-8")
    case = re.search(rf"CASE \w+\.{column}\s(.*?)\sEND", query, re.DOTALL)
    found = re.findall(r"WHEN (\d) THEN (-?\d+)", case[1])
    assert dict(enumerate(weights)) == {0: 0} | {int(a): int(b) for a, b in found}


def test_every_rule_is_documented_and_the_reverse() -> None:
    query = (SQL_FOLDER / "40_pair_rule.sql").read_text("utf-8")
    rules = set(re.findall(r"(?:THEN|ELSE) '(\w+)'", query)) - {"none"}
    table = DOCUMENT[DOCUMENT.index("## Rules") : DOCUMENT.index("## Reading")]
    first_cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(first_cells))) == rules


@pytest.mark.parametrize(
    "columns", [SIGNAL_COLUMNS, RESIDENT_COLUMNS[-5:], VERDICT_COLUMNS]
)
def test_every_column_of_the_contract_is_documented(columns: tuple[str, ...]) -> None:
    assert [name for name in columns if f"`{name}`" not in DOCUMENT] == []
