"""How amounts, dates, postcodes, phones and mail addresses may be written."""

from typing import get_args

import pytest

from vroegsein.intake.reading import notation
from vroegsein.parties.partner import Dates


@pytest.mark.parametrize(
    ("text", "decimal", "cents"),
    [
        ("1234,56", ",", 123456),
        ("1234.56", ".", 123456),
        ("12", ",", 1200),
        ("12,5", ",", 1250),
        ("0,07", ",", 7),
        ("-12,50", ",", -1250),
    ],
)
def test_an_amount_is_read_by_the_agreed_sign(text: str, decimal: str, cents: int):
    assert notation.cents(text, decimal) == cents


@pytest.mark.parametrize(
    "text",
    ["1.234", "1.234,56", "1234.56", "€ 12", "12,5-", "1e3", "NaN", "Infinity", "\uff11\uff12",
     "12,345", ",50", "12,", "+12", " 12", "12 ", "1 234", "\u0661\u0662", "", "12,50\n"],
)  # fmt: skip
def test_an_amount_written_otherwise_is_not_guessed(text: str):
    assert notation.cents(text, ",") is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-10-07", "yyyy-mm-dd"),
        ("07-10-2026", "dd-mm-yyyy"),
        ("20261007", "yyyymmdd"),
        ("07/10/2026", "dd/mm/yyyy"),
        ("07102026", "ddmmyyyy"),
        ("7-10-2026", "d-m-yyyy"),
        ("7/10/2026", "d/m/yyyy"),
    ],
)
def test_a_date_is_read_in_the_agreed_notation_only(text: str, written: str):
    assert notation.day(text, written) == "2026-10-07"
    wider = {"dd-mm-yyyy": "d-m-yyyy", "dd/mm/yyyy": "d/m/yyyy"}.get(written)
    others = {*get_args(Dates)} - {written, wider}
    assert [notation.day(text, other) for other in sorted(others)] == [None] * len(
        others
    )


def test_zeros_in_front_may_be_there_where_they_may_be_left_out():
    assert notation.day("07-01-2026", "d-m-yyyy") == "2026-01-07"
    assert notation.day("007-1-2026", "d-m-yyyy") is None


@pytest.mark.parametrize(
    "text", ["30-02-2026", "31-04-2026", "00-00-0000", "1-2-2026", "45383", "07-10-26"]
)
def test_a_day_that_does_not_exist_is_no_date(text: str):
    assert notation.day(text, "dd-mm-yyyy") is None


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("1980-00-00", "yyyy-mm-dd", "1980-00-00"),
        ("00-05-1980", "dd-mm-yyyy", "1980-05-00"),
        ("19800517", "yyyymmdd", "1980-05-17"),
        ("00-13-1980", "dd-mm-yyyy", None),
        ("17-00-1980", "dd-mm-yyyy", None),
        ("00-12-1980", "dd-mm-yyyy", "1980-12-00"),
        ("00-00-0000", "dd-mm-yyyy", None),
        ("0-5-1980", "d-m-yyyy", "1980-05-00"),
        ("0-13-1980", "d-m-yyyy", None),
        ("00051980", "ddmmyyyy", "1980-05-00"),
        ("00-05-0000", "dd-mm-yyyy", None),
        ("1980", "yyyy-mm-dd", None),
    ],
)
def test_a_birth_date_may_be_partly_unknown(text: str, written: str, day: str | None):
    assert notation.birth_day(text, written) == day


@pytest.mark.parametrize(
    "text",
    ["06-12345678", "06 1234 5678", "+31 (0)6 12345678", "0031612345678",
     "(06) 12.34.56.78", "+31612345678"],
)  # fmt: skip
def test_a_phone_number_is_brought_to_one_form(text: str):
    assert notation.phone(text) == "+31612345678"


def test_a_foreign_phone_number_is_kept():
    assert notation.phone("+49 151 23456789") == "+4915123456789"


@pytest.mark.parametrize(
    "text",
    ["06-1234", "0900-1234", "0800 0113", "612345678", "onbekend", "0", "06-1234567a"],
)
def test_what_is_nobodys_phone_number_is_left_out(text: str):
    assert notation.phone(text) is None


def test_a_mail_address_is_in_small_letters():
    assert notation.email("J.De.Vries@Example.ORG") == "j.de.vries@example.org"


@pytest.mark.parametrize(
    "text",
    [
        "geen@geen.nl",
        "onbekend@onbekend.nl",
        "jan",
        "a@b",
        "a b@c.nl",
        "x@" + "y" * 260,
    ],
)
def test_what_is_no_mail_address_is_left_out(text: str):
    assert notation.email(text) is None


def test_a_postcode_is_without_space_and_in_capitals():
    assert notation.postcode("8501 ab") == "8501AB"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Jan ", "Jan"),
        ("Jan\u00a0Jansen", "Jan Jansen"),
        ("\u202eJan\u200b", "Jan"),
        ("Zoe\u0308", "Zoë"),
        ("a\x07b\r", "ab"),
        ("van\tden\nBerg", "van den Berg"),
        ("Dorps\u2028straat\u2029\x85", "Dorps straat"),
    ],
)
def test_invisible_signs_do_not_enter_a_text(text: str, clean: str):
    assert notation.clean_text(text) == clean
    assert notation.clean_text(clean) == clean
