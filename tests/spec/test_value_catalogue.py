"""The values of a line, by their case ids: numbers, persons, contacts, crises, law.

The lines of one partner are judged together, once; each case is a line.
"""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from support.deliveries import (
    ENERGY,
    LANDLORD,
    File,
    energy_file,
    file_of,
    landlord_file,
    passport,
    record,
    text_of,
)
from support.judging import Outcome, decoded, judged

from vroegsein.errors import ConfigurationError
from vroegsein.intake.findings import MEANINGS
from vroegsein.intake.judging.checks import RULES, Circumstances
from vroegsein.intake.reading.shared_values import hides_bsn
from vroegsein.intake.reading.unwrap import ERASED
from vroegsein.parties.forbidden import is_bsn
from vroegsein.parties.history import too_many_foreign
from vroegsein.parties.legal_basis import load_legal_bases
from vroegsein.parties.partner import Conditions, Expected, RowRange, load_passport
from vroegsein.parties.record import FIELDS
from vroegsein.settings import PROJECT_ROOT

BASES = load_legal_bases(PROJECT_ROOT / "include" / "legal_bases.yml")
MANY = {"rows": {"min": 0, "max": 99_999}, "max_rejected_percent": 99}
OPEN = {**MANY, "max_foreign_percent": 100}
#: Nine digits that pass the eleven test; the range 99999xxxx is nobody's.
BSNS = ("999990019", "999990020", "999990032", "999990044", "999990056", "999990068")
INSURER = {
    **LANDLORD,
    "code": "zorgproef",
    "type": "Zorg",
    "sector": "ZORG",
    "legal_basis": "ZVW-89",
    "bsn_authority": "Zorgverzekeringswet, artikel 86",
    "columns": {**LANDLORD["columns"], "burgerservicenummer": "bsn"},
    "expected": OPEN,
}


def sound_file(rows: list[dict[str, str]]) -> File:
    """A landlord's file whose manifest counts what its lines owe together."""
    return landlord_file(
        rows, cents=round(sum(float(row["bedrag_achterstand"]) * 100 for row in rows))
    )


def line(outcome: Outcome, number: int) -> tuple[str, set[tuple[str, str | None]]]:
    """Verdict and findings of the record so numbered, from 0."""
    return outcome.verdicts[number + 2], outcome.codes(number + 2)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("999990019", True),
        ("999.990.019", True),
        ("9999 90 019", True),
        ("010464554", True),
        ("10464554", True),  # eight digits: the zero in front was eaten
        ("999990018", False),
        ("123456789", False),
        ("000000000", False),
        ("00000000", False),
        ("1046455", False),
        ("9999900190", False),
        ("99999001A", False),
        ("\u0669\u0669\u0669\u0669\u0669\u0660\u0660\u0661\u0669", False),
        ("", False),
    ],
)
def test_a_bsn_passes_the_eleven_test(text: str, valid: bool):
    """VAL-01: the eleven test, eight digits, dots, zeros, 123456789."""
    assert is_bsn(text) is valid


def test_one_wrong_digit_is_always_seen():
    """VAL-01: that is what the eleven test is for."""
    for place in range(9):
        for digit in "0123456789":
            changed = f"{BSNS[0][:place]}{digit}{BSNS[0][place + 1 :]}"
            assert is_bsn(changed) is (changed == BSNS[0])


def test_a_bsn_of_an_authorised_partner_is_checked_and_kept_nowhere(tmp_path: Path):
    """VAL-01: a wrong number costs its line; no number is in the rows."""
    numbers = ["999990019", "", "123456789", "000000000", "999.990.020", "99999001"]
    rows = [record(n, burgerservicenummer=bsn) for n, bsn in enumerate(numbers)]
    names = [*LANDLORD["columns"], "burgerservicenummer"]
    file = file_of(
        text_of(rows, header=names), partner="zorgproef", bestand="woonproef_202610.csv"
    )
    found = judged(file, tmp_path, passport(INSURER))
    wrong = ("rejected", {("VAL_BSN", "burgerservicenummer")})
    sound: tuple[str, set[tuple[str, str | None]]] = ("accepted", set())
    assert [line(found, n) for n in range(6)] == [
        sound, sound, wrong, wrong, sound, wrong,
    ]  # fmt: skip
    table = pq.read_table(tmp_path / "rows")
    assert "bsn" not in table.column_names
    assert "99999" not in repr(table.to_pylist())


