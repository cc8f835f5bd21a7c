"""Columns are found by name: all agreed ones once, others dropped before storage.

A name that is reported could itself be a value (a file without a header line), so an
unknown name is reported only where it looks like a header word.
"""

import re
from collections import Counter
from dataclasses import dataclass

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code, Finding, Level
from vroegsein.intake.reading.notation import clean_text
from vroegsein.parties.forbidden import forbidden_word, names_bsn
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS, Kind

MAX_COLUMNS = 200
_HEADER_WORD = re.compile(r"[a-z][a-z]*(_[a-z]+)*(_[0-9])?|[A-Z][a-z]+([A-Z][a-z]+)+")


@dataclass(frozen=True)
class Header:
    """The header of one file.

    Attributes:
        places: Agreed header -> place in the line, from 0.
        width: Number of fields each line must have.
        findings: Warnings on columns that were dropped.
    """

    places: dict[str, int]
    width: int
    findings: tuple[Finding, ...]


def kind_of(passport: Passport, header: str) -> Kind:
    """Return how the values under an agreed header are written."""
    field = passport.columns.get(header, "")
    return FIELDS[field].kind if field in FIELDS else Kind.TEXT


def match_header(names: list[str], passport: Passport) -> Header:
    """Find the agreed columns by name, in any order.

    Raises:
        DeliveryError: Another separator was used, an agreed column is absent or there
            twice, or there are too many columns.
    """
    shown, findings = _without_unseen(names, passport)
    counted = Counter(shown)
    wrong = next((name for name in passport.agreed_headers if counted[name] != 1), None)
    if wrong is not None:
        if _is_split_otherwise(names, passport):
            raise DeliveryError(Code.TXT_DELIMITER, line=1)
        raise DeliveryError(Code.SCH_HEADER, column=wrong, line=1)
    if len(shown) > MAX_COLUMNS:
        raise DeliveryError(Code.TXT_COLUMNS, line=1)
    agreed = set(passport.agreed_headers)
    others = [name for name in shown if name and name not in agreed]
    return Header(
        places={name: shown.index(name) for name in agreed},
        width=len(shown),
        findings=(
            *findings,
            *(found for name in others if (found := dropped(name, passport))),
        ),
    )


def _without_unseen(
    names: list[str], passport: Passport
) -> tuple[list[str], list[Finding]]:
    """Return names as they show, and a warning for each agreed one that hid signs.

    Keys of objects are taken to the letter: the lines after the first have them too.
    """
    if passport.file.format == "jsonl":
        return names, []
    agreed = set(passport.agreed_headers)
    shown = [name if name in agreed else clean_text(name) for name in names]
    findings = [
        Finding(Code.TXT_CTRL, Level.WARNING, 1, clean)
        for name, clean in zip(names, shown, strict=True)
        if name != clean and clean in agreed
    ]
    return shown, findings


def _is_split_otherwise(names: list[str], passport: Passport) -> bool:
    """Tell whether all agreed names are there under another separator."""
    whole = passport.file.separator.join(names)
    return any(
        set(passport.agreed_headers)
        <= {name.strip(' "') for name in whole.split(separator)}
        for separator in ";,\t|"
        if separator != passport.file.separator
    )


def dropped(name: str, passport: Passport) -> Finding | None:
    """Return what is said of a column that is dropped; nothing where that was agreed.

    That a column is ignored by agreement makes it no less forbidden to deliver.
    """
    clean = clean_text(name)
    if names_bsn(clean):
        return Finding(Code.SCH_NO_GROUND, Level.WARNING, 1, "bsn")
    if word := forbidden_word(clean):
        return Finding(Code.SCH_FORBIDDEN, Level.WARNING, 1, word)
    if not {name, clean}.isdisjoint(passport.ignored_columns):
        return None
    shown = clean if len(clean) <= 40 and _HEADER_WORD.fullmatch(clean) else None
    return Finding(Code.SCH_EXTRA, Level.WARNING, 1, shown)
