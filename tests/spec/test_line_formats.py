"""Fixed width and JSON Lines: the same records give the same rows; bad lines cost one."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from support.deliveries import HEADER, landlord_file, record
from support.formats import (
    WIDTHS,
    counted,
    fixed_lines,
    json_lines,
    partner_of,
)
from support.judging import Outcome, decoded, judged

from vroegsein.intake.reading.accounting import Reading
from vroegsein.intake.reading.decode import read_in_child

ROWS = [record(number, woonplaats="Sint Nicolaasgâ") for number in range(1, 6)]
FIXED, JSON = fixed_lines(ROWS), json_lines(ROWS)
LENGTH = sum(WIDTHS.values())


def read(
    name: str, text: str | bytes, folder: Path, lines: int = 5, **file: Any
) -> Outcome:
    return decoded(counted(text, lines), folder, partner_of(name, **file))


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return pq.read_table(folder / "rows").to_pylist()


@pytest.mark.parametrize(("name", "text"), [("fixed", FIXED), ("jsonl", JSON)])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_format_gives_what_the_same_csv_gives(
    tmp_path: Path, name: str, text: str, encoding: str
):
    if name == "jsonl":  # Python writes other letters as escapes; a partner may not
        text = "".join(
            json.dumps(json.loads(line), ensure_ascii=False) + "\n"
            for line in text.splitlines()
        )
    content = text.encode(encoding)
    outcome = read(name, content, tmp_path / "other", encoding=encoding)
    assert (outcome.refused, outcome.cents) == (None, 5 * 12345)
    assert outcome.step.findings == []
    decoded(landlord_file(ROWS), tmp_path / "csv")
    other, csv = rows_of(tmp_path / "other"), rows_of(tmp_path / "csv")
    assert [row["line_number"] for row in other] == [1, 2, 3, 4, 5]
    for row in (*other, *csv):
        del row["line_number"]
    assert other == csv


@pytest.mark.parametrize(("name", "text"), [("fixed", FIXED), ("jsonl", JSON)])
def test_the_first_line_is_judged_as_a_record(tmp_path: Path, name: str, text: str):
    """There is no header line: lines and verdicts begin with 1."""
    outcome = judged(counted(text, 5), tmp_path, partner_of(name))
    assert outcome.verdicts == dict.fromkeys([1, 2, 3, 4, 5], "accepted")


@pytest.mark.parametrize("length", [0, 1, LENGTH - 1, LENGTH + 1, LENGTH * 2])
def test_a_line_of_another_length_costs_itself(tmp_path: Path, length: int):
    """TXT-15: lengths are of characters, so a letter of two bytes is one."""
    lines = FIXED.splitlines(keepends=True)
    lines[2] = "x" * length + "\n"
    outcome = read("fixed", "".join(lines), tmp_path)
    assert outcome.codes(3) == {("TXT_FIELDS", None)}
    assert list(outcome.verdicts.values()).count("accepted") == 4


def test_a_fixed_width_file_that_broke_off_is_refused(tmp_path: Path):
    """TXT-10: within its last line, under a manifest that agrees."""
    cut = FIXED[: -LENGTH // 2]
    assert read("fixed", cut, tmp_path).refused == "TXT_TRUNCATED"


def test_a_total_line_may_close_lines_of_fixed_width(tmp_path: Path):
    delivery = {"due_day": 5, "file_name": "a.txt", "completeness": "total_line"}
    partner = partner_of("fixed").model_dump(mode="json") | {"delivery": delivery}
    file = counted(FIXED + "Totaal;5;617.25\n", 5)
    outcome = decoded(
        file, tmp_path, type(partner_of("fixed")).model_validate(partner, strict=False)
    )
    assert (outcome.refused, outcome.step.line_count) == (None, 5)


FULL = {name: ROWS[1].get(name) for name in HEADER}


def with_object(found: object) -> str:
    """The sound lines, with another third one."""
    lines = JSON.splitlines(keepends=True)
    text = found if isinstance(found, str) else json.dumps(found)
    lines[2] = text + "\n"
    return "".join(lines)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("", {("TXT_JSON", None)}),
        ("{", {("TXT_JSON", None)}),
        ("[1]", {("TXT_JSON", None)}),
        ("null", {("TXT_JSON", None)}),
        ("[" * 30_000, {("TXT_JSON", None)}),
        ('{"a":' * 10_000, {("TXT_JSON", None)}),
        (json.dumps(FULL)[:-1] + ', "email": "x"}', {("TXT_JSON", None)}),
        (json.dumps(FULL) + json.dumps(FULL), {("TXT_JSON", None)}),
        ({**FULL, "geslachtsnaam": {"a": 1}}, {("TXT_JSON", None)}),
        ({**FULL, "geslachtsnaam": ["a"]}, {("TXT_JSON", None)}),
        ({**FULL, "klantnummer": 12345}, {("TXT_JSON", None)}),
        ({**FULL, "telefoon_1": 612345678}, {("TXT_JSON", None)}),
        ({**FULL, "geslachtsnaam": True}, {("TXT_JSON", None)}),
        ({**FULL, "bedrag_achterstand": float("nan")}, {("TXT_JSON", None)}),
        ({**FULL, "bedrag_achterstand": 1e300}, {("VAL_AMOUNT", "bedrag_achterstand")}),
        ({**FULL, "bedrag_achterstand": 12.345}, {("VAL_AMOUNT", "bedrag_achterstand")}),
        ({name: FULL[name] for name in HEADER[1:]}, {("TXT_FIELDS", None)}),
        ({**FULL, "geslachtsnaam": "Jan\ud800sen"}, {("TXT_CTRL", "geslachtsnaam")}),
        ({**FULL, "geslachtsnaam": "Jan\0sen"}, {("TXT_CTRL", "geslachtsnaam")}),
        ({**FULL, "extra": "1"}, {("SCH_EXTRA", "extra")}),
        ({**FULL, "BSN": "999990019", "iban": 1}, {("SCH_NO_GROUND", "bsn"), ("SCH_FORBIDDEN", "iban")}),
    ],
)  # fmt: skip
def test_a_line_that_is_not_the_agreed_object_costs_itself(
    tmp_path: Path, line: object, codes: set[tuple[str, str | None]]
):
    """TXT-23: numbers are taken as written; no value is made of another type."""
    outcome = read("jsonl", with_object(line), tmp_path)
    assert outcome.codes(3) == codes
    assert outcome.refused in {None, "DEL_TOTALS"}
    assert [outcome.verdicts[n] for n in (1, 2, 4, 5)] == ["accepted"] * 4


def test_a_forbidden_key_further_on_is_an_incident_and_said_once(tmp_path: Path):
    """VAL-02: objects need not have the same keys; the first line is not all there is."""
    objects = [json.loads(line) for line in JSON.splitlines()]
    for number in (2, 3, 4):
        objects[number] |= {"BSN": "999990019", f"veld{number}": "x"}
    text = "".join(json.dumps(found) + "\n" for found in objects)
    outcome = read("jsonl", text, tmp_path)
    assert outcome.codes(3) == {("SCH_NO_GROUND", "bsn"), ("SCH_EXTRA", None)}
    assert outcome.codes(4) == outcome.codes(5) == set()
    assert "999990019" not in (tmp_path / "rows").read_bytes().decode("latin-1")


def test_amounts_and_flags_may_be_json_values(tmp_path: Path):
    rows: list[dict[str, Any]] = [
        {**ROWS[0], "bedrag_achterstand": 123.45, "bezwaar_gegevensdeling": False},
        {**ROWS[1], "bedrag_achterstand": 123, "aantal_termijnen": 3},
    ]
    outcome = decoded(
        counted(json_lines(rows), 2, 12345 + 12300),
        tmp_path,
        partner_of("jsonl", decimal=","),
    )
    assert (outcome.refused, outcome.cents) == (None, 12345 + 12300)
    found = rows_of(tmp_path)
    assert (found[0]["sharing_objection"], found[1]["term_count"]) == ("N", 3)


def test_a_key_that_was_not_agreed_is_dropped_and_named(tmp_path: Path):
    """TXT-17."""
    rows = [{**row, "bsn": "999990019"} for row in ROWS]
    outcome = read("jsonl", json_lines(rows), tmp_path)
    assert {code for code, _ in outcome.codes(1)} == {"SCH_NO_GROUND"}
    assert "999990019" not in repr(rows_of(tmp_path))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bron;naam\n", "TXT_JSON"),
        ("<?xml version='1.0'?>\n", "TXT_JSON"),
        ('{"a": "b"}\n', "SCH_HEADER"),
        ("x" * 70_000 + "\n", "TXT_LINE_LENGTH"),
    ],
)
def test_a_first_line_that_is_no_record_refuses_the_file(
    tmp_path: Path, text: str, code: str
):
    """TXT-17, XML-01."""
    assert read("jsonl", text, tmp_path, lines=1).refused == code


def test_a_month_without_records_is_one_empty_line(tmp_path: Path):
    for name in ("jsonl", "fixed"):
        outcome = read(name, "\n", tmp_path / name, lines=0)
        assert (outcome.refused, outcome.step.line_count) == (None, 0), name


@pytest.mark.parametrize(("name", "text"), [("fixed", FIXED), ("jsonl", JSON)])
def test_the_child_says_the_same(tmp_path: Path, name: str, text: str):
    path = tmp_path / "raw"
    bad = text.replace("8501AB", "85O1AB", 1).replace("REGULIER", "ONBEKEND", 1)
    path.write_text(bad, "utf-8")
    here = read(name, bad, tmp_path / "here", lines=5)
    reading = Reading()
    assert read_in_child(path, partner_of(name), tmp_path / "apart", reading) is None
    assert reading.step == here.step
    assert (tmp_path / "apart").read_bytes() == (tmp_path / "here/rows").read_bytes()