@pytest.mark.parametrize("name", ["bsn", "BSN", "BSN-nummer", "KlantBSN", "SofiNr"])
def test_a_bsn_of_others_is_dropped_before_storage(tmp_path: Path, name: str):
    """VAL-02: whatever the column is called; the municipality reads of an incident."""
    content = text_of([{**record(1), name: BSNS[0]}], header=[*record(1), name])
    partner = passport(columns={n: LANDLORD["columns"][n] for n in record(1)})
    found = decoded(file_of(content), tmp_path, partner)
    assert found.refused is None
    assert found.codes(1) == {("SCH_NO_GROUND", "bsn")}
    assert MEANINGS["SCH_NO_GROUND"].incident
    assert BSNS[0] not in repr(pq.read_table(tmp_path / "rows").to_pylist())


@pytest.mark.parametrize("name", ["bsn", "IBAN", "Geslacht", "Opmerkingen"])
def test_an_agreement_to_ignore_makes_no_column_lawful(tmp_path: Path, name: str):
    """VAL-02: what nobody may deliver is an incident, in the ignored columns too."""
    content = text_of([{**record(1), name: "x"}], header=[*LANDLORD["columns"], name])
    found = decoded(file_of(content), tmp_path, passport(ignored_columns=[name]))
    (code, _), *others = found.codes(1)
    assert not others
    assert MEANINGS[code].incident


@pytest.mark.parametrize("field", ["klantnummer", "bron_record_id", "voornamen"])
def test_a_column_that_turns_out_to_hold_bsns_refuses_the_file(
    tmp_path: Path, field: str
):
    """VAL-02: under another name; its values may not be kept at all."""
    rows = [record(n, **{field: bsn}) for n, bsn in enumerate(BSNS)]
    found = decoded(landlord_file(rows), tmp_path)
    assert found.refused == "SCH_NO_GROUND"
    assert ("SCH_NO_GROUND", field) in found.codes(None)
    assert not (tmp_path / "rows").exists()
    assert "SCH_NO_GROUND" in ERASED  # of the delivered bytes nothing is kept either


def test_numbers_that_pass_by_chance_are_no_bsns(tmp_path: Path):
    """VAL-02: one in eleven customer numbers passes the test."""
    rows = [record(n, klantnummer=str(999990000 + n)) for n in range(60)]
    assert decoded(landlord_file(rows), tmp_path).refused is None
    assert not hides_bsn(BSNS[:4])  # too few to say so
    assert not hides_bsn([*BSNS, "A-7"])
    assert hides_bsn([*BSNS * 4, "onbekend", "geen"])
    same_day = ["20261001"] * 30  # one value, however often
    assert not hides_bsn(sorted(set(same_day)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"columns": {"BSN": "bsn"}}, "sector HUUR has no authority"),
        ({"bsn_authority": "Wgs 8c"}, "sector HUUR has no authority"),
        ({"columns": {"BSN": "customer_number"}}, "mapped to bsn alone: BSN"),
        (
            {"splits": {"Naam BSN": "person_name"}, "columns": {}},
            "mapped to bsn alone: Naam BSN",
        ),
        (
            {"sector": "ZORG", "columns": {"BSN": "bsn"}},
            "name the article that allows it in bsn_authority",
        ),
        ({"splits": {"huisnummer": "house_number"}}, "both a column and a split"),
        ({"splits": {"Naam": "person_name"}}, "filled more than once: surname"),
        (
            {"splits": {"Adres": "address", "Nr": "house_number"}, "columns": {}},
            "filled more than once: house_number",
        ),
    ],
)
def test_a_passport_cannot_ask_a_bsn_without_authority_or_a_field_twice(
    tmp_path: Path, changes: dict, says: str
):
    """VAL-02: landlords, water, energy and heat have no authority (UAVG art. 46)."""
    path = tmp_path / "woonproef.yml"
    path.write_text(yaml.safe_dump({**LANDLORD, **changes}), "utf-8")
    with pytest.raises(ConfigurationError, match=says):
        load_passport(tmp_path, "woonproef")


