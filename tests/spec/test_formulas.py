"""OUT-01: whatever a partner sent, no file that goes out runs in a spreadsheet.

The table names every module that writes cells. A module that is not in it is found by
reading the code, so that a new file cannot be forgotten.
"""

import ast
import csv
import io
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from functools import cache

import openpyxl
import pytest
from support.list_files import USUAL, VERSION, content

from vroegsein.accountability.person_dossier import Chapter, workbook
from vroegsein.casework.feedback_files import FeedbackDay, FeedbackRow
from vroegsein.casework.handover_form import form_bytes
from vroegsein.casework.office_findings import OfficeCode, reply_bytes
from vroegsein.intake.answering.receipts import findings_csv
from vroegsein.intake.findings import Code, Finding, Level
from vroegsein.listing.addendum import read_table
from vroegsein.listing.columns import ListRow, cells, headers
from vroegsein.listing.explanation import Edition
from vroegsein.listing.review import Review
from vroegsein.listing.review_sheet import sheet_bytes
from vroegsein.listing.survivors import Survivor
from vroegsein.listing.table_file import csv_bytes
from vroegsein.listing.version_files import files_of
from vroegsein.listing.workbook import workbook_bytes
from vroegsein.parties.case_codes import FeedbackCode
from vroegsein.settings import PROJECT_ROOT

PACKAGE = PROJECT_ROOT / "include" / "vroegsein"
#: They make what others send to us, for tests and the demonstration.
OTHERS = {"synthetic", "demo"}
DDE = "cmd|' /C calc'!A0"
STARTS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\uff1d", "\uff0b", "\uff0d",
          "\uff20", "\ufe66", "\ufe62", "\ufe63", "\ufe6b", "\u207a", "\u00a0=", "\ufeff=",
          "\u200b=")  # fmt: skip
HOSTILE = tuple(f"{start}{DDE}" for start in STARTS)
#: What no cell of a CSV file may begin with, blanks and marks apart.
RUN = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u207a")
NOT_FREE = {
    "number",
    "severity",
    "earlier_months",
    "due_date",
    "oldest_arrears",
    "total",
}
PLACED = dict.fromkeys(
    ("first_names", "house_letter", "house_addition", "email", "phone"), None
)


def person(text: str) -> dict[str, object]:
    """A signal as the register has it, every free text of it hostile."""
    free = (
        "initials",
        "surname_prefix",
        "surname",
        "street",
        "house_number",
        "postcode",
    )
    named = dict.fromkeys((*free, "place", "birth_date", "handover_id"), text)
    return {**PLACED, **named, "email": text, "phone": text, "reason": text}


def listed(text: str) -> ListRow:
    """A person on a list, every free text hostile."""
    free = {field.name for field in fields(ListRow)} - NOT_FREE
    return replace(USUAL, **dict.fromkeys(free, text))


def whole(text: str):
    """A list of one person and one survivor's address; official and partner as well."""
    found = content(listed(text))
    partners = tuple(replace(one, name=text) for one in found.partners)
    return replace(
        found, partners=partners, survivors=(Survivor(text, text, text, "x"),)
    )


@cache
def version_files(text: str) -> dict[str, bytes]:
    """A second version: list in three formats, and addendum in two."""
    gone = replace(listed(text), case_id="gone")
    before = read_table(csv_bytes(headers(), [cells(gone)]))
    return files_of(whole(text), replace(VERSION, number=2), before=before)


@cache
def crisis_book(text: str) -> dict[str, bytes]:
    """A crisis list, approved by an official with a name like that."""
    edition = Edition(1, VERSION.published_at, text, f"Crisislijst van {text},")
    return {"crisislijst.xlsx": workbook_bytes(whole(text), edition)}


def review(text: str) -> dict[str, bytes]:
    """A review sheet with one pair."""
    asked = Review("R", "1940", "2026-10", text, 1, "open", date(2026, 11, 1))
    sides = [{**person(text), "pair_code": text}] * 2
    return {"beoordeling.xlsx": sheet_bytes(asked, sides)}


def handover(text: str) -> dict[str, bytes]:
    """A hand-over form from and to a municipality with a name like that."""
    line = {**person(text), "partner_code": "merenwonen", "month": "2026-10",
            "arrears_cents": -100}  # fmt: skip
    return {"overdracht.xlsx": form_bytes(text, text, [line])}


def feedback(text: str) -> dict[str, bytes]:
    """A partner's own record id, sent back to it."""
    row = FeedbackRow("2026-10", text, FeedbackCode.PICKED_UP)
    return FeedbackDay("1940", "merenwonen", date(2026, 10, 15), (row,)).files


@cache
def answers(text: str) -> dict[str, bytes]:
    """A column of the sender's own, named in an answer to its file."""
    partner = findings_csv([Finding(Code.SCH_HEADER, Level.FILE, 1, text)])
    office = reply_bytes([Finding(OfficeCode.UIT_CASE, Level.LINE, 2, text)], 1, 1)
    return {"bevindingen.csv": partner, "bevindingen_kantoor.csv": office}


def dossier(text: str) -> dict[str, bytes]:
    """What a person may read of what is known."""
    return {"inzage.xlsx": workbook([Chapter("Signalen", (text,), ((text,),))])}


