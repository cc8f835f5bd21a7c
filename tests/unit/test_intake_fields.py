"""What one line's texts mean by the partner's passport, and what is said of the rest."""

from typing import Any

import pytest
from support.deliveries import ENERGY, LANDLORD, RECORD, passport
from support.plain_reading import read_line

from vroegsein.intake.reading.fields import columns_of, headers_of
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS

#: A partner with names and addresses in one cell each, and the parts beside them.
WHOLE: dict[str, Any] = {
    **LANDLORD,
    "columns": {
        header: field
        for header, field in LANDLORD["columns"].items()
        if field not in {"surname", "house_number"}
    },
    "splits": {"Naam": "person_name", "Adres": "address"},
}
#: A health insurer whose BSN is checked on its line.
INSURER: dict[str, Any] = {
    **LANDLORD,
    "type": "Zorg",
    "sector": "ZORG",
    "columns": {**LANDLORD["columns"], "BSN": "bsn"},
    "bsn_authority": "Wgs art. 8c",
}


def read(
    partner: Passport, **cells: str
) -> tuple[dict[str, object], set[tuple[str, str | None]]]:
    """The values of a line by field, and code and column of what was found."""
    names = partner.agreed_headers
    texts = {**RECORD, **cells}
    columns = columns_of(partner, {name: place for place, name in enumerate(names)})
    values, findings = read_line(columns, [texts.get(name, "") for name in names], 7)
    assert {item.line for item in findings} <= {7}
    found = {(str(item.code), item.column) for item in findings}
    return dict(zip(FIELDS, values, strict=True)), found


@pytest.mark.parametrize(
    ("header", "longest", "code"),
    [
        ("bron_record_id", 40, "VAL_LENGTH"),
        ("klantnummer", 30, "VAL_LENGTH"),
        ("voorletters", 20, "VAL_LENGTH"),
        ("voornamen", 200, "VAL_LENGTH"),
        ("voorvoegsel", 10, "VAL_LENGTH"),
        ("geslachtsnaam", 200, "VAL_LENGTH"),
        ("straatnaam", 80, "VAL_LENGTH"),
        ("huisnummer", 5, "VAL_HOUSE_NUMBER"),
        ("huisletter", 1, "VAL_HOUSE_NUMBER"),
        ("huisnummertoevoeging", 4, "VAL_LENGTH"),
        ("postcode", 6, "VAL_POSTCODE"),
    ],
)
def test_a_text_may_be_as_long_as_agreed_and_one_sign_longer_is_none(
    header: str, longest: int, code: str
):
    """Cut off it would be another name, number or street."""
    field = LANDLORD["columns"][header]
    values, found = read(passport(), **{header: "X" * longest})
    assert (values[field], found) == ("X" * longest, set())
    values, found = read(passport(), **{header: "X" * (longest + 1)})
    assert (values[field], found) == (None, {(code, header)})


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("signaaldatum", "1-10-2026", "VAL_DATE"),
        ("geboortedatum", "1980-13-00", "VAL_DATE"),
        ("bedrag_achterstand", "1.234,00", "VAL_AMOUNT"),
        ("bedrag_achterstand", "1e3", "VAL_AMOUNT"),
        ("aantal_termijnen", "2,5", "VAL_AMOUNT"),
        ("warme_overdracht", "ja", "VAL_LOOKUP"),
        ("bezwaar_gegevensdeling", "?", "VAL_LOOKUP"),
        ("telefoon_1", "0800-1234", "VAL_PHONE"),
        ("email", "geen@example.org", "VAL_EMAIL"),
        ("postcode", "8501 ABC", "VAL_POSTCODE"),
    ],
)
def test_a_text_that_is_not_as_agreed_is_absent_and_reported(
    column: str, text: str, code: str
):
    values, found = read(passport(), **{column: text})
    assert values[LANDLORD["columns"][column]] is None
    assert found == {(code, column)}