#: What differs from a sound line; verdict; codes and columns. One file, judged once.
CASES: dict[str, tuple[dict[str, str], str, set[tuple[str, str]]]] = {
    "VAL-03 credit": (
        {"bedrag_achterstand": "-1.00"},
        "rejected", {("VAL_AMOUNT", "bedrag_achterstand")},
    ),
    "VAL-03 nothing": (
        {"bedrag_achterstand": "0.00"},
        "rejected", {("VAL_AMOUNT", "bedrag_achterstand")},
    ),
    "VAL-03 too much": (
        {"bedrag_achterstand": "100000.01"},
        "accepted", {("VAL_LARGE_AMOUNT", "bedrag_achterstand")},
    ),
    "VAL-04 future": (
        {"geboortedatum": "2026-12-01"},
        "rejected", {("VAL_BIRTH_DATE", "geboortedatum")},
    ),
    "VAL-04 before 1900": (
        {"geboortedatum": "1899-12-31"},
        "rejected", {("VAL_BIRTH_DATE", "geboortedatum")},
    ),
    "VAL-04 30 February": (
        {"geboortedatum": "1980-02-30"}, "rejected", {("VAL_DATE", "geboortedatum")},
    ),
    "VAL-04 fifteen": (
        {"geboortedatum": "2010-10-02"},
        "rejected", {("VAL_BIRTH_DATE", "geboortedatum")},
    ),
    "VAL-05 neighbour": (
        {"postcode": "8911AB"}, "no_ground", {("VAL_NOT_RESIDENT", "postcode")},
    ),
    "VAL-06 spaced": ({"postcode": "8501 ab"}, "accepted", set()),
    "VAL-06 letter O": (
        {"postcode": "85O1AB"}, "rejected", {("VAL_POSTCODE", "postcode")},
    ),
    "VAL-10 estate": (
        {"geslachtsnaam": "Erven van Proef"},
        "accepted", {("VAL_NOT_PERSON", "geslachtsnaam")},
    ),
    "VAL-10 attention": (
        {"geslachtsnaam": "T.a.v. Proef"},
        "accepted", {("VAL_NOT_PERSON", "geslachtsnaam")},
    ),
    "VAL-10 deceased": (
        {"geslachtsnaam": "Proef", "voornamen": "overleden"},
        "accepted", {("VAL_NOT_PERSON", "geslachtsnaam")},
    ),
    "VAL-10 company": (
        {"geslachtsnaam": "Stichting Proef"},
        "accepted", {("VAL_COMPANY", "geslachtsnaam")},
    ),
    "VAL-10 surname": (
        {"geslachtsnaam": "Erven", "voorvoegsel": "van"}, "accepted", set(),
    ),
    "VAL-11 objection": (
        {"bezwaar_gegevensdeling": "J"},
        "objection", {("VAL_OBJECTION", "bezwaar_gegevensdeling")},
    ),
    "VAL-13 html": ({"geslachtsnaam": "<script>alert</script>"}, "accepted", set()),
    "VAL-13 sql": ({"geslachtsnaam": "Robert'); DROP TABLE"}, "accepted", set()),
    "VAL-13 jinja": ({"geslachtsnaam": "{{ conn.x }}"}, "accepted", set()),
    "VAL-13 format": ({"geslachtsnaam": "%s {} %(naam)s"}, "accepted", set()),
    "VAL-14 formula": ({"geslachtsnaam": "=HYPERLINK"}, "accepted", set()),
    "VAL-16 long": (
        {"geslachtsnaam": "x" * 10_000},
        "rejected", {("VAL_LENGTH", "geslachtsnaam")},
    ),
    "VAL-16 spaces": (
        {"geslachtsnaam": "   "}, "rejected", {("VAL_REQUIRED", "geslachtsnaam")},
    ),
    "VAL-16 Null": ({"geslachtsnaam": "Null"}, "accepted", set()),
    "VAL-16 NULL": ({"geslachtsnaam": "NULL"}, "accepted", set()),
    "VAL-16 placeholder": (
        {"geslachtsnaam": "n.v.t."},
        "rejected", {("VAL_PLACEHOLDER_NAME", "geslachtsnaam")},
    ),
    "45 days": (
        {
            "signaaldatum": "2026-08-23", "peildatum": "2026-08-22",
            "datum_schriftelijke_herinnering": "2026-08-20",
            "datum_persoonlijk_contact_poging": "2026-08-20",
            "datum_gewezen_op_hulp": "2026-08-20",
            "datum_aanbod_gegevensdeling": "2026-08-20",
        }, "accepted", set(),
    ),
    "46 days": (
        {
            "signaaldatum": "2026-08-22", "peildatum": "2026-08-22",
            "datum_schriftelijke_herinnering": "2026-08-20",
            "datum_persoonlijk_contact_poging": "2026-08-20",
            "datum_gewezen_op_hulp": "2026-08-20",
            "datum_aanbod_gegevensdeling": "2026-08-20",
        }, "accepted", {("VAL_OLD_SIGNAL", "signaaldatum")},
    ),
    "landlord's crisis": ({"soort_signaal": "ONTRUIMING"}, "accepted", set()),
    "before the law": (
        {
            "ontstaansdatum": "2020-10-01", "signaaldatum": "2020-12-31",
            "peildatum": "2020-12-31",
            "datum_schriftelijke_herinnering": "2020-12-20",
            "datum_persoonlijk_contact_poging": "2020-12-20",
            "datum_gewezen_op_hulp": "2020-12-20",
            "datum_aanbod_gegevensdeling": "2020-12-20",
        },
        "no_ground",
        {("LAW_NO_BASIS", "signaaldatum"), ("VAL_OLD_SIGNAL", "signaaldatum")},
    ),
}  # fmt: skip
NAMES = list(CASES)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    rows = [record(n, **CASES[name][0]) for n, name in enumerate(NAMES)]
    partner = passport(expected=OPEN)
    return judged(sound_file(rows), tmp_path_factory.mktemp("told"), partner)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_gets_its_verdict_and_findings(told: Outcome, name: str):
    """VAL-03, VAL-04, VAL-05, VAL-06, VAL-10, VAL-11, VAL-13, VAL-14, VAL-16.

    Payloads stay what they are: text. What an output makes of them is tested there.
    """
    assert line(told, NAMES.index(name)) == CASES[name][1:]


