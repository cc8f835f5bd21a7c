"""What the values under a name look like, in words that hold none of them.

For the columns nobody could place: `dates dd-mm-yyyy` helps to see that it is the day
of the signal. A notation that no passport can agree on is named as such, because every
line of it would be refused.
"""

import re
from collections.abc import Sequence
from typing import get_args

from vroegsein.intake.onboarding.column_words import VALUE_WORDS, plain
from vroegsein.intake.reading import notation
from vroegsein.parties.partner import Dates

#: Share of a column's texts that has to fit.
MOST = 0.8
NOT_AGREED = "written in a way no passport can agree on"
NOTATIONS: tuple[Dates, ...] = get_args(Dates)
_FEW = 12  # different words of a closed list, at most
_DATE = re.compile(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}(?:[ T][0-9:.]+)?")
_NUMBER = re.compile(r"[0-9]{1,9}")
_CENTS = re.compile(r"-?[0-9]{1,12}([.,])[0-9]{2}")
_AMOUNT = re.compile(r"(?:€|EUR)? ?-?(?:[0-9]{1,3}(?:[ .,][0-9]{3})+|[0-9]+)"
                     r"(?:[.,][0-9]{1,2}|,-+)?-?")  # fmt: skip


def look(texts: Sequence[str]) -> str:
    """Return what a column's texts look like: `amounts`, `dates ddmmyyyy`, `words`."""
    if not texts:
        return "empty"
    different = set(texts)
    kind = _kind(texts, different)
    is_each = len(different) == len(texts) > 1
    return f"{kind}, each different" if is_each else kind


def _kind(texts: Sequence[str], different: set[str]) -> str:
    if all(plain(text) in VALUE_WORDS["flag"] for text in different):
        return "yes or no"
    dates = dates_of(texts)
    if dates is not None:
        return f"dates {dates}"
    if _are(texts, _DATE):
        return f"dates, {NOT_AGREED}"
    if _are(texts, _NUMBER):
        return "whole numbers"
    if _are(texts, _CENTS):
        return "amounts"
    if _are(texts, _AMOUNT):
        return f"amounts, {NOT_AGREED}"
    is_list = len(different) <= _FEW and len(different) * 4 <= len(texts)
    return f"{len(different)} different words" if is_list else "words"


def dates_of(texts: Sequence[str]) -> Dates | None:
    """Return the narrowest notation that reads most texts as dates, if one does."""
    for written in NOTATIONS:
        read = sum(notation.birth_day(text, written) is not None for text in texts)
        if texts and read >= MOST * len(texts):
            return written
    return None


def are_amounts(texts: Sequence[str]) -> bool:
    """Tell whether most texts are amounts, in whatever way they are written."""
    return _are(texts, _AMOUNT) and not _are(texts, _NUMBER)


def _are(texts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    fit = sum(pattern.fullmatch(text) is not None for text in texts)
    return bool(texts) and fit >= MOST * len(texts)
