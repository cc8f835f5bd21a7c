"""What a partner reads in its outbox, word for word, for every outcome."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.deliveries import ENERGY, passport

from vroegsein.intake.answering.receipts import (
    COLUMNS,
    findings_csv,
    findings_name,
    receipt_name,
    receipt_text,
)
from vroegsein.intake.findings import (
    MEANINGS,
    Code,
    Finding,
    Level,
    file_finding,
    line_finding,
)
from vroegsein.intake.ledger import Delivery

TAKEN = Delivery(
    "d1", "1940", "2026-10", "woonproef", "f1", "ab" * 32, 48210,
    datetime(2026, 10, 7, 6, tzinfo=UTC), "accepted", None, "BGS-2", "0" * 64,
    "1" * 64, 1234, 1200, 20, 4, 6, 4, 123456789, 98765,
)  # fmt: skip
FINDINGS = [
    line_finding("VAL_REQUIRED", 3, "klantnummer"),
    Finding("SCH_EXTRA", Level.WARNING, 1, "afdeling_code"),
    line_finding("TXT_QUOTE", 12),
]
ACCEPTED = """\
Ontvangstbevestiging vroegsignalering

Partner:   Stichting Woonproef (woonproef)
Gemeente:  1940
Maand:     oktober 2026
Ontvangen: 7 oktober 2026 om 08:00 uur
Omvang:    48.210 bytes
Kenmerk:   abababababababababababababababababababababababababababababababab (sha256)

Uitkomst:  aangenomen
Regels:    1.234 na de kopregel
  aangenomen: 1.200
  afgekeurd: 20
  dubbel: 4
  geen grondslag (niet overgenomen): 6
  bezwaar tegen gegevensdeling (niet overgenomen): 4
Bedrag aangenomen: € 1.234.567,89
Bedrag overige leesbare regels: € 987,65

Bevindingen: 3, in bevindingen_2026-10_abababab.csv.
"""
EMPTY = """\
Uitkomst:  aangenomen: geen achterstanden gemeld
Regels:    0 na de kopregel
  aangenomen: 0
  afgekeurd: 0
  dubbel: 0
  geen grondslag (niet overgenomen): 0
  bezwaar tegen gegevensdeling (niet overgenomen): 0
Bedrag aangenomen: € 0,00
Bedrag overige leesbare regels: € 0,00

Bevindingen: 1, in bevindingen_2026-10_abababab.csv.
"""
REFUSED = """\
Uitkomst:  geweigerd; er is niets van overgenomen
Reden:     DEL_EMPTY: Het bestand heeft geen inhoud (0 bytes), of geen regels zonder dat dit is opgegeven.
Wat nu:    Geen achterstanden? Lever dan een kopregel met een opgave van 0 regels (soort NUL).

