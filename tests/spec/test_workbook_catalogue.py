"""Bad workbooks, case by case; a good one gives what the same text gives."""

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.deliveries import HEADER, landlord_file, record
from support.formats import (
    Cells,
    counted,
    partner_of,
    shared_workbook,
    typed,
    with_part,
    workbook,
)
from support.judging import Outcome, decoded

from vroegsein.intake.reading import workbook_scan
from vroegsein.intake.reading.accounting import Reading
from vroegsein.intake.reading.decode import read_in_child
from vroegsein.parties.partner import Dates

ROWS = [record(number) for number in range(1, 6)]
CELLS = [typed(row) for row in ROWS]
SOUND = workbook(CELLS)
SHARED = shared_workbook(ROWS)
SHEET = "xl/worksheets/sheet1.xml"
PARTNER = partner_of("xlsx")


def read(content: bytes, folder: Path, lines: int = 5, **file: Any) -> Outcome:
    return decoded(counted(content, lines), folder, partner_of("xlsx", **file))


def with_cell(name: str, value: object) -> list[Cells]:
    """The sound rows, with one cell of line 3 changed."""
    return [CELLS[0], {**CELLS[1], name: value}, *CELLS[2:]]


@pytest.mark.parametrize(
    "content", [SOUND, workbook(ROWS), SHARED], ids=["typed", "text", "shared"]
)
def test_a_workbook_gives_what_the_same_text_gives(tmp_path: Path, content: bytes):
    outcome = read(content, tmp_path / "book")
    assert (outcome.refused, outcome.cents) == (None, 5 * 12345)
    assert outcome.step.findings == []
    decoded(landlord_file(ROWS), tmp_path / "text")
    book, text = (pq.read_table(tmp_path / name / "rows") for name in ("book", "text"))
    assert book.equals(text)


@pytest.mark.parametrize("dates", get_args(Dates))
def test_dates_and_amounts_are_written_as_the_passport_says(tmp_path: Path, dates: str):
    agreed = {"dates": dates, "decimal": ","}
    outcome = read(SOUND, tmp_path, **agreed)
    assert (outcome.refused, outcome.cents) == (None, 5 * 12345)
    days = pq.read_table(tmp_path / "rows").column("signal_date").to_pylist()
    assert days == ["2026-10-01"] * 5


@pytest.mark.parametrize(
    "part",
    [
        SHEET,
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "docProps/app.xml",
    ],
)
@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
        b'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://192.0.2.1/x"> %e;]>',
        b"<!DOCTYPE x>",
    ],
    ids=["laughs", "file", "remote", "parameter", "empty"],
)
def test_a_document_type_is_refused_in_any_part(
    tmp_path: Path, part: str, declaration: bytes
):
    """XLS-01, XLS-02: entities that multiply, files of ours, a remote address."""

    def declared(content: bytes) -> bytes:
        head, mark, rest = content.partition(b"?>")
        return head + mark + declaration + rest if mark else declaration + content

    outcome = read(with_part(SHARED, part, declared), tmp_path)
    assert outcome.refused == "XLS_DTD"


def test_entities_without_a_declaration_are_no_workbook(tmp_path: Path):
    """XLS-01."""
    content = with_part(SOUND, SHEET, lambda old: old.replace(b"</row>", b"&a;</row>"))
    assert read(content, tmp_path).refused == "TXT_UNREADABLE"


def test_a_sheet_that_unpacks_beyond_reason_is_refused_unopened(tmp_path: Path):
    """XLS-03: 40 MB in 40 kB, by the container's own list; nothing is unpacked."""
    filler = b"<!--" + b"x" * 40_000_000 + b"-->"
    content = with_part(SOUND, SHEET, lambda old: old + filler)
    assert len(content) < 100_000
    assert read(content, tmp_path).refused == "XLS_BOMB"


