"""The papers in `docs/` are those of the demonstration's configuration."""

import pytest

from vroegsein.accountability.papers.documents import DOCUMENTS
from vroegsein.accountability.papers.subject import subject_of
from vroegsein.accountability.papers.writing import EXAMPLE, PAGES, papers


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_paper_is_up_to_date(name: str) -> None:
    written = (PAGES / f"{name}.md").read_bytes()
    assert written == papers(subject_of(EXAMPLE))[f"{name}.md"]
