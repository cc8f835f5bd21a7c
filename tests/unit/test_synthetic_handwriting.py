"""How partners write one and the same debtor: spelling, omissions, notations."""

import json
from dataclasses import replace
from datetime import date

import pytest
from support.arrears import CLAIM, HOME, WOMAN, claim
from support.synthetic import MONTH, passport

from vroegsein.parties.record import FIELDS
from vroegsein.synthetic.claims import Claim
from vroegsein.synthetic.files import Line, lines_of, write_file
from vroegsein.synthetic.handwriting import Values, values_of
from vroegsein.synthetic.roster import ROSTER

SEEDS = range(60)


def written(partner_code: str, seed: int = 1, **changes: object) -> Values:
    """Return the record of the household's claim in a partner's hand."""
    partner = passport(partner_code)
    own = claim(partner_code, **changes)
    return values_of(own, partner, ROSTER[partner_code], MONTH, seed)


def only_line(partner_code: str, own: Claim, code: str = "") -> Line:
    """Return the first line of a file with this claim alone."""
    codes = [code] if code else []
    return lines_of([own], passport(partner_code), MONTH, codes, 1)[0]


def test_a_record_has_every_canonical_field():
    assert set(written("merenwonen")) == set(FIELDS)


def test_fields_a_partner_does_not_deliver_are_empty():
    values = written("wetterfryslan")

    assert values["birth_date"] == ""
    assert values["first_names"] == ""
    assert values["supply_end_date"] == ""


def test_constants_of_the_passport_are_filled_in():
    values = written("wetterfryslan", kind="UPDATE")

    assert values["signal_kind"] == "REGULIER"
    assert values["has_arrangement"] == "N"


def test_a_partner_writes_the_same_person_the_same_way_next_month():
    personal = ("surname", "surname_prefix", "initials", "birth_date", "phone", "email")
    now = written("merenwonen")
    later = written("merenwonen", record_id="MW-2", cents=150_000)

    assert {name: now[name] for name in personal} == {
        name: later[name] for name in personal
    }
    assert now["customer_number"] == later["customer_number"]
    assert now["arrears_cents"] != later["arrears_cents"]


def test_partners_differ_in_the_name_they_know_a_married_woman_by():
    names = {
        (values["surname_prefix"], values["surname"])
        for values in (written("merenwonen", seed) for seed in SEEDS)
    }

    assert {("van der", "Meer"), ("de", "Vries"), ("de", "Vries-van der Meer")} <= names


def test_a_man_goes_by_his_own_name():
    man = replace(WOMAN, sex="m")
    surnames = {written("merenwonen", seed, debtor=man)["surname"] for seed in SEEDS}

    assert "Vries" not in surnames
    assert "Meer" in surnames


def test_capitals_go_without_accents():
    values = written("gaastwonen")

    assert values["street"] == "IT BUTLAN"
    assert values["place"] == "JOURE"
    assert values["house_addition"] == "BIS"
    assert values["surname"].isupper()
    assert values["surname"].isascii()


def test_the_prefix_comes_after_a_comma_at_the_water_company():
    single = replace(WOMAN, partner_surname=replace(WOMAN.surname, prefix="", name=""))
    surnames = {
        written("wetterfryslan", seed, debtor=single)["surname"] for seed in SEEDS
    }

    assert "Meer, van der" in surnames


def test_initials_go_with_or_without_points():
    with_points = {written("merenwonen", seed)["initials"] for seed in SEEDS}
    without = {written("gaastwonen", seed)["initials"] for seed in SEEDS}

    assert with_points == {"S.A.", "S."}
    assert without == {"SA", "S"}


def test_first_names_are_whole_or_the_one_in_daily_use():
    assert {written("noordstroom", seed)["first_names"] for seed in SEEDS} == {
        "Sjûkje Anna",
        "Sjûkje",
    }


def test_a_village_goes_by_its_frisian_name_at_some_partners():
    water = {written("wetterfryslan", seed)["place"] for seed in SEEDS}
    rent = {written("merenwonen", seed)["place"] for seed in SEEDS}

    assert water == {"Joure", "De Jouwer"}
    assert rent == {"Joure"}


def test_a_birth_date_that_cannot_be_turned_round_stays_as_it_is():
    assert {written("merenwonen", seed)["birth_date"] for seed in SEEDS} == {
        "1980-02-29"
    }