def test_a_container_of_very_many_parts_is_refused(tmp_path: Path):
    """XLS-03."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as container:
        for number in range(workbook_scan.MAX_PARTS + 1):
            container.writestr(f"xl/{number}.xml", b"")
    assert read(content.getvalue(), tmp_path).refused == "XLS_BOMB"


def test_a_container_that_lies_about_its_sizes_stays_within_them(tmp_path: Path):
    """XLS-03: the list says one byte where there are many."""
    content = bytearray(SOUND)
    place = content.rfind(SHEET.encode())
    entry = content.rfind(b"PK\x01\x02", 0, place)
    content[entry + 24 : entry + 28] = (1).to_bytes(4, "little")
    assert read(bytes(content), tmp_path).refused in {"XLS_FORMAT", "TXT_UNREADABLE"}


def test_elements_nested_without_end_are_refused(tmp_path: Path):
    """XLS-03, XML-01."""
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    content = with_part(SOUND, "docProps/app.xml", deep)
    assert read(content, tmp_path).refused == "XLS_BOMB"


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD3", "GT2", "A2000"])
def test_a_cell_far_from_the_table_is_refused(tmp_path: Path, place: str):
    """XLS-04: a sheet of 2 kB would be a million rows."""

    def far(book: openpyxl.Workbook) -> None:
        book.worksheets[0][place] = "x"

    assert read(workbook(CELLS, change=far), tmp_path).refused == "XLS_DIMENSION"


@pytest.mark.parametrize("again", ["A3", "B3", "C2"])
def test_a_cell_that_comes_twice_refuses_the_file(tmp_path: Path, again: str):
    """XLS-04: programs show the one value and read the other."""

    def twice(xml: bytes) -> bytes:
        return xml.replace(b'r="C3"', f'r="{again}"'.encode(), 1)

    content = with_part(workbook(CELLS), "xl/worksheets/sheet1.xml", twice)
    outcome = read(content, tmp_path)
    expected = "XLS_DIMENSION" if again == "C2" else "TXT_UNREADABLE"
    assert outcome.refused == expected
    assert outcome.codes(3) == {(expected, None)}


@pytest.mark.parametrize("value", ["=1+1", "=HYPERLINK(A1)"])
def test_a_formula_refuses_the_file_and_names_its_row(tmp_path: Path, value: str):
    """XLS-05: what it showed last is not trusted."""
    content = workbook(with_cell("bedrag_achterstand", value))
    outcome = read(content, tmp_path)
    assert outcome.refused == "XLS_FORMULA"
    assert outcome.codes(3) == {("XLS_FORMULA", None)}


def test_the_outcome_of_a_formula_that_failed_is_refused(tmp_path: Path):
    """XLS-05: an error value without its formula."""

    def failed(book: openpyxl.Workbook) -> None:
        cell = book.worksheets[0]["A3"]
        cell.value, cell.data_type = "#N/A", "e"

    assert read(workbook(CELLS, change=failed), tmp_path).refused == "XLS_FORMULA"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("klantnummer", 12345),
        ("bron_record_id", 7.0),
        ("telefoon_1", 612345678),
        ("postcode", 8501),
        ("huisnummer", 12),
        ("signaaldatum", 46296),
        ("signaaldatum", datetime.fromisoformat("2026-10-01T08:30:00")),
        ("signaaldatum", time(8, 30)),
        ("bedrag_achterstand", 123.456),
        ("bedrag_achterstand", date(1900, 3, 1)),
        ("bedrag_achterstand", True),
        ("bedrag_achterstand", 1e15),
        ("aantal_termijnen", 2.5),
        ("geslachtsnaam", True),
        ("geslachtsnaam", date(2026, 5, 1)),
    ],
)
def test_a_cell_of_another_type_costs_its_line(
    tmp_path: Path, name: str, value: object
):
    """XLS-06: numbers that were ids, serials that were days, binary fractions."""
    outcome = read(workbook(with_cell(name, value)), tmp_path)
    assert outcome.refused is None
    assert outcome.codes(3) == {("XLS_TYPE", name)}
    assert list(outcome.verdicts.values()).count("accepted") == 4


@pytest.mark.parametrize("digits", ["1" * 400, "-1" + "0" * 400, "1e400", "1e308"])
@pytest.mark.parametrize("name", ["bedrag_achterstand", "aantal_termijnen"])
def test_a_number_beyond_all_others_costs_its_line(
    tmp_path: Path, name: str, digits: str
):
    """XLS-06: no program writes it, but a file can hold it."""
    content = with_part(
        workbook(with_cell(name, 777)),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v>777</v>", f"<v>{digits}</v>".encode()),
    )
    outcome = read(content, tmp_path)
    assert (outcome.refused, outcome.codes(3)) == (None, {("XLS_TYPE", name)})


def test_days_are_counted_from_the_workbooks_own_beginning(tmp_path: Path):
    """XLS-06: the epoch of 1904."""

    def of_macintosh(book: openpyxl.Workbook) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert read(workbook(CELLS, change=of_macintosh), tmp_path).refused is None
    days = pq.read_table(tmp_path / "rows").column("signal_date").to_pylist()
    assert days == ["2026-10-01"] * 5


def test_an_amount_may_be_a_binary_fraction_of_its_cents(tmp_path: Path):
    """XLS-06: 0.1 + 0.2 is 30 cents."""
    rows = [{**CELLS[0], "bedrag_achterstand": 0.1 + 0.2}]
    outcome = decoded(counted(workbook(rows), 1, 30), tmp_path, PARTNER)
    assert (outcome.refused, outcome.cents) == (None, 30)


def _macros(content: bytes) -> bytes:
    return with_part(content, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")


def _macro_type(content: bytes) -> bytes:
    plain, macro = (
        b"spreadsheetml.sheet.main+xml",
        b"ms-excel.sheet.macroEnabled.main+xml",
    )
    return with_part(
        content, "[Content_Types].xml", lambda old: old.replace(plain, macro)
    )


def _open_document(_: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        container.writestr("content.xml", "<a/>")
    return content.getvalue()


def _encrypted(content: bytes) -> bytes:
    marked = bytearray(content)
    entry = marked.find(b"PK\x01\x02")
    marked[entry + 8] |= 1
    return bytes(marked)


def _disguised(_: bytes) -> bytes:
    """A part under a name that is not looked through."""
    return with_part(
        SHARED,
        "[Content_Types].xml",
        lambda old: old.replace(b"/xl/sharedStrings.xml", b"/xl/sharedStrings.bin"),
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
        lambda _: b"PK\x05\x06" + b"\0" * 18,
        lambda content: content[:-200],
        lambda _: b"<?xml version='1.0'?><Workbook/>",
        lambda _: b"bron;naam\n",
        _macros,
        _macro_type,
        _open_document,
        _encrypted,
        _disguised,
    ],
    ids=[
        "xls or with a password", "empty zip", "cut", "xml", "text", "macros",
        "macro type", "ods", "encrypted part", "disguised part",
    ],
)  # fmt: skip
def test_another_kind_of_file_is_no_workbook(tmp_path: Path, make: Any):
    """XLS-07, XML-01."""
    assert read(make(SOUND), tmp_path).refused == "XLS_FORMAT"


def _second_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Blad2").append(["x"])


def _hidden_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Blad2")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1


def _first(book: openpyxl.Workbook) -> Worksheet:
    return book.worksheets[0]


@pytest.mark.parametrize(
    ("change", "sheet"),
    [
        (_second_sheet, None),
        (_second_sheet, "Blad3"),
        (_hidden_sheet, "Sheet"),
        (lambda book: setattr(_first(book).row_dimensions[3], "hidden", True), None),
        (
            lambda book: setattr(_first(book).column_dimensions["C"], "hidden", True),
            None,
        ),
        (lambda book: _first(book).merge_cells("A3:A4"), None),
    ],
    ids=["two sheets", "no such sheet", "hidden sheet", "row", "column", "merged"],
)
def test_what_does_not_show_or_is_merged_refuses_the_file(
    tmp_path: Path, change: Any, sheet: str | None
):
    """XLS-08."""
    content = workbook(CELLS, change=change)
    assert read(content, tmp_path, sheet=sheet).refused == "XLS_SHAPE"


def test_links_to_other_workbooks_refuse_the_file(tmp_path: Path):
    """XLS-08."""
    content = with_part(SOUND, "xl/externalLinks/externalLink1.xml", b"<a/>")
    assert read(content, tmp_path).refused == "XLS_SHAPE"


def test_only_the_named_sheet_is_read(tmp_path: Path):
    """XLS-08: another one may be there, and hidden."""

    def beside(book: openpyxl.Workbook) -> None:
        other = book.create_sheet("Uitleg")
        other["A1"] = "=1+1"
        other.sheet_state = "hidden"

    content = workbook(CELLS, change=beside)
    outcome = read(content, tmp_path, sheet="Sheet")
    assert (outcome.refused, outcome.step.line_count) == (None, 5)


def test_columns_hidden_beyond_the_table_do_not_matter(tmp_path: Path):
    """XLS-08."""

    def tidy(book: openpyxl.Workbook) -> None:
        _first(book).column_dimensions["AZ"].hidden = True

    assert read(workbook(CELLS, change=tidy), tmp_path).refused is None


def test_rows_are_numbered_as_in_the_sheet(tmp_path: Path):
    """An empty row between records is a line without fields; after them it is none."""
    rows = [CELLS[0], {}, CELLS[1], {}, {}]
    outcome = decoded(counted(workbook(rows), 3, 2 * 12345), tmp_path, PARTNER)
    assert (outcome.refused, outcome.step.line_count) == (None, 3)
    assert outcome.codes(3) == {("TXT_FIELDS", None)}
    numbers = pq.read_table(tmp_path / "rows").column("line_number").to_pylist()
    assert numbers == [2, 4]


def test_a_cell_beyond_the_header_costs_its_line(tmp_path: Path):
    def beyond(book: openpyxl.Workbook) -> None:
        _first(book).cell(4, len(HEADER) + 2, "x")

    outcome = read(workbook(CELLS, change=beyond), tmp_path)
    assert outcome.codes(4) == {("TXT_FIELDS", None)}


def test_a_column_that_was_not_agreed_is_dropped(tmp_path: Path):
    rows = [{**row, "bsn": "999990019"} for row in CELLS]
    outcome = read(workbook(rows, header=["bsn", *HEADER]), tmp_path)
    assert {code for code, _ in outcome.codes(1)} == {"SCH_NO_GROUND"}
    assert "999990019" not in repr(pq.read_table(tmp_path / "rows").to_pylist())


def test_a_total_line_may_close_the_sheet(tmp_path: Path):
    delivery = {
        "due_day": 5, "file_name": "woonproef_{yyyymm}.csv", "completeness": "total_line",
    }  # fmt: skip
    partner = partner_of("xlsx").model_dump(mode="json") | {"delivery": delivery}
    total = dict(zip(HEADER, ["Totaal", 5, 617.25], strict=False))
    file = counted(workbook([*CELLS, total]), 5)
    outcome = decoded(file, tmp_path, PARTNER.model_validate(partner, strict=False))
    assert (outcome.refused, outcome.step.line_count) == (None, 5)


def test_a_month_without_records_is_a_header_alone(tmp_path: Path):
    outcome = read(workbook([]), tmp_path, lines=0)
    assert (outcome.refused, outcome.step.line_count) == (None, 0)


@pytest.mark.parametrize("made", ["sound", "bomb", "broken"])
def test_the_child_says_the_same(tmp_path: Path, made: str):
    """XLS-03: and a child that is overcome refuses the file, not the task."""
    content = {
        "sound": SOUND,
        "bomb": with_part(SOUND, SHEET, b"<a>" * 2_000_000),
        "broken": SOUND[:-100],
    }[made]
    expected = {"sound": None, "bomb": "XLS_BOMB", "broken": "XLS_FORMAT"}[made]
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    reading = Reading()
    refused = read_in_child(path, PARTNER, tmp_path / "rows", reading)
    assert (refused.code if refused else None) == expected
    assert (reading.line_count, (tmp_path / "rows").exists()) == (
        (5, True) if made == "sound" else (0, False)
    )
