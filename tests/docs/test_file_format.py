"""The page for partners is what the code says."""

from vroegsein.intake.answering.file_format import PAGE, file_format
from vroegsein.intake.findings import Code
from vroegsein.parties.record import FIELDS


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == file_format()


def test_every_field_and_finding_is_on_the_page():
    text = file_format()
    for word in [*Code, *(field.dutch for field in FIELDS.values())]:
        assert f"| `{word}` |" in text