def test_an_objection_and_another_place_are_counted_and_not_kept(told: Outcome):
    """VAL-05, VAL-11: the receipt counts them apart; no signal is made of them.

    The list of objections of the municipality itself is asked when the list is made.
    """
    words = list(told.verdicts.values())
    assert words.count("objection") == 1
    assert words.count("no_ground") == 2


def test_no_field_takes_what_shields_a_person():
    """VAL-12: a mark of secrecy is the municipality's own, never a partner's."""
    assert not any("geheim" in spec.dutch for spec in FIELDS.values())


def test_an_exact_repeat_is_one_signal_and_a_contradiction_none(tmp_path: Path):
    """VAL-07, VAL-08: one accepted and one duplicate; both lines of a conflict."""
    rows = [record(1), record(1), record(2), record(2, bedrag_achterstand="9.00")]
    found = judged(sound_file(rows), tmp_path, passport(expected=OPEN))
    column = "bron_record_id"
    assert [line(found, n) for n in range(4)] == [
        ("accepted", set()),
        ("duplicate", {("VAL_DUPLICATE", column)}),
        ("rejected", {("VAL_CONFLICT", column)}),
        ("rejected", {("VAL_CONFLICT", column)}),
    ]


def test_a_concern_with_two_sectors_has_two_passports():
    """VAL-09: water and energy of one company are two partners, each by its law."""
    water = passport(LANDLORD, code="bedrijf_water", sector="WATER", type="Water")
    power = passport(ENERGY, code="bedrijf_energie")
    assert water.kvk_number == power.kvk_number
    assert (water.sector, power.sector) == ("WATER", "ENERGIE")


