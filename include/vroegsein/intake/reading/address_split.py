"""How a house number or an address in one field is taken apart, from right to left.

Strict: only what reads one way. `12-14` may be a range and `Plein 1944` has a year for
a name; such texts give None, and the line is returned to the partner. The spelling of
each part is kept as it was written. No kept Python library does this for Dutch
addresses; the parts are those of the BAG: a number, one letter, an addition of four.
"""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"0{0,4}([1-9][0-9]{0,4})(?![0-9])(?P<rest>.*)")
_BETWEEN = re.compile(r"[\s/-]+")
_LOOSE_DASH = re.compile(r"\s*([-/])\s*")
#: Additions that are words of their own, also without a space before them.
_WORDS = frozenset(
    {"bis", "ter", "hs", "huis", "bg", "rd", "zw", "to", "by", "bel", "bv", "voor"}
    | {"ii", "iii", "iv", "vi", "vii", "viii"}
)
_LETTER = re.compile(r"[A-Za-z]")
_FLOOR = re.compile(r"[0-9]{1,2}(?:hg|e)", re.IGNORECASE)
_LETTER_AND_DIGITS = re.compile(r"([A-Za-z])([0-9]{1,4})")
_ADDITION = re.compile(r"[A-Za-z0-9]{1,4}")
_OPPOSITE = re.compile(r"\bt/o\b", re.IGNORECASE)
#: A street that is called after a year, `Plein 1944` or `Laan 40-45`.
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}(?:-(?:19)?[0-9]{2})?|40-45")
_PLAIN_STREETS = frozenset(
    {"plein", "laan", "straat", "weg", "kade", "park", "hof", "singel", "markt"}
    | {"dijk", "pad", "plantsoen"}
)
_ORDINAL = re.compile(r"[0-9]{1,2}(?:e|de|ste)")
_NO_STREET = re.compile(
    r"(?:postbus|antwoordnummer|t/o|tegenover|nabij|naast|t\.?a\.?v\b|c/o|p/a)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HouseNumber:
    """A house number in its parts, each as it was written; absent parts are empty."""

    number: str
    letter: str = ""
    addition: str = ""


@dataclass(frozen=True)
class Address:
    """A street with a house number."""

    street: str
    house: HouseNumber


def split_house_number(text: str) -> HouseNumber | None:
    """Return the parts of `12-a hs`; None where it does not read one way."""
    tidy = _LOOSE_DASH.sub(r"\1", _OPPOSITE.sub("to", text.strip()))
    match = _NUMBER.fullmatch(tidy)
    if match is None:
        return None
    number, rest = match[1], match["rest"]
    if not rest:
        return HouseNumber(number)
    is_glued, dashed = rest[0].isalpha(), rest[0] in "-/"
    parts = _BETWEEN.split(rest.strip(" "))
    if dashed:
        parts = parts[1:]  # what stands before the first dash is nothing
    return _with_parts(number, parts, is_glued=is_glued, dashed=dashed)


def _with_parts(
    number: str, parts: list[str], *, is_glued: bool, dashed: bool
) -> HouseNumber | None:
    """Return the number with one or two parts after it."""
    first, *others = parts
    if len(others) > 1:
        return None
    if others:
        is_pair = _LETTER.fullmatch(first) and _ADDITION.fullmatch(others[0])
        return HouseNumber(number, first, others[0]) if is_pair else None
    if _LETTER.fullmatch(first):
        return HouseNumber(number, letter=first)
    if pair := _LETTER_AND_DIGITS.fullmatch(first):
        return HouseNumber(number, pair[1], pair[2])
    is_sure = _is_addition(number, first, is_glued=is_glued, dashed=dashed)
    return HouseNumber(number, addition=first) if is_sure else None


def _is_addition(number: str, text: str, *, is_glued: bool, dashed: bool) -> bool:
    """Tell whether a text after a number can only be its addition."""
    if not _ADDITION.fullmatch(text):
        return False
    if is_glued:
        return text.casefold() in _WORDS
    if not text.isdigit():
        return not text[0].isdigit() or bool(_FLOOR.fullmatch(text))
    # Digits after a space may be another number; 12-14 may be two houses of one side.
    further = int(text) - int(number)
    is_range = not text.startswith("0") and further > 0 and further % 2 == 0
    return dashed and not is_range


def split_address(text: str) -> Address | None:
    """Return street and house number of an address; None where it is not certain.

    What stands before the house number has to be a street: it may end in a year
    (`Plein 1944 12`) and begin with an ordinal, and has no other number in it.
    """
    tidy = re.sub(r"\s*,\s*", " ", _LOOSE_DASH.sub(r"\1", text.strip()))
    found = [
        Address(street, house)
        for match in re.finditer(r"(?<=\s)[0-9]", tidy)
        if _is_street(street := tidy[: match.start()].strip())
        and (house := split_house_number(tidy[match.start() :])) is not None
    ]
    if len(found) != 1 or _is_year_alone(found[0]):
        return None
    return found[0]


def _is_street(text: str) -> bool:
    """Tell whether a text can be a street's name."""
    first, *others = text.split() or [""]
    *inner, last = others or [first]
    numbered = [word for word in inner if word[0].isdigit()]
    begins_well = not first[:1].isdigit() or bool(_ORDINAL.fullmatch(first))
    ends_well = last is first or not last[0].isdigit() or bool(_YEAR.fullmatch(last))
    has_letters = sum(sign.isalpha() for sign in text) > 1
    return (
        has_letters
        and begins_well
        and ends_well
        and not numbered
        and not _NO_STREET.fullmatch(text)
    )


def _is_year_alone(address: Address) -> bool:
    """Tell whether the number may belong to the street: `Plein 1944`, `Laan 40-45`."""
    house = address.house
    is_plain = address.street.casefold() in _PLAIN_STREETS
    is_pair = (house.number, house.addition) == ("40", "45")
    return is_plain and (is_pair or bool(_YEAR.fullmatch(house.number)))
