"""Findings, receipts and suites agree with each other, and hold no values."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.deliveries import passport

from vroegsein.intake.answering.receipts import findings_csv, receipt_name, receipt_text
from vroegsein.intake.findings import (
    MEANINGS,
    Code,
    Finding,
    Level,
    Verdict,
    in_order,
    line_finding,
    line_verdict,
)
from vroegsein.intake.ledger import Delivery
from vroegsein.parties.record import DEBTOR_KINDS, FIELDS, SIGNAL_KINDS
from vroegsein.register.intake_tables import LEVELS, VERDICTS
from vroegsein.settings import PROJECT_ROOT

SUITE = json.loads((PROJECT_ROOT / "expectations" / "arrears_record.json").read_text())


def delivery(**changes: object) -> Delivery:
    """A delivery of 120 lines, taken."""
    taken = Delivery(
        "d1", "1940", "2026-10", "woonproef", "f1", "ab" * 32, 48210,
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "accepted", None, "BGS-2", "0" * 64,
        "1" * 64, 120, 115, 2, 1, 1, 1, 1234567, -5,
    )  # fmt: skip
    return replace(taken, **changes)


def test_every_code_has_its_meaning_and_the_reverse():
    assert set(MEANINGS) == set(Code)


def test_levels_and_verdicts_are_those_of_the_register():
    assert set(Level) == set(LEVELS)
    assert set(Verdict) == set(VERDICTS)


@pytest.mark.parametrize("expectation", SUITE["expectations"])
def test_the_suite_says_what_the_catalogue_says(expectation: dict):
    meta = expectation["meta"]
    meaning = MEANINGS[meta["code"]]
    level = Level.LINE if meaning.level is Level.FILE else meaning.level  # as on a line
    assert (meta["level"], meta["verdict"]) == (level, meaning.verdict)
    assert meta["column"] in FIELDS


def test_the_suite_knows_the_closed_lists_and_required_fields():
    kwargs = {
        (entry["kwargs"]["column"], entry["type"]): entry["kwargs"]
        for entry in SUITE["expectations"]
    }
    known = "expect_column_values_to_be_in_set"
    assert set(kwargs["signal_kind", known]["value_set"]) == SIGNAL_KINDS
    assert set(kwargs["debtor_kind", known]["value_set"]) == DEBTOR_KINDS
    filled = {column for column, kind in kwargs if kind.endswith("not_be_null")}
    assert filled == {name for name, field in FIELDS.items() if field.required}


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [
        ([], "accepted"),
        (["VAL_PHONE", "VAL_LARGE_AMOUNT"], "accepted"),
        (["VAL_DUPLICATE"], "duplicate"),
        (["VAL_DUPLICATE", "VAL_REQUIRED"], "rejected"),
        (["VAL_NOT_RESIDENT", "VAL_REQUIRED"], "no_ground"),
        (["VAL_OBJECTION", "VAL_NOT_RESIDENT", "VAL_DUPLICATE"], "objection"),
        (["TXT_ENCODING"], "rejected"),
    ],
)
def test_several_findings_give_one_verdict(codes: list[str], verdict: str):
    assert line_verdict([line_finding(code, 2) for code in codes]) == verdict


def test_findings_come_in_one_order_without_repeats():
    first, second = line_finding("VAL_DATE", 2, "b"), line_finding("VAL_DATE", 2, "a")
    whole = Finding("DEL_TOTALS", Level.FILE)
    assert in_order([first, second, whole, first]) == [whole, second, first]


def test_the_receipt_says_what_became_of_every_line():
    text = receipt_text(delivery(), passport(), [])
    assert receipt_name(delivery()) == "ontvangstbevestiging_2026-10_abababab.txt"
    for part in (
        "Stichting Woonproef (woonproef)",
        "oktober 2026",
        "25 oktober 2026 om 02:30 uur",
        "48.210 bytes",
        "ab" * 32,
        "120 na de kopregel",
        "aangenomen: 115",
        "afgekeurd: 2",
        "dubbel: 1",
        "€ 12.345,67",
        "€ -0,05",
        "Geen bevindingen.",
    ):
        assert part in text


def test_the_receipt_of_a_refusal_says_why_and_what_to_do():
    refused = delivery(state="refused", refusal_code="DEL_HASH", suite_digest=None)
    text = receipt_text(refused, passport(), [Finding("DEL_HASH", Level.FILE)])
    assert "geweigerd" in text
    assert MEANINGS["DEL_HASH"].description in text
    assert MEANINGS["DEL_HASH"].remedy in text
    assert "bevindingen_2026-10_abababab.csv" in text
    assert "€" not in text


def test_the_findings_file_has_a_row_per_finding_in_order():
    found = [
        line_finding("VAL_POSTCODE", 20, "postcode"),
        line_finding("VAL_POSTCODE", 3, "postcode"),
        Finding("SCH_EXTRA", Level.WARNING, 1),
    ]
    rows = findings_csv(found).decode().splitlines()
    assert rows[0] == "regel;kolom;code;niveau;bevinding;wat te doen"
    assert [row.split(";")[:4] for row in rows[1:]] == [
        ["1", "", "SCH_EXTRA", "waarschuwing"],
        ["3", "postcode", "VAL_POSTCODE", "regel"],
        ["20", "postcode", "VAL_POSTCODE", "regel"],
    ]
    assert findings_csv(list(reversed(found))) == findings_csv(found)
