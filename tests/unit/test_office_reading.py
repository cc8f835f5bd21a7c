"""Names, days and cells of the municipality's files, as people type them."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from support.office import HEADERS, lines_of, workbook_of

from vroegsein.casework.office_columns import (
    EXCLUSION_COLUMNS,
    RESIDENT_COLUMNS,
    is_read,
)
from vroegsein.casework.office_days import read_birth_date, read_day
from vroegsein.casework.office_names import agreed_name, is_misnamed, name_of
from vroegsein.casework.office_read import NO_TEXT, read_office_file
from vroegsein.casework.outcome_rows import measure_codes
from vroegsein.errors import DeliveryError, InvariantError
from vroegsein.parties.case_codes import OfficeFileKind

OUTCOMES = OfficeFileKind.OUTCOMES


@pytest.mark.parametrize(
    ("name", "kind", "about", "day"),
    [
        ("uitkomsten_2026-10_01.xlsx.age", "outcomes", "2026-10", ""),
        ("uitkomsten_2026-10_01.csv", "outcomes", "2026-10", ""),
        ("uitsluitingen_bezwaar_20261031.csv.age", "exclusions", "bezwaar", "20261031"),
        ("inwoners_20261001.csv.age", "residents", "", "20261001"),
    ],
)
def test_an_agreed_name_tells_what_the_file_is(name, kind, about, day):
    found = agreed_name(name)
    assert (found.kind, found.about, found.day) == (kind, about, day)
    assert found.is_sealed == name.endswith(".age")
    assert found.reply.startswith("bevindingen_")


@pytest.mark.parametrize(
    "name",
    [
        "uitkomsten_2026-13_01.csv.age", "uitkomsten_2026-10_1.csv.age",
        "uitkomsten_2026-10_01.xlsm.age", "uitkomsten_2026-10_01.csv.age\n",
        "uitkomsten_../2026-10_01.csv.age", "uitsluitingen_anders_20261001.csv.age",
        "uitsluitingen_shv_20261301.csv.age", "inwoners_20261001.xlsx.age",
    ],
)  # fmt: skip
def test_any_other_name_is_none_but_may_be_meant_for_us(name):
    assert name_of(name) is None
    assert any(is_misnamed(name, kind) for kind in (OUTCOMES, *OfficeFileKind)
               if kind is not OfficeFileKind.REQUESTS)  # fmt: skip
    with pytest.raises(InvariantError):
        agreed_name(name)


def test_a_review_answer_is_not_meant_for_us():
    assert not is_misnamed("beoordeling_2026-10_x.xlsx.age", OUTCOMES)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20-10-2026", date(2026, 10, 20)), ("2026-10-20", date(2026, 10, 20)),
        ("1-2-2026", date(2026, 2, 1)), ("31-02-2026", None), ("0000-01-01", None),
        ("20-10-26", None), ("20/10/2026", None), ("", None), ("\u0662\u0660-10-2026", None),
        ("2026-10-20T00:00", None),
    ],
)  # fmt: skip
def test_a_day_is_read_in_two_notations_and_no_other(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("05-05-1980", "1980-05-05"), ("1980-00-00", "1980-00-00"),
        ("00-05-1980", "1980-05-00"), ("05-00-1980", None), ("1800-01-01", None),
        ("31-02-1980", None), ("1980", None), ("", None),
    ],
)  # fmt: skip
def test_a_birth_date_may_be_partly_unknown(text, kept):
    assert read_birth_date(text) == kept


def test_measures_are_read_as_people_separate_them():
    assert measure_codes("M04, m10;M01 M04") == ("M04", "M10", "M01")
    assert measure_codes(" ; ,") == ()


def test_columns_that_were_not_agreed_are_not_read():
    assert is_read(OUTCOMES, "Poging 10 datum")
    for header in ("Poging 0 datum", "Poging 11 datum", "Naam", "Adres", "bsn"):
        assert not is_read(OUTCOMES, header)


def read(tmp_path, content: bytes, file_format="csv", kind=OUTCOMES) -> dict:
    path = tmp_path / "file"
    path.write_bytes(content)
    return read_office_file(str(path), file_format, kind)


def test_names_and_other_columns_of_the_list_stay_unread(tmp_path):
    headers = ("Naam", *HEADERS, "Aantekeningen")
    rows = [("J. Jansma", "M-1", "", "", "", "boos"), ("", "", "", "", "", "")]
    said = read(tmp_path, lines_of(headers, rows))
    assert said["columns"] == list(HEADERS)
    assert said["rows"] == [[2, "M-1", "", "", ""]]
    assert "Jansma" not in str(said)


def test_a_line_of_another_width_is_bad_and_named_by_its_number(tmp_path):
    content = b"Melding;Resultaat;Resultaat datum\r\nM-1;x\r\nM-2;;\r\n"
    said = read(tmp_path, content)
    assert said["bad"] == [[2, "TXT_FIELDS"]]
    assert said["rows"] == [[3, "M-2", "", ""]]


def test_cells_become_text_or_something_no_rule_takes(tmp_path):
    cells = [
        datetime.combine(date(2026, 10, 20), time()),
        datetime.combine(date(2026, 10, 20), time(9, 30)),
        12,
        1.5,
        True,
        time(9, 30),
    ]
    rows = [("M-1", "", cell, "") for cell in cells]
    said = read(tmp_path, workbook_of(HEADERS, rows), "xlsx")
    assert [row[3] for row in said["rows"]] == [
        "2026-10-20", NO_TEXT, "12", NO_TEXT, "J", NO_TEXT,
    ]  # fmt: skip


def test_a_hidden_row_refuses_the_workbook(tmp_path):
    book = openpyxl.load_workbook(
        io.BytesIO(workbook_of(HEADERS, [("M-1", "", "", "")]))
    )
    book.active.row_dimensions[2].hidden = True
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(DeliveryError) as refused:
        read(tmp_path, out.getvalue(), "xlsx")
    assert refused.value.code == "XLS_SHAPE"


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        (OfficeFileKind.EXCLUSIONS, EXCLUSION_COLUMNS),
        (OfficeFileKind.RESIDENTS, RESIDENT_COLUMNS),
    ],
)
def test_a_list_without_a_column_it_needs_is_refused_by_that_columns_name(
    tmp_path, kind, columns
):
    without = [name for name in columns if name != "achternaam"]
    with pytest.raises(DeliveryError) as refused:
        read(tmp_path, lines_of(without, []), kind=kind)
    assert (refused.value.code, refused.value.column) == ("SCH_HEADER", "achternaam")
