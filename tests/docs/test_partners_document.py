"""The page on partners names every key of the passport, and works as it says."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from vroegsein.intake.reading.address_split import split_address, split_house_number
from vroegsein.intake.reading.name_split import split_person_name
from vroegsein.parties.forbidden import WITHOUT_BSN
from vroegsein.parties.partner import Passport
from vroegsein.settings import PROJECT_ROOT

PAGE = (PROJECT_ROOT / "docs" / "partners.md").read_text("utf-8")
SPLITS = {
    "person_name": split_person_name,
    "house_number": split_house_number,
    "address": split_address,
}


def keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Every key of a passport, with dots."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from keys(kind, f"{before}{name}.")
        else:
            yield f"{before}{name}"


def chapter(name: str) -> list[str]:
    text = PAGE.split(f"## {name}\n")[1].split("\n## ")[0]
    return [row for row in text.splitlines() if row.startswith("| `")]


def test_every_key_of_a_passport_is_explained_and_no_other():
    named = [row.split("`")[1] for row in chapter("Every key")]
    assert named == list(keys(Passport))


@pytest.mark.parametrize("row", chapter("What is taken apart"))
def test_what_the_page_says_of_a_split_is_so(row: str):
    """Both columns of examples, as they stand there."""
    word = row.split("`")[1]
    reads, not_read = row.strip("| ").split(" | ")[1:]
    without_remarks = [re.sub(r"\([^)]*\)", "", cell) for cell in (reads, not_read)]
    good, bad = ([*re.findall("`([^`]+)`", cell)] for cell in without_remarks)
    assert good
    assert [text for text in good if SPLITS[word](text) is None] == []
    assert [text for text in bad if SPLITS[word](text) is not None] == []


def test_the_sectors_without_a_bsn_are_those_of_the_page():
    assert {"HUUR", "WATER", "ENERGIE", "WARMTE"} == WITHOUT_BSN
    assert "landlords\nand suppliers of water, energy and heat" in PAGE
