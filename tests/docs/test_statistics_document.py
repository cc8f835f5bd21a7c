"""docs/statistiek.md says what the monitor says."""

from vroegsein.accountability.statistics.definitions import definitions
from vroegsein.settings import PROJECT_ROOT

PAGE = (PROJECT_ROOT / "docs" / "statistiek.md").read_text("utf-8")


def test_every_figure_stands_in_the_document_as_on_the_page():
    for code, words in definitions().items():
        row = f"| **{code}** {words.heading} | {words.definition} | {words.reference} |"
        assert row in PAGE, code


def test_the_document_names_no_other_figure():
    rows = [line for line in PAGE.splitlines() if line.startswith("| **K")]
    assert len(rows) == len(definitions())
