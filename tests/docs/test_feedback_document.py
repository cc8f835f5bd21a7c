"""docs/terugkoppeling.md says what the feedback files hold, no more and no less."""

import re

from support.documents import ROOT

from vroegsein.casework.feedback_codes import LEAST, MEANINGS
from vroegsein.casework.feedback_files import COLUMNS, FeedbackDay
from vroegsein.parties.case_codes import FeedbackCode

TEXT = (ROOT / "docs" / "terugkoppeling.md").read_text("utf-8")


def table_of(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading."""
    chapter = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", chapter, re.MULTILINE)
    return [line.split(" | ") for line in lines[2:]]


def test_every_column_is_explained_in_its_order():
    assert table_of("Kolommen") == [[f"`{n}`", text] for n, text in COLUMNS.items()]


def test_every_code_is_explained_with_what_to_do_and_its_level():
    expected = [
        [f"`{code}`", MEANINGS[code].text, MEANINGS[code].action,
         "minimaal" if code in LEAST else "convenant"]
        for code in FeedbackCode
    ]  # fmt: skip
    assert table_of("Codes") == expected


def test_the_file_names_are_those_that_are_sent():
    from datetime import date

    told = FeedbackDay("1940", "merenwonen", date(2026, 10, 15), ())
    assert all(f"`{name}`" in TEXT for name in told.files)
