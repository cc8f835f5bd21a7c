"""The pictures of the documents: each is shown, small, and made by the script."""

import re
from pathlib import Path

import pytest
from support.documents import ROOT, documents

PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.png"))
MAKERS = [
    (ROOT / "tests" / "support" / f"{name}.py").read_text("utf-8")
    for name in ("pictures", "stack_pictures")
]
SHOWN = {
    name
    for path in documents()
    for name in re.findall(r"pictures/([\w-]+\.png)", path.read_text("utf-8"))
}
MOST = 200_000  # bytes


@pytest.mark.parametrize("picture", PICTURES, ids=[one.stem for one in PICTURES])
def test_a_picture_is_shown_small_and_made_by_the_script(picture: Path) -> None:
    assert picture.name in SHOWN
    assert picture.stat().st_size < MOST
    assert any(f'"{picture.stem}"' in text for text in MAKERS)
