"""What can be found in a delivery, what it means, and what the partner can do.

A finding holds a code, a physical line and a column name: never a value. The Dutch
sentences are what the partner reads in its outbox and in `docs/bestandsformaat.md`.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from vroegsein.parties.yaml_file import Strict


class Level(StrEnum):
    """What a finding means for the delivery."""

    FILE = "file"  # the file is refused as a whole
    LINE = "line"  # the line is left out and reported
    WARNING = "warning"  # taken, and reported


#: Levels as the partner reads them.
LEVELS_IN_DUTCH = {
    Level.FILE: "bestand",
    Level.LINE: "regel",
    Level.WARNING: "waarschuwing",
}


class Verdict(StrEnum):
    """What became of a line; the first that applies is the one it gets."""

    OBJECTION = "objection"
    NO_GROUND = "no_ground"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    WITHDRAWAL = "withdrawal"  # takes an earlier record out
    ACCEPTED = "accepted"


#: Verdicts as the partner reads them, in the order of the receipt.
VERDICTS_IN_DUTCH = {
    Verdict.ACCEPTED: "aangenomen",
    Verdict.REJECTED: "afgekeurd",
    Verdict.DUPLICATE: "dubbel",
    Verdict.NO_GROUND: "geen grondslag (niet overgenomen)",
    Verdict.OBJECTION: "bezwaar tegen gegevensdeling (niet overgenomen)",
    Verdict.WITHDRAWAL: "intrekking (uitgevoerd)",
}


class Code(StrEnum):
    """Finding codes, as listed in `docs/bestandsformaat.md`."""

    DEL_INCOMPLETE = "DEL_INCOMPLETE"
    DEL_HASH = "DEL_HASH"
    DEL_TOTALS = "DEL_TOTALS"
    DEL_PERIOD = "DEL_PERIOD"
    DEL_EMPTY = "DEL_EMPTY"
    DEL_ZERO_ROWS = "DEL_ZERO_ROWS"
    DEL_ROW_COUNT = "DEL_ROW_COUNT"
    DEL_DUPLICATE_FILE = "DEL_DUPLICATE_FILE"
    DEL_WRONG_PARTNER = "DEL_WRONG_PARTNER"
    DEL_SIZE = "DEL_SIZE"
    DEL_NOT_REGULAR = "DEL_NOT_REGULAR"
    DEL_MANIFEST = "DEL_MANIFEST"
    DEL_TOO_MANY_REJECTED = "DEL_TOO_MANY_REJECTED"
    DEL_FOREIGN = "DEL_FOREIGN"
    DEL_REPLAY = "DEL_REPLAY"
    DEL_UNSTABLE = "DEL_UNSTABLE"
    DEL_ACCESS = "DEL_ACCESS"
    DEL_STALE_PART = "DEL_STALE_PART"
    DEL_NO_MANIFEST = "DEL_NO_MANIFEST"
    DEL_NO_FILE = "DEL_NO_FILE"
    DEL_TOO_MANY_FILES = "DEL_TOO_MANY_FILES"
    NAM_UNSAFE = "NAM_UNSAFE"
    NAM_PERIOD = "NAM_PERIOD"
    NAM_PII = "NAM_PII"
    NAM_TYPE_MISMATCH = "NAM_TYPE_MISMATCH"
    ENC_CORRUPT = "ENC_CORRUPT"
    ENC_NO_KEY = "ENC_NO_KEY"
    ENC_OLD_KEY = "ENC_OLD_KEY"
    ENC_UNSIGNED = "ENC_UNSIGNED"
    ENC_WRONG_SIGNER = "ENC_WRONG_SIGNER"
    ENC_EXPIRED = "ENC_EXPIRED"
    ENC_EXPIRES_SOON = "ENC_EXPIRES_SOON"
    ENC_BOMB = "ENC_BOMB"
    ENC_COMPRESSED = "ENC_COMPRESSED"
    ENC_PLAINTEXT = "ENC_PLAINTEXT"
    ENC_NO_INTEGRITY = "ENC_NO_INTEGRITY"
    ZIP_BOMB = "ZIP_BOMB"
    ZIP_SHAPE = "ZIP_SHAPE"
    ZIP_UNSAFE = "ZIP_UNSAFE"
    ZIP_CORRUPT = "ZIP_CORRUPT"
    MAL_FOUND = "MAL_FOUND"
    LAW_NO_BASIS = "LAW_NO_BASIS"
    TXT_ENCODING = "TXT_ENCODING"
    TXT_BOM = "TXT_BOM"
    TXT_QUOTE = "TXT_QUOTE"
    TXT_FIELDS = "TXT_FIELDS"
    TXT_NUL = "TXT_NUL"
    TXT_DELIMITER = "TXT_DELIMITER"
    TXT_LINE_LENGTH = "TXT_LINE_LENGTH"
    TXT_ALL_REJECTED = "TXT_ALL_REJECTED"
    TXT_UNREADABLE = "TXT_UNREADABLE"
    TXT_UTF8 = "TXT_UTF8"
    TXT_MOJIBAKE = "TXT_MOJIBAKE"
    TXT_CTRL = "TXT_CTRL"
    TXT_EOL = "TXT_EOL"
    TXT_NUL_TAIL = "TXT_NUL_TAIL"
    TXT_TRUNCATED = "TXT_TRUNCATED"
    TXT_FOOTER = "TXT_FOOTER"
    TXT_COLUMNS = "TXT_COLUMNS"
    TXT_ROWS = "TXT_ROWS"
    TXT_JSON = "TXT_JSON"
    XLS_DTD = "XLS_DTD"
    XLS_BOMB = "XLS_BOMB"
    XLS_DIMENSION = "XLS_DIMENSION"
    XLS_FORMULA = "XLS_FORMULA"
    XLS_TYPE = "XLS_TYPE"
    XLS_FORMAT = "XLS_FORMAT"
    XLS_SHAPE = "XLS_SHAPE"
    SCH_HEADER = "SCH_HEADER"
    SCH_EXTRA = "SCH_EXTRA"
    SCH_FORBIDDEN = "SCH_FORBIDDEN"
    SCH_NO_GROUND = "SCH_NO_GROUND"
    VAL_REQUIRED = "VAL_REQUIRED"
    VAL_AMOUNT = "VAL_AMOUNT"
    VAL_DATE = "VAL_DATE"
    VAL_LOOKUP = "VAL_LOOKUP"
    VAL_LENGTH = "VAL_LENGTH"
    VAL_POSTCODE = "VAL_POSTCODE"
    VAL_HOUSE_NUMBER = "VAL_HOUSE_NUMBER"
    VAL_BIRTH_DATE = "VAL_BIRTH_DATE"
    VAL_PLACEHOLDER_NAME = "VAL_PLACEHOLDER_NAME"
    VAL_DATE_ORDER = "VAL_DATE_ORDER"
    VAL_EVIDENCE = "VAL_EVIDENCE"
    VAL_ARRANGEMENT = "VAL_ARRANGEMENT"
    VAL_OBJECTION = "VAL_OBJECTION"
    VAL_NOT_RESIDENT = "VAL_NOT_RESIDENT"
    VAL_DUPLICATE = "VAL_DUPLICATE"
    VAL_CONFLICT = "VAL_CONFLICT"
    VAL_UNKNOWN_RECORD = "VAL_UNKNOWN_RECORD"
    VAL_PHONE = "VAL_PHONE"
    VAL_EMAIL = "VAL_EMAIL"
    VAL_COMPANY = "VAL_COMPANY"
    VAL_LARGE_AMOUNT = "VAL_LARGE_AMOUNT"
    VAL_SPLIT = "VAL_SPLIT"
    VAL_BSN = "VAL_BSN"
    VAL_NOT_PERSON = "VAL_NOT_PERSON"
    VAL_SHARED_CONTACT = "VAL_SHARED_CONTACT"
    VAL_HOTSPOT = "VAL_HOTSPOT"
    VAL_OLD_SIGNAL = "VAL_OLD_SIGNAL"
    VAL_CRISIS_TERM = "VAL_CRISIS_TERM"
    VAL_CRISIS_ORDER = "VAL_CRISIS_ORDER"


class Meaning(Strict):
    """What a code says to the partner.

    Attributes:
        level: What it means, unless the finding itself says otherwise.
        verdict: What a line with this finding at line level becomes.
        incident: Whether it is reported to the municipality as an incident.
        description: What was found, in Dutch.
        remedy: What to do, in Dutch.
        example: A fictitious example, in Dutch.
    """

    level: Level
    verdict: Verdict = Verdict.ACCEPTED
    incident: bool = False
    description: str
    remedy: str
    example: str


MEANINGS: dict[str, Meaning] = {
    code: Meaning.model_validate(entry, strict=False)
    for code, entry in yaml.load(
        Path(__file__).with_name("findings.yml").read_text("utf-8"),
        Loader=yaml.CSafeLoader,  # ten times as fast: every child loads this
    ).items()
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, without the value.

    Attributes:
        code: Finding code.
        level: What it means for the delivery.
        line: Physical line in the partner's file from 1; None for the whole file.
        column: Partner's column name, or ours where it has none.
    """

    code: str
    level: Level
    line: int | None = None
    column: str | None = None

    @property
    def sort_key(self) -> tuple[int, str, str, str]:
        """Order of findings in every output: by line, code and column."""
        return (self.line or 0, self.code, self.column or "", self.level)


def file_finding(code: str, column: str | None = None) -> Finding:
    """Return a finding that refuses the file."""
    return Finding(code, Level.FILE, None, column)


def line_finding(code: str, line: int, column: str | None = None) -> Finding:
    """Return a finding on one line, at the level its code has in the catalogue."""
    level = MEANINGS[code].level
    return Finding(code, Level.LINE if level is Level.FILE else level, line, column)


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return the findings without repeats, in the order of every output."""
    return sorted(set(findings), key=lambda finding: finding.sort_key)


def line_verdict(findings: list[Finding]) -> Verdict:
    """Return the one verdict of a line that has these findings."""
    verdicts = {
        MEANINGS[finding.code].verdict
        for finding in findings
        if finding.level is Level.LINE
    }
    return next((word for word in Verdict if word in verdicts), Verdict.ACCEPTED)
