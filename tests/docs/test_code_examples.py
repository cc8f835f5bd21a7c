"""Each code of text, columns and values is shown by a tiny file that yields just that."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.deliveries import (
    HEADER,
    LANDLORD,
    File,
    file_of,
    landlord_file,
    passport,
    record,
    text_of,
)
from support.judging import RECEIVED_ON, decoded

from vroegsein.intake.answering.file_format import _CHAPTERS, _JSON_KEYS, file_format
from vroegsein.intake.answering.outbox_files import findings_json
from vroegsein.intake.answering.receipts import OUTCOMES, findings_csv, findings_table
from vroegsein.intake.arriving.envelope import Kind
from vroegsein.intake.findings import MEANINGS, Code, line_finding
from vroegsein.intake.judging.judge import Case, judge_cases
from vroegsein.intake.judging.validate import validate_table
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.municipality import load_policy
from vroegsein.settings import PROJECT_ROOT

SCHEMA = json.loads(
    (PROJECT_ROOT / "include/vroegsein/intake/findings.schema.json").read_text("utf-8")
)
SUITE = json.loads((PROJECT_ROOT / "expectations/arrears_record.json").read_text())


def lines(*rows: dict[str, str]) -> File:
    """A file of these lines after a sound one."""
    return landlord_file([record(1), *rows])


def one(**changes: str) -> File:
    """A file of a sound line and one that differs."""
    return lines(record(2, **changes))


def edited(change: Callable[[str], str]) -> File:
    """A file of two sound lines whose text is changed."""
    return file_of(change(text_of([record(1), record(2)])))


def column(name: str) -> File:
    """A file with a column more."""
    return file_of(text_of([record(1)], [*HEADER, name]))


#: What shows a code; line 3 has it, unless it is of the whole file.
SHOWN: dict[str, File] = {
    "TXT_ENCODING": file_of(text_of([record(1)]).encode("utf-16")),
    "TXT_BOM": file_of(b"\xef\xbb\xbf" + text_of([record(1)]).encode()),
    "TXT_QUOTE": edited(lambda text: text.rpartition("Joure")[0] + '"Joure\n'),
    "TXT_FIELDS": edited(lambda text: text.rstrip("\n") + ";\n"),
    "TXT_LINE_LENGTH": edited(lambda text: text.rstrip("\n") + "x" * 70_000 + "\n"),
    "TXT_DELIMITER": file_of(text_of([record(1)], separator=",")),
    "SCH_HEADER": file_of(text_of([record(1)], HEADER[1:])),
    "SCH_EXTRA": column("kleur"),
    "SCH_FORBIDDEN": column("iban"),
    "VAL_REQUIRED": one(klantnummer=""),
    "VAL_AMOUNT": one(bedrag_achterstand="12,50"),
    "VAL_DATE": one(ontstaansdatum="2026-02-30"),
    "VAL_LOOKUP": one(soort_signaal="SPOED"),
    "VAL_LENGTH": one(klantnummer="A" * 31),
    "VAL_POSTCODE": one(postcode="0501AB"),
    "VAL_HOUSE_NUMBER": one(huisnummer="0"),
    "VAL_BIRTH_DATE": one(geboortedatum="1900-01-01"),
    "VAL_PLACEHOLDER_NAME": one(geslachtsnaam="onbekend"),
    "VAL_DATE_ORDER": one(peildatum="2026-10-02"),
    "VAL_EVIDENCE": one(datum_gewezen_op_hulp=""),
    "VAL_ARRANGEMENT": one(betalingsregeling_actief="J"),
    "VAL_OBJECTION": one(bezwaar_gegevensdeling="J"),
    "VAL_NOT_RESIDENT": one(postcode="8911AB"),
    "VAL_DUPLICATE": lines(record(1)),
    "VAL_CONFLICT": lines(record(1, klantnummer="0099999")),
    "VAL_PHONE": one(telefoon_1="0900-1"),
    "VAL_EMAIL": one(email="geen@geen.nl"),
    "VAL_COMPANY": one(geslachtsnaam="Proef B.V."),
    "VAL_LARGE_AMOUNT": landlord_file(
        [record(1), record(2, bedrag_achterstand="25000.01")], cents=2512346
    ),
}
WIDE = passport(
    {
        **LANDLORD,
        "expected": {
            "rows": {"min": 1, "max": 100},
            "max_rejected_percent": 99,
            "max_foreign_percent": 100,
        },
    }
)


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """All codes that each file gets, but for those of its total."""
    folder = tmp_path_factory.mktemp("shown")
    files = {**SHOWN, "sound": lines(record(2))}
    read = {code: decoded(file, folder / code, WIDE) for code, file in files.items()}
    policy = load_policy(PROJECT_ROOT / "include" / "municipalities", "1940")
    open_cases = {
        code: Case(folder / code / "rows", outcome.step, WIDE, policy, RECEIVED_ON)
        for code, outcome in read.items()
        if not outcome.refused or outcome.refused == "DEL_TOTALS"
    }
    steps = {code: outcome.step for code, outcome in read.items()}
    steps |= dict(zip(open_cases, judge_cases(list(open_cases.values())), strict=True))
    return {
        code: {str(found.code) for found in step.findings} - {"DEL_TOTALS"}
        for code, step in steps.items()
    }


@pytest.mark.parametrize("code", SHOWN)
def test_a_tiny_file_yields_exactly_this_code(code: str, codes: dict[str, set[str]]):
    assert codes[code] == {code}


def test_a_sound_file_yields_no_code(codes: dict[str, set[str]]):
    assert codes["sound"] == set()


def test_every_other_code_is_shown_by_a_test_of_its_own():
    """Wat meer vraagt dan een klein csv-bestand, heeft elders zijn test."""
    here = Path(__file__)
    written = "".join(
        path.read_text("utf-8")
        for path in sorted(here.parents[1].rglob("test_*.py"))
        if path != here
    )
    assert set(SHOWN) <= set(Code)
    left = [code for code in Code if code not in SHOWN and code not in written]
    assert left == []


def test_every_rule_of_the_suite_has_a_code_with_its_texts():
    for expectation in SUITE["expectations"]:
        assert expectation["meta"]["code"] in MEANINGS


def test_the_suite_of_findings_lets_every_code_through():
    table = findings_table([line_finding(code, 2) for code in Code])
    assert validate_table(table, "partner_findings") == []


def test_every_code_stands_in_a_chapter_with_its_level_and_incidents():
    page = file_format()
    assert {code.partition("_")[0] for code in Code} <= set(_CHAPTERS)
    for code, meaning in MEANINGS.items():
        (row,) = [
            line for line in page.splitlines() if line.startswith(f"| `{code}` |")
        ]
        assert ("incident" in row.split("|")[2]) is meaning.incident
        assert row.replace(r"\|", "").count("|") == 6


def test_the_page_knows_every_format_manifest_and_key_of_the_answer():
    page = file_format()
    for word in [*Kind, *SCHEMA["properties"], *_JSON_KEYS]:
        assert f"`{word}`" in page
    assert list(_JSON_KEYS) == SCHEMA["required"]
    for form in ("csv", "fixed", "xlsx", "jsonl"):
        assert re.search(rf"(?m)^\| .*\b{form}\b.*\|$", page), form


TAKEN = Delivery(
    "d1", "1940", "2026-10", "woonproef", "f1", "ab" * 32, 48210,
    datetime(2026, 10, 7, 6, tzinfo=UTC), "accepted", None, "BGS-2", "0" * 64,
    "1" * 64, 120, 115, 2, 1, 1, 1, 1234567, 5,
)  # fmt: skip
REFUSED = replace(TAKEN, state="refused", refusal_code="DEL_TOTALS")
FOUND = [line_finding(code, line) for line, code in enumerate(Code, start=2)]


@pytest.mark.parametrize("delivery", [TAKEN, REFUSED], ids=["taken", "refused"])
def test_the_findings_for_programs_follow_their_schema(delivery: Delivery):
    document = json.loads(findings_json(delivery, FOUND))
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)
    assert (document["aantallen"] is None) is (delivery is REFUSED)


def test_both_findings_files_say_the_same():
    document = json.loads(findings_json(TAKEN, FOUND))
    text = io.StringIO(findings_csv(FOUND).decode())
    rows = list(csv.DictReader(text, delimiter=";"))
    keys = {"wat te doen": "wat_te_doen"}
    assert rows == [
        {
            name: str(found[keys.get(name, name)] or "")
            for name in ("regel", "kolom", "code", "niveau", "bevinding", "wat te doen")
        }
        for found in document["bevindingen"]
    ]
    assert findings_json(TAKEN, FOUND[::-1]) == findings_json(TAKEN, FOUND)


def test_the_schema_knows_every_outcome_and_refuses_a_value_too_many():
    words = SCHEMA["properties"]["uitkomst"]["enum"]
    assert words == [outcome.code for outcome in OUTCOMES.values()]
    document = json.loads(findings_json(TAKEN, FOUND[:1]))
    document["bevindingen"][0]["waarde"] = "8501AB"
    assert not Draft202012Validator(SCHEMA).is_valid(document)
