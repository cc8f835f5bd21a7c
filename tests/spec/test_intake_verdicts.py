"""What becomes of each line: a table of cases, read as one file."""

from pathlib import Path

import pytest
from support.deliveries import (
    ENERGY,
    energy_file,
    file_of,
    landlord_file,
    passport,
    record,
    text_of,
)
from support.judging import Outcome, judged

from vroegsein.settings import settings

TODAY_IS_ACCEPTED = "accepted"
#: What differs from a sound line; the verdict; code and column of what is found.
CASES: dict[str, tuple[dict[str, str], str, set[tuple[str, str]]]] = {
    "sound": ({}, "accepted", set()),
    "no birth month": ({"geboortedatum": "1980-00-00"}, "accepted", set()),
    "spaced postcode": ({"postcode": "8501 ab"}, "accepted", set()),
    "surname Null": ({"geslachtsnaam": "Null"}, "accepted", set()),
    "crisis": ({"soort_signaal": "ONTRUIMING"}, "accepted", set()),
    "no number": (
        {"klantnummer": ""}, "rejected", {("VAL_REQUIRED", "klantnummer")},
    ),
    "blank surname": (
        {"geslachtsnaam": "  "}, "rejected", {("VAL_REQUIRED", "geslachtsnaam")},
    ),
    "comma amount": (
        {"bedrag_achterstand": "12,50"},
        "rejected", {("VAL_AMOUNT", "bedrag_achterstand")},
    ),
    "nothing owed": (
        {"bedrag_achterstand": "0.00"},
        "rejected", {("VAL_AMOUNT", "bedrag_achterstand")},
    ),
    "credit": (
        {"bedrag_achterstand": "-12.50"},
        "rejected", {("VAL_AMOUNT", "bedrag_achterstand")},
    ),
    "very much": (
        {"bedrag_achterstand": "25000.01"},
        "accepted", {("VAL_LARGE_AMOUNT", "bedrag_achterstand")},
    ),
    "not too much": ({"bedrag_achterstand": "25000.00"}, "accepted", set()),
    "61 terms": (
        {"aantal_termijnen": "61"}, "rejected", {("VAL_AMOUNT", "aantal_termijnen")},
    ),
    "no such day": (
        {"ontstaansdatum": "2026-02-30"},
        "rejected", {("VAL_DATE", "ontstaansdatum")},
    ),
    "unknown kind": (
        {"soort_signaal": "SPOED"}, "rejected", {("VAL_LOOKUP", "soort_signaal")},
    ),
    "unknown debtor": (
        {"type_debiteur": "np"}, "rejected", {("VAL_LOOKUP", "type_debiteur")},
    ),
    "flag ja": (
        {"warme_overdracht": "ja"}, "rejected", {("VAL_LOOKUP", "warme_overdracht")},
    ),
    "long number": (
        {"klantnummer": "1" * 31}, "rejected", {("VAL_LENGTH", "klantnummer")},
    ),
    "bad postcode": (
        {"postcode": "0501AB"}, "rejected",
        {("VAL_POSTCODE", "postcode")},
    ),
    "short postcode": (
        {"postcode": "8501A"}, "rejected", {("VAL_POSTCODE", "postcode")},
    ),
    "forbidden letters": (
        {"postcode": "8501SS"}, "rejected", {("VAL_POSTCODE", "postcode")},
    ),
    "neighbour": (
        {"postcode": "8911AB"}, "no_ground", {("VAL_NOT_RESIDENT", "postcode")},
    ),
    "number zero": (
        {"huisnummer": "0"}, "rejected", {("VAL_HOUSE_NUMBER", "huisnummer")},
    ),
    "number 12a": (
        {"huisnummer": "12a"}, "rejected", {("VAL_HOUSE_NUMBER", "huisnummer")},
    ),
    "number 100000": (
        {"huisnummer": "100000"}, "rejected", {("VAL_HOUSE_NUMBER", "huisnummer")},
    ),
    "letter 1": (
        {"huisletter": "1"}, "rejected", {("VAL_HOUSE_NUMBER", "huisletter")},
    ),
    "no birth date": (
        {"geboortedatum": ""}, "rejected", {("VAL_BIRTH_DATE", "geboortedatum")},
    ),
    "dummy birth date": (
        {"geboortedatum": "1900-01-01"},
        "rejected", {("VAL_BIRTH_DATE", "geboortedatum")},
    ),
    "fifteen": (
        {"geboortedatum": "2010-10-02"},
        "rejected", {("VAL_BIRTH_DATE", "geboortedatum")},
    ),
    "sixteen": ({"geboortedatum": "2010-10-01"}, "accepted", set()),
    "placeholder": (
        {"geslachtsnaam": "ONBEKEND"},
        "rejected", {("VAL_PLACEHOLDER_NAME", "geslachtsnaam")},
    ),
    "digits": (
        {"geslachtsnaam": "Proef 3"},
        "rejected", {("VAL_PLACEHOLDER_NAME", "geslachtsnaam")},
    ),
    "since after reference": (
        {"ontstaansdatum": "2026-10-01", "peildatum": "2026-09-30"},
        "rejected", {("VAL_DATE_ORDER", "peildatum")},
    ),
    "reference after signal": (
        {"peildatum": "2026-10-02"}, "rejected", {("VAL_DATE_ORDER", "signaaldatum")},
    ),
    "signal after receipt": (
        {"signaaldatum": "2026-10-08"},
        "rejected", {("VAL_DATE_ORDER", "signaaldatum")},
    ),
    "received today": ({"signaaldatum": "2026-10-07"}, TODAY_IS_ACCEPTED, set()),
    "no reminder": (
        {"datum_schriftelijke_herinnering": ""},
        "rejected", {("VAL_EVIDENCE", "datum_schriftelijke_herinnering")},
    ),
    "late contact": (
        {"datum_persoonlijk_contact_poging": "2026-10-02"},
        "rejected", {("VAL_EVIDENCE", "datum_persoonlijk_contact_poging")},
    ),
    "no help": (
        {"datum_gewezen_op_hulp": ""},
        "rejected", {("VAL_EVIDENCE", "datum_gewezen_op_hulp")},
    ),
    "no offer": (
        {"datum_aanbod_gegevensdeling": ""},
        "rejected", {("VAL_EVIDENCE", "datum_aanbod_gegevensdeling")},
    ),
    "arrangement": (
        {"betalingsregeling_actief": "J"},
        "rejected", {("VAL_ARRANGEMENT", "betalingsregeling_actief")},
    ),
    "objection": (
        {"bezwaar_gegevensdeling": "J"},
        "objection", {("VAL_OBJECTION", "bezwaar_gegevensdeling")},
    ),
    "objection and more": (
        {"bezwaar_gegevensdeling": "J", "postcode": "8911AB", "klantnummer": ""},
        "objection",
        {
            ("VAL_OBJECTION", "bezwaar_gegevensdeling"),
            ("VAL_NOT_RESIDENT", "postcode"),
            ("VAL_REQUIRED", "klantnummer"),
        },
    ),
    "bad phone": ({"telefoon_1": "0900-1"}, "accepted", {("VAL_PHONE", "telefoon_1")}),
    "bad mail": ({"email": "geen@geen.nl"}, "accepted", {("VAL_EMAIL", "email")}),
    "company": (
        {"geslachtsnaam": "Proef B.V."},
        "accepted", {("VAL_COMPANY", "geslachtsnaam")},
    ),
    "company by kind": (
        {"geslachtsnaam": "Proef B.V.", "type_debiteur": "RP"}, "accepted", set(),
    ),
}  # fmt: skip
NAMES = list(CASES)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """All cases as the lines of one file, with the manifest's total left open."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VROEGSEIN_REGISTER_URL", "postgresql+psycopg://unused")
        settings.cache_clear()
        rows = [record(n, **CASES[name][0]) for n, name in enumerate(NAMES)]
        partner = passport(
            expected={"rows": {"min": 0, "max": 9}, "max_rejected_percent": 99}
        )
        yield judged(landlord_file(rows), tmp_path_factory.mktemp("told"), partner)
    settings.cache_clear()


@pytest.fixture
def anywhere(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VROEGSEIN_REGISTER_URL", "postgresql+psycopg://unused")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_a_line_gets_its_verdict_and_findings(told: Outcome, name: str):
    _, verdict, codes = CASES[name]
    line = NAMES.index(name) + 2
    assert (told.verdicts[line], told.codes(line)) == (verdict, codes)


def test_every_line_has_one_verdict(told: Outcome):
    assert list(told.verdicts) == list(range(2, len(CASES) + 2))


@pytest.mark.usefixtures("anywhere")
def test_repeats_and_conflicts_within_a_file(tmp_path: Path):
    rows = [
        record(1),
        record(1),
        record(2),
        record(2, bedrag_achterstand="1.00"),
        record(3),
        record(4, klantnummer=""),
        record(4, klantnummer=""),
    ]
    cents = 5 * 12345 + 100 + 12345
    outcome = judged(landlord_file(rows, cents=cents), tmp_path / "f")
    assert list(outcome.verdicts.values()) == [
        "accepted",
        "duplicate",
        "rejected",
        "rejected",
        "accepted",
        "rejected",
        "rejected",
    ]
    assert outcome.codes(3) == {("VAL_DUPLICATE", "bron_record_id")}
    assert outcome.codes(4) == outcome.codes(5) == {("VAL_CONFLICT", "bron_record_id")}


@pytest.mark.usefixtures("anywhere")
def test_a_stray_quote_costs_its_own_line_only(tmp_path: Path):
    lines = text_of([record(n) for n in range(100)]).splitlines()
    for place in (10, 60):
        lines[place] = lines[place].replace("Voorbeeldstraat", '"Voorbeeldstraat')
    outcome = judged(file_of("\n".join(lines) + "\n"), tmp_path / "f")
    refused = [line for line, word in outcome.verdicts.items() if word != "accepted"]
    assert refused == [11, 61]
    assert outcome.codes(11) == {("TXT_QUOTE", None)}


@pytest.mark.usefixtures("anywhere")
def test_an_old_system_is_read_by_its_passport(tmp_path: Path):
    rows = [record(1, woonplaats="Sint Nicolaasgâ"), record(2, geboortedatum="")]
    outcome = judged(energy_file(rows), tmp_path / "f", passport(ENERGY))
    assert (outcome.refused, outcome.cents) == (None, 24690)
    assert set(outcome.verdicts.values()) == {"accepted"}  # no birth date needed


@pytest.mark.usefixtures("anywhere")
@pytest.mark.parametrize(
    ("bad", "percent", "refused"),
    [
        (1, 10, None),
        (2, 10, "DEL_TOO_MANY_REJECTED"),
        (0, 0, None),
        (1, 0, "DEL_TOO_MANY_REJECTED"),
        (10, 100, "TXT_ALL_REJECTED"),
    ],
)
def test_a_file_with_too_many_rejected_lines_is_refused(
    tmp_path: Path, bad: int, percent: float, refused: str | None
):
    rows = [record(n, klantnummer="" if n < bad else "1") for n in range(10)]
    expected = {"rows": {"min": 0, "max": 9}, "max_rejected_percent": percent}
    outcome = judged(landlord_file(rows), tmp_path / "f", passport(expected=expected))
    assert outcome.refused == refused