def rows_of(*changes: dict[str, object]) -> pd.DataFrame:
    """Canonical rows that differ in these fields from rows of nothing."""
    blank = dict.fromkeys(FIELDS)
    table = pd.DataFrame([{**blank, **change} for change in changes])
    return table.astype({name: "str" for name in FIELDS if "cents" not in name})


def around(sector: str = "ENERGIE", **changes: object) -> Circumstances:
    given = {"areas": ("8501",), "received_on": date(2026, 10, 7), **changes}
    return Circumstances(sector, **given)


def holds(rule: str, row: dict[str, object], about: Circumstances) -> bool:
    (answer,) = RULES[rule](rows_of(row), about).tolist()
    return bool(answer)


@pytest.mark.parametrize(
    ("signal", "end", "in_term"),
    [
        ("2026-10-01", "2026-10-29", True),  # twenty working days later
        ("2026-10-01", "2026-10-28", False),
        ("2026-12-23", "2027-01-22", True),  # over Christmas and New Year
        ("2026-12-23", "2027-01-21", False),
    ],
)
@pytest.mark.parametrize("kind", ["EINDELEVERING", "AFSLUITING"])
def test_the_end_of_energy_lies_twenty_working_days_after_its_signal(
    kind: str, signal: str, end: str, in_term: bool
):
    """K-20WD, E-EIND-20WD: a rule since 1-4-2023."""
    row = {"signal_kind": kind, "signal_date": signal, "supply_end_date": end}
    assert holds("is_in_term", row, around()) is in_term
    assert holds("is_in_term", row, around("WATER"))
    assert holds("is_in_term", {**row, "signal_kind": "REGULIER"}, around())
    assert holds("is_in_term", {**row, "supply_end_date": None}, around())


@pytest.mark.parametrize(
    ("day", "previous", "in_turn"),
    [
        ("2026-01-01", None, False),
        ("2026-01-01", "A-1", True),
        ("2025-12-31", None, True),
    ],
)
def test_the_end_of_energy_follows_an_earlier_signal(
    day: str, previous: str | None, in_turn: bool
):
    """E-EIND-VOORGANG: since 2026 an end of supply names the signal before it."""
    row = {
        "signal_kind": "EINDELEVERING",
        "signal_date": day,
        "previous_record_id": previous,
    }
    assert holds("is_in_turn", row, around()) is in_turn
    assert holds("is_in_turn", row, around("HUUR"))
    assert holds("is_in_turn", {**row, "signal_kind": "UPDATE"}, around())


def test_a_crisis_with_faults_in_its_term_is_taken_and_reported(tmp_path: Path):
    """E-EIND-20WD, E-EIND-VOORGANG: an incident of the partner, not of the person."""
    late = {"datum_einde_levering_of_ontruiming": "2026-10-09"}
    rows = [record(1, soort_signaal="EINDELEVERING", **late)]
    found = judged(energy_file(rows), tmp_path, passport(ENERGY))
    assert line(found, 0) == (
        "accepted",
        {
            ("VAL_CRISIS_TERM", "datum_einde_levering_of_ontruiming"),
            ("VAL_CRISIS_ORDER", "vorig_signaal_id"),
        },
    )
    assert MEANINGS["VAL_CRISIS_TERM"].incident
    assert MEANINGS["VAL_CRISIS_ORDER"].incident


