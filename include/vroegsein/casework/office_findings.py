"""What can be found in a file of the municipality, and how officials read it.

A finding holds a code, a row number and a column name: never a value. Codes of how a
file is sealed and read are those partners know too (`intake.findings`).
"""

import csv
import io
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import yaml

from vroegsein.exchange.formulas import neutral
from vroegsein.intake.findings import (
    LEVELS_IN_DUTCH,
    MEANINGS,
    Finding,
    Level,
    Meaning,
    in_order,
)


class OfficeCode(StrEnum):
    """Finding codes of the municipality's own files, as in `docs/uitkomsten.md`."""

    OFF_NAME = "OFF_NAME"
    OFF_MONTH = "OFF_MONTH"
    OFF_EMPTY = "OFF_EMPTY"
    OFF_OLDER = "OFF_OLDER"
    OFF_ROWS = "OFF_ROWS"
    OFF_LENGTH = "OFF_LENGTH"
    UIT_CASE = "UIT_CASE"
    UIT_LIST = "UIT_LIST"
    UIT_RESULT = "UIT_RESULT"
    UIT_PAIR = "UIT_PAIR"
    UIT_DATE = "UIT_DATE"
    UIT_EARLY = "UIT_EARLY"
    UIT_FUTURE = "UIT_FUTURE"
    UIT_LATE = "UIT_LATE"
    UIT_CONFLICT = "UIT_CONFLICT"
    UIT_MEASURE = "UIT_MEASURE"
    UIT_NO_HELP = "UIT_NO_HELP"
    UIT_ATTEMPT = "UIT_ATTEMPT"
    UIT_KIND = "UIT_KIND"
    UIT_PART = "UIT_PART"
    UIT_REACHED = "UIT_REACHED"
    EXC_NAME = "EXC_NAME"
    EXC_WHO = "EXC_WHO"
    EXC_BIRTH = "EXC_BIRTH"
    EXC_POSTCODE = "EXC_POSTCODE"
    EXC_FROM = "EXC_FROM"
    EXC_UNTIL = "EXC_UNTIL"
    EXC_REASON = "EXC_REASON"
    INW_ID = "INW_ID"
    INW_BSN = "INW_BSN"
    INW_NAME = "INW_NAME"
    INW_BIRTH = "INW_BIRTH"
    INW_POSTCODE = "INW_POSTCODE"
    INW_FLAG = "INW_FLAG"


OFFICE_MEANINGS: dict[str, Meaning] = {
    code: Meaning.model_validate(entry, strict=False)
    for code, entry in yaml.load(
        Path(__file__).with_name("office_findings.yml").read_text("utf-8"),
        Loader=yaml.CSafeLoader,
    ).items()
}
REPLY_HEADERS = ("rij", "kolom", "code", "niveau", "bevinding", "wat_te_doen")


def meaning_of(code: str) -> Meaning:
    """Return what a code says, of this list or of the partners'."""
    return OFFICE_MEANINGS.get(code) or MEANINGS[code]


def reply_bytes(findings: Sequence[Finding], taken: int, left_out: int) -> bytes:
    """Return the answer to a file: what was taken, then every finding.

    Args:
        findings: What was found.
        taken: Rows that were taken.
        left_out: Rows that were not.

    Returns:
        CSV, UTF-8 with a mark in front, as officials open it.
    """
    is_refused = any(finding.level is Level.FILE for finding in findings)
    said = "geweigerd, er is niets van overgenomen" if is_refused else "aangenomen"
    summary = f"Het bestand is {said}. Rijen: {taken + left_out}; "
    summary += f"overgenomen: {taken}; niet overgenomen: {left_out}."
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(REPLY_HEADERS)
    writer.writerow(["", "", "UITSLAG", "", summary, ""])
    for finding in in_order(list(findings)):
        meaning = meaning_of(finding.code)
        writer.writerow(
            [
                finding.line or "",
                neutral(finding.column or ""),
                str(finding.code),
                LEVELS_IN_DUTCH[finding.level],
                meaning.description,
                meaning.remedy,
            ]
        )
    return text.getvalue().encode("utf-8-sig")