def test_dates_come_in_the_order_of_the_law():
    values = written("merenwonen")
    order = ("arrears_since_date", "reminder_date", "reference_date", "signal_date")
    days = [date.fromisoformat(values[name]) for name in order]

    assert days == sorted(days)
    assert values["contact_attempt_date"] < values["signal_date"]


@pytest.mark.parametrize(("kind", "ends"), [("REGULIER", False), ("ONTRUIMING", True)])
def test_only_a_crisis_has_an_end_date(kind, ends):
    assert bool(written("merenwonen", kind=kind)["supply_end_date"]) == ends


@pytest.mark.parametrize(
    ("partner_code", "field", "expected"),
    [
        ("merenwonen", "arrears_cents", "1000,00"),
        ("gaastwonen", "arrears_cents", "1000.00"),
        ("merenwonen", "arrears_since_date", "01-08-2026"),
        ("gaastwonen", "arrears_since_date", "2026-08-01"),
        ("wetterfryslan", "arrears_since_date", "20260801"),
        ("fjildstroom", "arrears_since_date", "01/08/2026"),
        ("merenwonen", "postcode", "8501 AB"),
        ("noordstroom", "postcode", "8501AB"),
        ("merenwonen", "has_arrangement", "Nee"),
        ("fjildstroom", "has_arrangement", "0"),
        ("noordstroom", "signal_kind", "REG"),
        ("ampersant", "signal_kind", "first"),
    ],
)
def test_a_value_is_written_in_the_partners_notation(partner_code, field, expected):
    assert only_line(partner_code, claim(partner_code)).cells[field] == expected


@pytest.mark.parametrize(
    ("code", "verdict", "cents"),
    [
        ("", "accepted", 100_000),
        ("VAL_AMOUNT", "rejected", None),
        ("TXT_QUOTE", "rejected", None),
        ("VAL_EVIDENCE", "rejected", 100_000),
        ("VAL_OBJECTION", "objection", 100_000),
        ("VAL_NOT_RESIDENT", "no_ground", 100_000),
    ],
)
def test_a_line_knows_its_verdict_and_readable_cents(code, verdict, cents):
    line = only_line("merenwonen", CLAIM, code)

    assert (line.verdict, line.readable_cents) == (verdict, cents)


def test_a_duplicate_is_an_extra_line_equal_to_the_first():
    first, copy = lines_of([CLAIM], passport("merenwonen"), MONTH, ["VAL_DUPLICATE"], 1)

    assert (first.verdict, copy.verdict) == ("accepted", "duplicate")
    assert first.cells == copy.cells


def test_a_crisis_is_never_made_wrong():
    crisis = replace(CLAIM, kind="ONTRUIMING")

    assert only_line("merenwonen", crisis, "VAL_DATE").code == ""


def test_a_separator_in_a_value_is_quoted():
    partner = passport("merenwonen")
    street = replace(HOME, street='Dorp; "oost"')
    line = only_line("merenwonen", replace(CLAIM, address=street))
    text = write_file([line], partner, MONTH).content.decode()

    assert ';"Dorp; ""oost""";' in text


def test_a_file_without_lines_is_a_nil_report():
    file = write_file([], passport("merenwonen"), MONTH)
    assert file.manifest is not None
    manifest = json.loads(file.manifest)

    assert manifest["soort"] == "NUL"
    assert manifest["controletotaal_bedrag"] == "0.00"
    assert file.content.count(b"\n") == 1


def test_a_file_with_a_total_line_has_no_manifest():
    line = only_line("gaastwonen", claim("gaastwonen"))
    file = write_file([line], passport("gaastwonen"), MONTH)

    assert file.manifest is None
    assert file.content.endswith(b"\nTotaal,1,1000.00\n")


def test_lines_end_as_the_partners_system_ends_them():
    windows = write_file([], passport("hoedezorg"), MONTH).content
    unix = write_file([], passport("goudenlinde"), MONTH).content

    assert windows.endswith(b"\r\n")
    assert b"\r" not in unix


def test_no_personal_value_shows_when_a_file_is_printed():
    line = only_line("merenwonen", CLAIM)
    file = write_file([line], passport("merenwonen"), MONTH)

    assert "Meer" not in repr(file)
    assert "8501" not in repr(file)
