"""Columns are found by name: all agreed ones once, others dropped before storage.

A name that is reported could itself be a value (a file without a header line), so an
unknown name is reported only where it looks like a header word.
"""

import re
from collections import Counter
from dataclasses import dataclass

from vroegsein.errors import DeliveryError
from vroegsein.intake.findings import Code, Finding, Level
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
    counted = Counter(names)
    wrong = next((name for name in passport.agreed_headers if counted[name] != 1), None)
    if wrong is not None:
        if _is_split_otherwise(names, passport):
            raise DeliveryError(Code.TXT_DELIMITER, line=1)
        raise DeliveryError(Code.SCH_HEADER, column=wrong, line=1)
    if len(names) > MAX_COLUMNS:
        raise DeliveryError(Code.TXT_COLUMNS, line=1)
    agreed = set(passport.agreed_headers)
    others = [name for name in names if name and name not in agreed]
    return Header(
        places={name: names.index(name) for name in agreed},
        width=len(names),
        findings=tuple(
            finding for name in others if (finding := dropped(name, passport))
        ),
    )


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
    if names_bsn(name):
        return Finding(Code.SCH_NO_GROUND, Level.WARNING, 1, "bsn")
    if word := forbidden_word(name):
        return Finding(Code.SCH_FORBIDDEN, Level.WARNING, 1, word)
    if name in passport.ignored_columns:
        return None
    shown = name if len(name) <= 40 and _HEADER_WORD.fullmatch(name) else None
    return Finding(Code.SCH_EXTRA, Level.WARNING, 1, shown)