@pytest.mark.parametrize(
    ("sector", "municipality", "day", "lawful"),
    [
        ("BELASTING", "0599", "2025-05-15", True),  # the last day of the experiment
        ("BELASTING", "0599", "2025-05-16", False),  # the day after it lapsed
        ("BELASTING", "0599", "2021-12-31", False),
        ("BELASTING", "1940", "2025-05-15", False),  # never took part
        ("ENERGIE", "1940", "2025-12-31", True),  # by the law before this one
        ("ENERGIE", "1940", "2026-01-01", True),
        ("HUUR", "1940", "2020-12-31", False),
        ("HUUR", "1940", "2026-10-01", True),
    ],
)
def test_a_line_needs_a_ground_on_its_own_signal_date(
    sector: str, municipality: str, day: str, lawful: bool
):
    """E-GROND: by source, municipality and date (Bgs art. 3; Wgs art. 10)."""
    about = around(sector, terms=BASES.terms(municipality, sector))
    assert holds("has_ground", {"signal_date": day}, about) is lawful
    assert holds("has_ground", {"signal_date": None}, about)


@pytest.mark.parametrize("days", [0, 1, 7, 14])
@pytest.mark.parametrize(
    ("rule", "field", "key"),
    [
        ("offer_before_signal", "sharing_offer_date", "days_after_offer"),
        ("reminder_before_signal", "reminder_date", "days_after_reminder"),
    ],
)
def test_waiting_days_lie_between_offer_or_reminder_and_signal(
    rule: str, field: str, key: str, days: int
):
    """§1.3: some days to object to sharing, as agreed with the partner."""
    signal = date(2026, 10, 1)
    about = around("HUUR", conditions=Conditions(**{key: days}))
    for offset in (-1, 0, days - 1, days, days + 1):
        offer = signal - timedelta(days=offset)
        row = {"signal_date": signal.isoformat(), field: offer.isoformat()}
        assert holds(rule, row, about) is (offset >= days)
    assert holds(rule, {"signal_date": signal.isoformat(), field: None}, about)


def shared(count: int, **changes: str) -> list[dict[str, str]]:
    """Lines of so many customers, alike in what is given."""
    return [record(n, klantnummer=f"K{n}", **changes) for n in range(count)]


@pytest.mark.parametrize(("count", "kept"), [(4, True), (5, False)])
@pytest.mark.parametrize(
    ("column", "field", "text"),
    [
        ("telefoon_1", "phone", "0512-345678"),
        ("email", "email", "balie@example.org"),
    ],
)
def test_a_contact_of_five_customers_is_nobodys_own(
    tmp_path: Path, column: str, field: str, text: str, count: int, kept: bool
):
    """E-TEL-FREQ, E-MAIL-FREQ: left out with a warning; the signal stays."""
    others = {"telefoon_1": "", "email": ""}
    rows = shared(count, **{**others, column: text})
    found = decoded(landlord_file(rows), tmp_path)
    values = pq.read_table(tmp_path / "rows")[field].to_pylist()
    assert [value is not None for value in values] == [kept] * count
    said = {
        found.codes(n + 2) == {("VAL_SHARED_CONTACT", column)} for n in range(count)
    }
    assert said == {not kept}
    names = pq.read_table(tmp_path / "rows")["surname"].to_pylist()
    assert names == ["Proefpersoon"] * count  # nothing else was changed


def test_five_lines_of_one_customer_keep_their_number(tmp_path: Path):
    """E-TEL-FREQ: persons are counted, not lines."""
    rows = [record(n) for n in range(6)]
    assert decoded(landlord_file(rows), tmp_path).step.findings == []


