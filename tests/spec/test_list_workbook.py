"""The published workbook and CSV: shape, print set-up, and nothing that can act."""

import io
import re
import zipfile

import pytest
from support.listing_town import in_euros, published_town

from vroegsein.listing.choices import CHOICES, DATE_HEADERS, kind_of
from vroegsein.listing.columns import COLUMNS, OUTCOME_HEADERS, PRINTED, headers
from vroegsein.parties.case_codes import ContactKind, PartOfDay, Result

SHEETS = (
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet3.xml",
)


@pytest.fixture(scope="module")
def town(postgres_url, register_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    with published_town(postgres_url, register_template, folder) as found:
        yield found


@pytest.fixture(scope="module")
def book(town):
    return town.workbook


@pytest.fixture(scope="module")
def sheet(book):
    return book["Signaallijst"]


@pytest.fixture(scope="module")
def parts(town) -> dict[str, bytes]:
    """The parts of the package, by name."""
    with zipfile.ZipFile(io.BytesIO(town.workbook_file)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_the_package_holds_three_sheets_and_nothing_that_can_act(parts):
    """Geen formules, koppelingen, macro's, objecten of verbindingen in het pakket."""
    assert sorted(parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
    ]
    for name, part in parts.items():
        for telltale in (b"<f>", b"<f ", b"hyperlink", b"TargetMode", b"DDE", b"macro"):
            assert telltale not in part, (name, telltale)


def test_every_element_of_a_sheet_is_one_we_know(parts):
    """Wat er nieuw in komt, moet hier eerst worden toegelaten."""
    known = """
        worksheet sheetPr pageSetUpPr dimension sheetViews sheetView pane selection
        sheetFormatPr cols col sheetData row c v autoFilter mergeCells mergeCell
        pageMargins pageSetup headerFooter oddHeader oddFooter ignoredErrors ignoredError
        dataValidations dataValidation formula1 formula2
    """
    for name in SHEETS:
        found = set(re.findall(r"<(\w+)", parts[name].decode()))
        assert found <= set(known.split())


def test_every_cell_is_text(parts, book):
    for name in SHEETS:
        cells = re.findall(r"<c ([^>]*?)(/?)>", parts[name].decode())
        assert cells
        for attributes, is_blank in cells:
            assert is_blank or 't="s"' in attributes, attributes
    amounts = [cell.value for cell in book["Signaallijst"]["I"][1:]]
    assert all(isinstance(text, str) for text in amounts)


def test_names_of_the_workbook_are_its_print_area_filter_and_header(parts):
    names = re.findall(
        r'<definedName name="([^"]*)"', parts["xl/workbook.xml"].decode()
    )
    assert sorted(names) == [
        "_xlnm.Print_Area",
        "_xlnm.Print_Titles",
        "_xlnm._FilterDatabase",
    ]


def test_the_header_stays_in_sight_and_everything_can_be_filtered(sheet):
    last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
    assert sheet.freeze_panes == "F2"
    assert sheet["E1"].value == "Naam"  # the last of the frozen columns
    assert sheet.auto_filter.ref == f"A1:{last}"
    assert sheet.max_column == len(COLUMNS) == 46
    assert [cell.value for cell in sheet[1]] == headers()


def test_a_sheet_of_paper_carries_what_goes_to_the_door(sheet, town):
    """A4 liggend, één pagina breed, de kop op elk blad, tot en met de aantekeningen."""
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    last = sheet.cell(1, len(PRINTED))
    assert last.value == "Aantekeningen"
    rows = len(town.entries()) + 1
    assert sheet.print_area == f"'Signaallijst'!$A$1:${last.column_letter}${rows}"
    assert (
        sheet.oddHeader.left.text
        == "Signaallijst De Fryske Marren, oktober 2026, versie 1"
    )
    assert sheet.oddHeader.right.text == "Vertrouwelijk"
    assert sheet.oddFooter.left.text == "Niet doorsturen"
    assert sheet.oddFooter.right.text == "Pagina &P van &N"


def test_columns_are_as_wide_as_agreed_and_fit_the_paper(parts):
    spans = re.findall(
        r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', parts[SHEETS[1]].decode()
    )
    widths = [
        float(width)
        for first, last, width in spans
        for _ in range(int(first), int(last) + 1)
    ]
    agreed = [column.width for column in COLUMNS.values()]
    assert widths == pytest.approx(agreed, abs=0.75)  # Excel adds the cell's padding
    assert sum(column.width for column in PRINTED.values()) <= 270


def test_no_word_is_wider_than_its_column(town):
    """Een woord dat niet past, wordt in Excel afgekapt of uit elkaar gehaald."""
    for row in town.table:
        for text, column in zip(row, COLUMNS.values(), strict=True):
            for word in re.split(r"[ -]", text):
                assert len(word) <= column.width - 1, (column.header, word)


def test_no_row_is_too_low_for_what_it_says(sheet):
    for row in sheet.iter_rows(min_row=2):
        for cell, column in zip(row, COLUMNS.values(), strict=True):
            needed = -(-len(cell.value or "") // int(column.width))
            height = sheet.row_dimensions[cell.row].height
            assert height >= needed * 13, (column.header, cell.row)


def test_lanes_have_their_colour_and_what_is_to_fill_in_a_tint(sheet):
    colours = {}
    for row in sheet.iter_rows(min_row=2):
        by_header = dict(zip(headers(), row, strict=True))
        lane = by_header["Laan"]
        colours.setdefault(lane.value[:2], set()).add(lane.fill.fgColor.rgb)
        for header in OUTCOME_HEADERS:
            assert by_header[header].value in (None, "")
            assert by_header[header].fill.fgColor.rgb == "FFEEF3F8"
    assert all(len(found) == 1 for found in colours.values())
    coloured = [colours[lane].copy().pop() for lane in ("L0", "L1", "L2", "L3", "L5")]
    assert len(set(coloured)) == 5
    assert colours["L6"] == colours["L7"]  # none


def test_every_cell_to_fill_in_offers_the_exact_national_words(book, sheet, town):
    """OUT: keuzelijsten met de labels van DDAS v1.2; datums als datum."""
    rows = len(town.entries()) + 1
    rules = {rule.sqref: rule for rule in sheet.data_validations.dataValidation}
    for place, header in enumerate(headers(), start=1):
        if header not in OUTCOME_HEADERS:
            continue
        column = sheet.cell(1, place).column_letter
        found = {
            str(where): rule
            for where, rule in rules.items()
            if f"{column}2:{column}{rows}" in str(where).split()
        }
        ((_, rule),) = found.items()
        kind = kind_of(header)
        if header in DATE_HEADERS:
            assert rule.type == "date"
        elif header == "Maatregelen":
            assert "M04, M06" in rule.prompt
        else:
            name, area = rule.formula1.split("!")
            words = [row[0].value for row in book[name][area.replace("$", "")]]
            assert tuple(words) == CHOICES[kind]
    assert CHOICES["Resultaat"] == tuple(Result)
    assert CHOICES["soort"] == tuple(ContactKind)
    assert CHOICES["dagdeel"] == tuple(PartOfDay)


def test_the_csv_says_cell_by_cell_what_the_workbook_says(sheet, town):
    written = [
        [(cell.value or "").replace("\u00a0", " ") for cell in row]
        for row in sheet.iter_rows()
    ]
    assert [[text.removeprefix("'") for text in row] for row in town.table] == [
        [text.removeprefix("'") for text in row] for row in written
    ]
    assert len(written) == len(town.entries()) + 1


def test_a_csv_opens_in_a_dutch_excel(town):
    written = (town.folder / "signaallijst.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.endswith(b"\r\n")
    text = written.decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "")
    assert text.splitlines()[0] == ";".join(f'"{header}"' for header in headers())


def test_rows_stand_in_the_order_of_the_register(town):
    entries = town.entries()
    rows = [dict(zip(headers(), row, strict=True)) for row in town.table[1:]]
    assert [row["Nr."] for row in rows] == [str(n + 1) for n in range(len(entries))]
    for row, entry in zip(rows, entries, strict=True):
        assert row["Melding"] == entry["case_id"]
        assert row["Laan"].startswith(f"{entry['lane']} ")
        assert row["Uiterste datum"] == f"{entry['due_date']:%d-%m-%Y}"
        assert row["Bedrag totaal"] == in_euros(entry["total_cents"])
        assert row["Reden"] == entry["lane_reason"]
        assert row["Termijn"] == entry["clock_code"]
        assert row["Crisis"] == ("ja" if entry["lane"] == "L0" else "nee")
        assert row["Soort melding (persoon)"] == entry["person_kind"]
        assert row["Soort melding (adres)"] == entry["address_kind"]


def test_amounts_per_sector_add_up_to_the_total(town):
    def cents(text: str) -> int:
        return int(re.sub(r"[^\d]", "", text))

    for row in town.table[1:]:
        by_header = dict(zip(headers(), row, strict=True))
        parts = by_header["Bedrag per sector"].split("; ")
        assert sum(map(cents, parts)) == cents(by_header["Bedrag totaal"])
        assert [part.split(" ")[0] for part in parts] == by_header["Sectoren"].split(
            ", "
        )


def test_nobody_is_shown_what_only_another_person_has(town):
    """Naam, telefoon en e-mail van een regel komen van de persoon van die regel."""
    person_of = {item.signal_id: item.person for item in town.month.signals}
    known = {}
    for item in town.october():
        known.setdefault(person_of[item["signal_id"]], []).append(item)
    for row, entry in zip(town.table[1:], town.entries(), strict=True):
        by_header = dict(zip(headers(), row, strict=True))
        mine = known[entry["person_id"]]
        assert any(by_header["Naam"].endswith(item["surname"]) for item in mine)
        assert by_header["E-mail"] in {item["email"] or "" for item in mine}
        digits = by_header["Telefoon"].replace(" ", "")
        assert digits in {(item["phone"] or "").replace("+31", "0") for item in mine}