@pytest.mark.parametrize("blank", ["", "   ", "\u200b", "\u00a0"])
def test_a_blank_is_absent_and_nothing_is_said_of_it_here(blank: str):
    values, found = read(passport(), voorletters=blank)
    assert values["initials"] is None
    assert found == set()


def test_a_word_outside_the_lookups_is_never_the_nearest_one():
    partner = passport(ENERGY)
    old = {
        name: "-".join(reversed(text.split("-")))
        for name, text in RECORD.items()
        if text[:2] in {"19", "20"}
    }
    for word, kind, codes in (
        ("R", "REGULIER", set()),
        ("r", None, {("VAL_LOOKUP", "soort_signaal")}),
        ("REGULIER", None, {("VAL_LOOKUP", "soort_signaal")}),
    ):
        values, found = read(
            partner, **old, soort_signaal=word, bedrag_achterstand="123,45"
        )
        assert values["signal_kind"] == kind
        assert values["arrears_cents"] == 12_345
        assert found == codes


@pytest.mark.parametrize(
    ("constants", "field", "value"),
    [
        ({"debtor_kind": "NP"}, "debtor_kind", "NP"),
        ({"term_count": "3"}, "term_count", 3),
        ({"term_cents": "65000"}, "term_cents", 65_000),
    ],
)
def test_a_constant_stands_on_every_line(
    constants: dict[str, str], field: str, value: object
):
    """Bedragen en aantallen zijn getallen, ook als het paspoort ze vastlegt."""
    others = {
        header: name for header, name in LANDLORD["columns"].items() if name != field
    }
    values, found = read(passport(columns=others, constants=constants))
    assert values[field] == value
    assert found == set()


@pytest.mark.parametrize(
    ("name", "beside", "parts", "codes"),
    [
        ("J. Proef", "J.", ("J.", "Proef"), set()),
        ("J. Proef", "j", ("j", "Proef"), set()),  # signs and case aside
        ("J. Proef", "", ("J.", "Proef"), set()),
        ("Proef", "J.", ("J.", "Proef"), set()),
        ("J. Proef", "K.", ("K.", None), {("VAL_SPLIT", "Naam")}),
        ("J. en K. Proef", "J.", ("J.", None), {("VAL_SPLIT", "Naam")}),
        ("", "J.", ("J.", None), set()),
        ("A." * 10 + " Proef", "", ("A." * 10, "Proef"), set()),
        ("A." * 11 + " Proef", "", (None, None), {("VAL_LENGTH", "Naam")}),
    ],
)
def test_a_name_that_is_split_agrees_with_the_columns_beside_it(
    name: str, beside: str, parts: tuple[str | None, ...], codes: set[tuple[str, str]]
):
    values, found = read(
        passport(WHOLE), Naam=name, voorletters=beside, Adres="Voorbeeldstraat 12"
    )
    assert (values["initials"], values["surname"]) == parts
    assert found == codes


def test_a_street_beside_an_address_has_to_be_the_same():
    values, found = read(passport(WHOLE), Naam="Proef", Adres="Andere Kade 12")
    assert (values["street"], values["house_number"]) == ("Voorbeeldstraat", None)
    assert found == {("VAL_SPLIT", "Adres")}


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("111222333", set()),
        ("1112.22.333", set()),
        ("", set()),
        ("111222334", {("VAL_BSN", "BSN")}),
        ("000000000", {("VAL_BSN", "BSN")}),
    ],
)
def test_a_bsn_is_checked_and_kept_nowhere(number: str, codes: set[tuple[str, str]]):
    values, found = read(passport(INSURER), BSN=number)
    assert found == codes
    assert number == "" or number not in map(str, values.values())
    assert "bsn" not in values


def test_a_finding_is_named_by_the_partners_own_column():
    partner = passport(WHOLE)
    named = headers_of(partner)
    assert named["surname"] == "Naam"
    assert named["surname_prefix"] == "voorvoegsel"  # a column of its own
    assert named["street"] == "straatnaam"
    assert named["house_number"] == "Adres"