@pytest.mark.parametrize(("count", "hot"), [(20, False), (21, True)])
def test_an_address_of_many_customers_is_named_once(
    tmp_path: Path, count: int, hot: bool
):
    """VAL-15: a care home or an invented address; all its lines stay."""
    rows = shared(count, telefoon_1="", email="")
    rows.append(record(99, klantnummer="Z", huisnummer="13", telefoon_1="", email=""))
    found = decoded(landlord_file(rows), tmp_path)
    assert found.codes(2) == ({("VAL_HOTSPOT", "postcode")} if hot else set())
    assert len(found.step.findings) == hot
    assert pq.read_table(tmp_path / "rows").num_rows == count + 1


@pytest.mark.parametrize(
    ("foreign", "lines", "percent", "refused"),
    [
        (2, 10, 2.0, False),  # two lines say nothing of a selection
        (3, 10, 2.0, True),
        (3, 150, 2.0, False),  # two percent, exactly
        (4, 150, 2.0, True),
        (150, 150, 100.0, False),  # a national file, as agreed
    ],
)
def test_a_file_for_another_municipality_is_refused(
    foreign: int, lines: int, percent: float, refused: bool
):
    """E-GEMEENTE: more than the agreed share of addresses elsewhere."""
    expected = Expected(rows=RowRange(min=0, max=9), max_foreign_percent=percent)
    assert too_many_foreign(foreign, lines, expected) is refused


def test_lines_of_a_neighbour_refuse_the_whole_file(tmp_path: Path):
    """VAL-05, E-GEMEENTE: four of ten addresses lie elsewhere."""
    rows = [record(n, postcode="8911AB" if n < 4 else "8501AB") for n in range(10)]
    found = judged(landlord_file(rows), tmp_path, passport(expected=MANY))
    assert found.refused == "DEL_FOREIGN"


SPLIT = {
    **LANDLORD,
    "columns": {
        header: field
        for header, field in LANDLORD["columns"].items()
        if field not in {"first_names", "surname_prefix", "surname", "street"}
        and not field.startswith("house_")
    },
    "splits": {"Naam": "person_name", "Adres": "address"},
    "expected": OPEN,
}


def test_a_name_and_an_address_are_taken_apart_on_their_line(tmp_path: Path):
    """Berg, van den and 12-a hs: parts in their fields, the rest to the partner."""
    texts = [
        ("Berg, van den", "Plein 1944 12-a hs"),
        ("JP de Vries", "Voorbeeldstraat 3"),  # the column says J.
        ("De heer en mevrouw Proef", "Voorbeeldstraat 3"),
        ("Proef", "Plein 1944"),
        ("", ""),
        ("J. Proef", "Voorbeeldstraat 3"),
    ]
    names = [*SPLIT["columns"], "Naam", "Adres"]
    rows = [{**record(n), "Naam": a, "Adres": b} for n, (a, b) in enumerate(texts)]
    found = judged(file_of(text_of(rows, header=names)), tmp_path, passport(SPLIT))
    assert [line(found, n) for n in range(6)] == [
        ("accepted", set()),
        ("rejected", {("VAL_SPLIT", "Naam")}),
        ("rejected", {("VAL_SPLIT", "Naam")}),
        ("rejected", {("VAL_SPLIT", "Adres")}),
        ("rejected", {("VAL_REQUIRED", "Naam"), ("VAL_REQUIRED", "Adres")}),
        ("accepted", set()),
    ]
    first = pq.read_table(tmp_path / "rows").to_pylist()[0]
    parts = ("initials", "surname_prefix", "surname", "street", "house_number")
    assert [first[name] for name in (*parts, "house_letter", "house_addition")] == [
        "J.", "van den", "Berg", "Plein 1944", "12", "a", "hs",
    ]  # fmt: skip
