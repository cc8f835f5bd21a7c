"""The published list itself, filled in as officials do, comes back and is understood."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import text
from support.listing_month import DECIDED_AT, Register, signal
from support.office import HELPED, Office
from support.reviewing import Officials

from vroegsein import casework
from vroegsein.casework.office_columns import CASE
from vroegsein.casework.office_read import SHEETS
from vroegsein.exchange.keyring import KeyKind, new_key, public_key
from vroegsein.listing.columns import ATTEMPT_HEADERS, MEASURES, RESULT, RESULT_DATE
from vroegsein.parties.case_codes import OfficeFileKind
from vroegsein.settings import settings
from vroegsein.synthetic.office_files import listed_cases

BOOK = "uitkomsten_2026-10_01.xlsx.age"
DAY = DECIDED_AT.date()


@pytest.fixture
def returned(
    officials: Officials, register, storage
) -> tuple[Office, list[str], bytes]:
    """A month really published, its cases, and its workbook filled in for the first."""
    month = Register(register)
    month.deliver([signal("S1", "A"), signal("S2", "B", number="2")])
    month.publish()
    office = Office(officials, month, _our_key())
    casework.open_cases(
        office.value("SELECT publication_id FROM publication.publication")
    )
    (folder,) = storage.glob("publications/1940/2026-10/v1")
    cases = listed_cases(folder / "signaallijst.csv")
    book = openpyxl.load_workbook(folder / "signaallijst.xlsx")
    page = book[SHEETS[OfficeFileKind.OUTCOMES]]
    headers = {cell.value: cell.column for cell in page[1]}
    texts = dict(zip(ATTEMPT_HEADERS, ("Telefoon", DAY, "Avond", "J"), strict=False))
    texts |= {RESULT: HELPED, RESULT_DATE: DAY, MEASURES: "M04"}
    for header, written in texts.items():
        page.cell(2, headers[header], written)
    assert page.cell(2, headers[CASE]).value == cases[0]
    out = io.BytesIO()
    book.save(out)
    return office, cases, out.getvalue()


def _our_key() -> str:
    entry = new_key(settings().keys, KeyKind.AGE, date(2026, 1, 1), "test").entry
    return public_key(settings().keys, entry)


def test_the_list_comes_back_filled_in_and_moves_its_case(returned):
    office, cases, content = returned

    assert office.send(BOOK, content) == {"rows": 2, "taken": 2}

    assert office.found(BOOK) == []
    with office.cases.engine.connect() as connection:
        query = text('SELECT case_id, state FROM casework."case"')
        states = dict(map(tuple, connection.execute(query)))
    assert states == {cases[0]: "helped", cases[1]: "open"}
    assert office.count("contact_attempt") == 1
    assert office.count("measure_used") == 1