Bevindingen: 1, in bevindingen_2026-10_abababab.csv.
"""
FINDINGS_FILE = """\
regel;kolom;code;niveau;bevinding;wat te doen
1;afdeling_code;SCH_EXTRA;waarschuwing;"{SCH_EXTRA}
3;klantnummer;VAL_REQUIRED;regel;{VAL_REQUIRED}
12;;TXT_QUOTE;regel;{TXT_QUOTE}
"""
FILE_CODES = [code for code, meaning in MEANINGS.items() if meaning.level is Level.FILE]
ENGLISH = (" the ", " file ", "rejected", "accepted", "error", "None", "null")


def emptied(**changes: object) -> Delivery:
    """A delivery that says there is nothing to report."""
    counts = dict.fromkeys(
        ("line_count", "accepted_count", "rejected_count", "duplicate_count",
         "no_ground_count", "objection_count", "accepted_cents", "other_cents"), 0,
    )  # fmt: skip
    return replace(TAKEN, state="empty", **{**counts, **changes})


def refused(code: str) -> Delivery:
    """A delivery that was refused; nothing was counted."""
    counts = dict.fromkeys(
        ("accepted_count", "rejected_count", "duplicate_count", "no_ground_count",
         "objection_count", "accepted_cents", "other_cents", "suite_digest"),
    )  # fmt: skip
    return replace(TAKEN, state="refused", refusal_code=code, line_count=None, **counts)


def outcome(text: str) -> str:
    """What stands below the heading of a receipt."""
    return text.partition("(sha256)\n\n")[2]


def test_the_receipt_of_a_file_that_was_taken():
    assert receipt_text(TAKEN, passport(), FINDINGS) == ACCEPTED


def test_the_receipt_of_a_file_without_findings():
    ending = "\nGeen bevindingen.\n"
    assert receipt_text(TAKEN, passport(), []).endswith(ending)


def test_the_receipt_of_a_nil_report():
    found = [Finding("DEL_ZERO_ROWS", Level.WARNING)]
    assert outcome(receipt_text(emptied(), passport(), found)) == EMPTY


def test_the_receipt_of_a_refusal():
    found = [file_finding("DEL_EMPTY")]
    assert outcome(receipt_text(refused("DEL_EMPTY"), passport(), found)) == REFUSED


@pytest.mark.parametrize("code", FILE_CODES)
def test_every_refusal_says_why_and_what_to_do_in_dutch(code: str):
    text = receipt_text(refused(code), passport(), [file_finding(code)])
    lines = text.splitlines()
    assert f"Reden:     {code}: {MEANINGS[code].description}" in lines
    assert f"Wat nu:    {MEANINGS[code].remedy}" in lines
    assert not [word for word in ENGLISH if word in text]
    assert "€" not in text  # nothing was taken, so nothing is added up


@pytest.mark.parametrize("code", Code)
def test_a_finding_is_two_dutch_sentences_on_one_line(code: str):
    meaning = MEANINGS[code]
    for sentence in (meaning.description, meaning.remedy):
        assert sentence.endswith((".", "?"))
        assert sentence[0].isupper() or not sentence[0].isalpha()
        assert "\n" not in sentence
        assert not [word for word in ENGLISH if word in sentence]


def test_the_findings_file_word_for_word():
    told = {
        code: f"{MEANINGS[code].description};{MEANINGS[code].remedy}"
        for code in ("SCH_EXTRA", "VAL_REQUIRED", "TXT_QUOTE")
    }
    told["SCH_EXTRA"] = told["SCH_EXTRA"].replace(".;", '.";')  # quoted: it has a ;
    assert findings_csv(FINDINGS).decode() == FINDINGS_FILE.format(**told)


def test_the_findings_file_is_read_back_as_it_was_meant():
    """Also where a sentence holds the separator."""
    found = [line_finding(code, line) for line, code in enumerate(Code, start=2)]
    rows = list(csv.reader(io.StringIO(findings_csv(found).decode()), delimiter=";"))
    assert rows[0] == COLUMNS
    assert [row[2] for row in rows[1:]] == [str(code) for code in Code]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert [row[4:] for row in rows[1:]] == [
        [MEANINGS[code].description, MEANINGS[code].remedy] for code in Code
    ]


def test_without_findings_the_file_is_its_header():
    assert findings_csv([]).decode() == ";".join(COLUMNS) + "\n"


def test_names_in_the_outbox_carry_month_and_digest():
    other = replace(TAKEN, month="2026-11", digest="12345678" + "0" * 56)
    assert receipt_name(other) == "ontvangstbevestiging_2026-11_12345678.txt"
    assert findings_name(other) == "bevindingen_2026-11_12345678.csv"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), "25 oktober 2026 om 00:30 uur"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 oktober 2026 om 02:30 uur"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 oktober 2026 om 02:30 uur"),
        (datetime(2026, 12, 31, 23, 5, tzinfo=UTC), "1 januari 2027 om 00:05 uur"),
    ],
)
def test_the_moment_is_dutch_time_in_summer_and_winter(moment: datetime, written: str):
    text = receipt_text(replace(TAKEN, received_at=moment), passport(), [])
    assert f"Ontvangen: {written}\n" in text


@pytest.mark.parametrize(
    ("cents", "written"),
    [(0, "€ 0,00"), (5, "€ 0,05"), (100, "€ 1,00"), (-5, "€ -0,05"),
     (-123456, "€ -1.234,56"), (10**11, "€ 1.000.000.000,00")],
)  # fmt: skip
def test_amounts_are_written_the_dutch_way(cents: int, written: str):
    text = receipt_text(replace(TAKEN, accepted_cents=cents), passport(), [])
    assert f"Bedrag aangenomen: {written}\n" in text


def test_a_receipt_is_addressed_to_the_partner_who_delivered():
    energy = replace(TAKEN, partner_code="stroomproef")
    text = receipt_text(energy, passport(ENERGY), [])
    assert "Partner:   Stroomproef (stroomproef)" in text
    assert "Woonproef" not in text


def test_the_same_delivery_gives_the_same_bytes():
    once = receipt_text(TAKEN, passport(), FINDINGS)
    again = receipt_text(TAKEN, passport(), list(reversed(FINDINGS)))
    assert once == again
    assert findings_csv(FINDINGS) == findings_csv([*FINDINGS[1:], *FINDINGS])