#: Which files show the work of each module that writes cells.
WRITERS: dict[str, Callable[[str], dict[str, bytes]]] = {
    "accountability/person_dossier.py": dossier,
    "casework/feedback_files.py": feedback,
    "casework/handover_form.py": handover,
    "casework/office_findings.py": answers,
    "intake/answering/receipts.py": answers,
    "listing/addendum.py": version_files,
    "listing/addendum_book.py": version_files,
    "listing/choices.py": version_files,
    "listing/review_sheet.py": review,
    "listing/survivors.py": crisis_book,
    "listing/table_file.py": version_files,
    "listing/version_files.py": version_files,
    "listing/workbook.py": crisis_book,
}
#: Numbers, moments, digests and words of ours alone.
OWN_WORDS = {
    "accountability/statistics/monitor_csv.py": "counts; partners by the names we gave",
    "intake/answering/proof.py": "line numbers, moments, digests, fixed words",
}
WRITING = {"csv_bytes", "writer", "DictWriter", "to_csv", "to_excel", "write_csv"}
#: Ways of a worksheet in which text can become more than text.
GUESSING = {"write_row", "write_column", "write_formula", "write_array_formula",
            "write_dynamic_array_formula", "write_url", "write_rich_string",
            "add_table", "write_comment"}  # fmt: skip


@cache
def modules() -> dict[str, ast.Module]:
    """Return our modules, by their path in the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE)
        if name.parts[0] not in OTHERS:
            found[name.as_posix()] = ast.parse(path.read_text("utf-8"))
    return found


def called(tree: ast.AST) -> set[str]:
    """Return the names of what a module calls."""
    found = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        one.attr if isinstance(one, ast.Attribute) else one.id
        for one in found
        if isinstance(one, ast.Attribute | ast.Name)
    }


def imported(tree: ast.AST) -> set[str]:
    """Return the packages a module imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


def writes_cells(tree: ast.AST) -> bool:
    """Tell whether a module writes cells of a workbook or a table."""
    return bool(called(tree) & WRITING) or "xlsxwriter" in imported(tree)


def test_every_module_that_writes_cells_is_in_the_table():
    found = {name for name, tree in modules().items() if writes_cells(tree)}
    assert found == WRITERS.keys() | OWN_WORDS.keys()


@pytest.mark.parametrize(
    "line", ["import xlsxwriter", "csv.writer(x)", "frame.to_csv(x)", "csv_bytes(a, b)"]
)
def test_a_new_writer_would_be_seen(line):
    assert writes_cells(ast.parse(line))


def test_worksheets_are_given_text_as_text():
    """`write` of a worksheet guesses; ours is of `Sheet`, and gives text."""
    for name, tree in modules().items():
        if "xlsxwriter" in imported(tree):
            assert not called(tree) & GUESSING, name
            guessed = [
                node.func.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "write"
            ]
            owners = {ast.unparse(one) for one in guessed}
            assert owners <= {"sheet", "listed", "shown"}, name


def no_cell_runs(name: str, written: bytes) -> int:
    """Check a file; return how many of its cells hold a hostile text."""
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(written))
        found = [cell for page in book for row in page.iter_rows() for cell in row]
        assert {cell.data_type for cell in found} <= {"s", "n"}, name
        assert all(cell.data_type == "s" for cell in found if cell.value is not None)
        assert not [cell for cell in found if cell.hyperlink], name
        texts = [str(cell.value or "") for cell in found]
    elif name.endswith(".csv"):
        lines = io.StringIO(written.decode("utf-8-sig"), newline="")
        texts = [text for row in csv.reader(lines, delimiter=";") for text in row]
        for text in texts:
            assert not text.startswith(RUN), name
            assert not text.lstrip(" \u00a0\t\r\n\ufeff\u200b").startswith(RUN), name
    else:
        return 1  # JSON is for programs
    return sum(DDE in text for text in texts)


@pytest.mark.parametrize("module", WRITERS)
def test_no_text_field_of_any_outgoing_file_can_become_a_formula(module):
    for text in HOSTILE:
        for name, written in WRITERS[module](text).items():
            assert no_cell_runs(name, written), name


@pytest.mark.parametrize("made", [version_files, crisis_book, review, handover])
def test_every_sheet_for_people_prints_on_numbered_pages_of_its_width(made):
    """A4 landscape, one page wide, as many long as it takes."""
    books = [
        openpyxl.load_workbook(io.BytesIO(written))
        for name, written in made("Jansma").items()
        if name.endswith(".xlsx")
    ]
    assert books
    for page in (page for book in books for page in book):
        assert str(page.page_setup.paperSize) == "9", page.title
        assert page.page_setup.orientation == "landscape", page.title
        assert page.sheet_properties.pageSetUpPr.fitToPage, page.title
        assert page.page_setup.fitToHeight == 0, page.title
        assert "Pagina &P van &N" in (page.oddFooter.right.text or ""), page.title


def test_what_is_said_in_our_own_words_goes_through_the_same_door():
    tree = modules()["accountability/statistics/monitor_csv.py"]
    assert called(tree) & WRITING == {"csv_bytes"}


def test_the_check_is_red_for_a_table_that_is_not_neutral():
    with pytest.raises(AssertionError):
        no_cell_runs("a.csv", f"kop\r\n={DDE}\r\n".encode())
    book = openpyxl.Workbook()
    book.active.append([f"={DDE}"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(AssertionError):
        no_cell_runs("a.xlsx", out.getvalue())
