"""Whatever a partner sends, no cell of a published list is run by a spreadsheet."""

import csv
import io
from dataclasses import fields, replace
from datetime import UTC, datetime
from types import MappingProxyType

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vroegsein.exchange.formulas import neutral
from vroegsein.listing.columns import ListRow, cells, headers
from vroegsein.listing.content import ListContent, PartnerLine
from vroegsein.listing.explanation import Edition
from vroegsein.listing.person_text import printable
from vroegsein.listing.table_file import csv_bytes
from vroegsein.listing.workbook import unbroken, workbook_bytes
from vroegsein.parties.municipality import load_policy
from vroegsein.settings import PROJECT_ROOT

POLICY = load_policy(PROJECT_ROOT / "include" / "municipalities", "1940")
EDITION = Edition(1, datetime(2026, 10, 14, 9, 30, tzinfo=UTC), "c.ordinator")
USUAL = ListRow(**dict.fromkeys((field.name for field in fields(ListRow)), "x"))
DRAFT = MappingProxyType(
    {
        "draft_id": "draft", "month": "2026-10", "input_digest": "0" * 64,
        "code_version": "0", "missing_partners": [],
    }
)  # fmt: skip
STARTS = st.sampled_from(
    [
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "\uff1d",
        "\uff0b",
        "\uff0d",
        "\uff20",
        "\ufe66",
        "\u207a",
        "\ufeff=",
        " =",
        "\u00a0=",
        "\u200b=",
    ]
)
#: Written out here: the code's own list is what is tested.
RUN = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u207a\u208a")
TAILS = st.sampled_from(
    ['HYPERLINK("http://x.example";"klik")', "cmd|' /C calc'!A0", "1+1", "SUM(A1)", ""]
) | st.text(st.characters(codec="utf-8"), max_size=20)
HOSTILE = st.builds(str.__add__, STARTS, TAILS) | TAILS


def content(*listed: ListRow) -> ListContent:
    partner = PartnerLine("woonvast", "=Woonvast", "huur", "ontvangen", 1)
    return ListContent(DRAFT, POLICY, {}, (partner,), listed)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(HOSTILE, min_size=3, max_size=3))
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(texts):
    """OUT-01, VAL-14: whatever a partner sent, a cell of a workbook is text."""
    name, street, reason = map(printable, texts)
    row = replace(USUAL, name=name, address=street, lane_reason=reason)
    written = workbook_bytes(content(row), EDITION)
    book = openpyxl.load_workbook(io.BytesIO(written))
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type in {"s", "n"}
                assert cell.data_type == "s" or cell.value is None
                assert cell.hyperlink is None
    read = [cell.value or "" for cell in book["Signaallijst"][2]]
    assert read == [unbroken(text) for text in cells(row)]
    assert b"<f>" not in written


@settings(max_examples=200, deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_no_cell_of_a_csv_starts_like_a_formula(texts):
    """OUT-01, VAL-14: a risky cell has an apostrophe before it."""
    written = csv_bytes(["kop"] * len(texts), [texts]).decode("utf-8-sig")
    _, line = csv.reader(io.StringIO(written, newline=""), delimiter=";")
    assert [cell.removeprefix("'") for cell in line] == [
        text.removeprefix("'") for text in texts
    ]
    for cell in line:
        assert not cell.startswith(RUN)
        assert not cell.lstrip().startswith(RUN)


@given(st.text())
def test_what_is_printed_has_no_hidden_characters_and_stays_so(text):
    shown = printable(text)
    assert printable(shown) == shown
    assert not any(char in shown for char in "\t\r\n\x00\u202e\u200b")


def test_a_formula_is_written_as_text_and_a_plain_name_is_left_alone():
    assert neutral("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert neutral("'t Hart") == "'t Hart"
    assert neutral("De Vries-van der Meer") == "De Vries-van der Meer"


def test_a_workbook_and_a_csv_are_the_same_bytes_each_time():
    assert workbook_bytes(content(USUAL), EDITION) == workbook_bytes(
        content(USUAL), EDITION
    )
    assert csv_bytes(headers(), [cells(USUAL)]) == csv_bytes(headers(), [cells(USUAL)])
