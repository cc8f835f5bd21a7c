"""What a partner says of its file is compared with the file."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from support.deliveries import (
    ENERGY,
    HEADER,
    energy_file,
    file_of,
    landlord_file,
    passport,
    record,
    text_of,
)
from support.judging import decoded

from vroegsein.errors import DeliveryError
from vroegsein.intake.arriving.envelope import (
    check_month,
    is_collected,
    month_in_name,
    number_in_name,
)

SOUND = landlord_file([record(1), record(2)])


def test_a_file_that_agrees_with_its_manifest_is_taken(tmp_path: Path):
    outcome = decoded(SOUND, tmp_path)
    assert (outcome.refused, outcome.step.line_count, outcome.cents) == (None, 2, 24690)


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"bytes": SOUND.manifest["bytes"] + 1}, "DEL_INCOMPLETE", None),
        ({"bytes": SOUND.manifest["bytes"] - 1, "sha256": "0" * 64}, "DEL_HASH", None),
        ({"sha256": "f" * 64}, "DEL_HASH", None),
        ({"aantal_records": 3}, "DEL_TOTALS", None),
        ({"aantal_records": 1}, "DEL_TOTALS", None),
        ({"controletotaal_bedrag": "246.91"}, "DEL_TOTALS", None),
        ({"soort": "NUL"}, "DEL_TOTALS", None),
        ({"leverperiode": "2026-09"}, "DEL_PERIOD", "leverperiode"),
        ({"partner": "stroomproef"}, "DEL_WRONG_PARTNER", "partner"),
        ({"gemeentecode": "0363"}, "DEL_WRONG_PARTNER", "gemeentecode"),
        ({"bestand": "ander.csv"}, "DEL_MANIFEST", "bestand"),
        ({"schema_versie": "2.0"}, "DEL_MANIFEST", "schema_versie"),
        ({"soort": "AANVULLING"}, "DEL_MANIFEST", "soort"),
        ({"soort": "INTREKKING", "aantal_records": 0}, "DEL_MANIFEST", "soort"),
        ({"aantal_records": -1}, "DEL_MANIFEST", "aantal_records"),
        ({"volgnummer": 2**31}, "DEL_MANIFEST", "volgnummer"),
        ({"volgnummer": 10**30}, "DEL_MANIFEST", "volgnummer"),
        ({"sha256": "abc"}, "DEL_MANIFEST", "sha256"),
        ({"controletotaal_bedrag": "1,00"}, "DEL_MANIFEST", "controletotaal_bedrag"),
        ({"Jansen 8501AB": 1}, "DEL_MANIFEST", None),
    ],
)
def test_a_manifest_that_does_not_agree_refuses_the_file(
    tmp_path: Path, changes: dict[str, Any], code: str, column: str | None
):
    """DEL-05, DEL-07, DEL-12: digest, lines, cents, partner, month and name."""
    outcome = decoded(SOUND.saying(**changes), tmp_path)
    assert outcome.refused == code
    assert (code, column) in outcome.codes(None)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\xff", '{"bytes": "x"}'])
def test_a_manifest_that_is_none_refuses_the_file(tmp_path: Path, text: str):
    path = SOUND.put(tmp_path)
    manifest = path.with_name(f"{SOUND.name}.manifest.json")
    manifest.write_text(text, "latin-1")
    outcome = _decoded_as_it_lies(path, manifest)
    assert outcome == "DEL_MANIFEST"


def _decoded_as_it_lies(path: Path, manifest: Path) -> str | None:
    from vroegsein.intake.arriving.envelope import Expectation
    from vroegsein.intake.reading.decode import decode_file

    expected = Expectation("1940", "2026-10", passport(), path.name)
    return decode_file(path, manifest, expected, path.with_name("rows"))[1]


def test_an_empty_file_is_no_month_without_arrears(tmp_path: Path):
    assert decoded(file_of(b""), tmp_path).refused == "DEL_EMPTY"


def test_rows_of_a_file_whose_counts_differ_stay_until_they_are_remembered(
    tmp_path: Path,
):
    """Receipts per record and questions about crisis signals are made from them."""
    outcome = decoded(SOUND.saying(aantal_records=3), tmp_path)
    assert outcome.refused == "DEL_TOTALS"
    assert pq.read_table(tmp_path / "rows").num_rows == len(outcome.step.lines)


@pytest.mark.parametrize("completeness", ["stable", "encrypted"])
def test_a_header_alone_says_nothing_where_nothing_is_counted(
    tmp_path: Path, completeness: str
):
    """DEL-13: it may as well be an export that broke off."""
    agreed = {"due_day": 5, "file_name": SOUND.name, "completeness": completeness}
    partner = passport(delivery=agreed)
    assert decoded(landlord_file([]), tmp_path, partner).refused == "DEL_EMPTY"
    assert decoded(landlord_file([record()]), tmp_path, partner).refused is None


def test_a_header_alone_is_a_nil_report(tmp_path: Path):
    outcome = decoded(file_of(text_of([])), tmp_path)
    assert (outcome.refused, outcome.step.line_count) == (None, 0)
    assert outcome.codes(None) == {("DEL_ZERO_ROWS", None)}


@pytest.mark.parametrize(
    ("least", "most", "found"),
    [
        (1, 2, set()),
        (2, 9, set()),
        (3, 9, {("DEL_ROW_COUNT", None)}),
        (0, 1, {("DEL_ROW_COUNT", None)}),
    ],
)
def test_an_unusual_number_of_lines_is_a_warning(
    tmp_path: Path, least: int, most: int, found: set[tuple[str, None]]
):
    usual = passport(expected={"rows": {"min": least, "max": most}})
    outcome = decoded(SOUND, tmp_path, usual)
    assert outcome.step.line_count == 2
    assert (outcome.refused, outcome.codes(None)) == (None, found)


@pytest.mark.parametrize(
    ("total", "refused"),
    [
        (None, None),
        ("Totaal|2|246,90\n", None),
        ("Totaal|2|246,90||||\n", None),
        ('"TOTAAL"|2|246,90', None),
        ("", "DEL_INCOMPLETE"),
        ("Totaal|2\n", "DEL_INCOMPLETE"),
        ("Totaal|2|246.90\n", "DEL_INCOMPLETE"),
        ("Totaal|2|246,90|x\n", "DEL_INCOMPLETE"),
        ("Totaal|3|246,90\n", "DEL_TOTALS"),
        ("Totaal|2|246,91\n", "DEL_TOTALS"),
        ("Totaal|2|246,90\n\n", "DEL_INCOMPLETE"),
    ],
)
def test_a_total_line_has_to_close_the_file(
    tmp_path: Path, total: str | None, refused: str | None
):
    outcome = decoded(
        energy_file([record(1), record(2)], total), tmp_path, passport(ENERGY)
    )
    assert outcome.refused == refused


def test_cents_are_compared_where_all_amounts_can_be_read(tmp_path: Path):
    rows = [record(1), record(2, bedrag_achterstand="1.234,00")]
    assert decoded(landlord_file(rows), tmp_path).refused is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (text_of([record()]).encode("utf-16"), "TXT_ENCODING"),
        (text_of([record()], separator=",").encode(), "TXT_DELIMITER"),
        (text_of([record()], header=HEADER[1:]).encode(), "SCH_HEADER"),
        (text_of([record()]).encode() + b"\0" * 512, "TXT_NUL_TAIL"),
    ],
)
def test_a_file_that_is_no_agreed_text_is_refused(
    tmp_path: Path, content: bytes, code: str
):
    assert decoded(file_of(content), tmp_path).refused == code


def test_utf8_is_not_taken_for_the_agreed_cp1252(tmp_path: Path):
    rows = [record(1, woonplaats="Sint Nicolaasgâ")]
    right = energy_file(rows)
    wrong = right.content.decode("cp1252").encode("utf-8")
    assert decoded(right, tmp_path, passport(ENERGY)).refused is None
    other = type(right)(wrong, {}, right.name)
    assert decoded(other, tmp_path, passport(ENERGY)).refused == "TXT_ENCODING"


def test_a_byte_order_mark_is_a_warning(tmp_path: Path):
    outcome = decoded(file_of(b"\xef\xbb\xbf" + SOUND.content), tmp_path)
    assert outcome.refused is None
    assert outcome.codes(1) == {("TXT_BOM", None)}


@pytest.mark.parametrize(
    ("definition", "name", "month"),
    [
        ({}, "woonproef_202610.csv", "2026-10"),
        (ENERGY, "stroom-2026-10.txt", "2026-10"),
        ({}, "anders.csv", None),
    ],
)
def test_the_month_is_read_from_the_name(
    definition: dict, name: str, month: str | None
):
    partner = passport(definition) if definition else passport()
    assert month_in_name(partner, name) == month


@pytest.mark.parametrize(
    ("run_month", "months"),
    [
        ("2026-10", ["2026-08", "2026-09", "2026-10"]),
        ("2027-01", ["2026-11", "2026-12", "2027-01"]),
    ],
)
def test_a_run_takes_its_month_and_the_two_before(run_month: str, months: list[str]):
    """DEL-11: a later month, or one longer ago, is refused; none at all is fine."""
    around = [f"{year}-{month:02d}" for year in (2026, 2027) for month in range(1, 13)]
    assert [month for month in around if is_collected(month, run_month)] == months
    check_month(None, run_month)
    for month in around:
        if month not in months:
            with pytest.raises(DeliveryError, match="DEL_PERIOD"):
                check_month(month, run_month)


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "1926-10"])
def test_digits_that_are_no_month_are_refused_as_such(month: str):
    """NAM-08."""
    with pytest.raises(DeliveryError, match="NAM_PERIOD"):
        check_month(month, "2026-10")


def test_a_number_in_the_name_is_the_sequence_number():
    delivery = {"due_day": 5, "file_name": "VS1_1940_{yyyymm}_{nn}.csv"}
    numbered = passport(delivery=delivery)
    assert number_in_name(numbered, "VS1_1940_202610_07.csv") == 7
    assert number_in_name(numbered, "VS1_1940_202610.csv") is None
    assert number_in_name(passport(), "woonproef_202610.csv") is None
