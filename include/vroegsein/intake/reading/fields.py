"""From a partner's field to a canonical value, as its passport says.

Strict: a word outside the agreed lookups is refused, never taken as "other". A value
that cannot be read becomes absent with a finding; contact data that cannot be read are
left out with a warning, because a signal without a phone number is still a signal. A
text that is taken apart must read one way, and agree with the columns beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from vroegsein.intake.findings import Code
from vroegsein.intake.reading import notation
from vroegsein.intake.reading.address_split import split_address, split_house_number
from vroegsein.intake.reading.name_split import split_person_name
from vroegsein.parties.forbidden import is_bsn
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import CHECKED_FIELDS, FIELDS, SPLIT_FIELDS, Kind

Value = str | int | None
#: Gives the canonical value; None where the text is not as agreed.
Reader = Callable[[str], Value]
#: Gives what a text is taken apart into, by field; None where it is not certain.
Splitter = Callable[[str], dict[str, str] | None]

#: Codes of a text that is too long, where a field has a rule of its own.
_LENGTH_CODES = {
    "house_number": Code.VAL_HOUSE_NUMBER,
    "house_letter": Code.VAL_HOUSE_NUMBER,
    "postcode": Code.VAL_POSTCODE,
}
_FLAGS = {"J": "J", "N": "N"}
_PLACES = {field: place for place, field in enumerate(FIELDS)}


@dataclass(frozen=True)
class Column:
    """How one canonical field is filled, or what else is done with a partner's column.

    Attributes:
        field: Canonical name; of a column that is split, the field it fills first.
        source: Place in the partner's line, from 0; None for a constant or absence.
        header: Name to report.
        read: Gives the value of a text that is not blank.
        code: Finding where it gives none.
        constant: Value of every row, where the passport sets one.
    """

    field: str
    source: int | None
    header: str
    read: Reader
    code: str
    constant: Value = None
    split: Splitter | None = None


def columns_of(passport: Passport, places: dict[str, int]) -> tuple[Column, ...]:
    """Return how each canonical field is filled, in the order of FIELDS.

    After those come the columns that are split, and those that are only checked.

    Args:
        passport: The partner's passport.
        places: Partner's header -> place in the line, from 0.
    """
    header_by_field = headers_of(passport)
    mapped = set(passport.columns.values())
    columns = []
    for field in FIELDS:
        read, code = _reader(passport, field)
        header = header_by_field[field]
        columns.append(
            Column(
                field=field,
                source=places.get(header) if field in mapped else None,
                header=header,
                read=read,
                code=code,
                constant=_constant(field, passport.constants.get(field)),
            )
        )
    return (*columns, *_split_columns(passport, places), *_checked(passport, places))


def _split_columns(passport: Passport, places: dict[str, int]) -> list[Column]:
    """Return the columns whose text is taken apart."""
    return [
        Column(
            field=SPLIT_FIELDS[word][0],
            source=places.get(header),
            header=header,
            read=str,
            code=Code.VAL_SPLIT,
            split=_SPLITTERS[word],
        )
        for header, word in passport.splits.items()
    ]


def _checked(passport: Passport, places: dict[str, int]) -> list[Column]:
    """Return the columns that are checked and not kept."""
    return [
        Column(field, places.get(header), header, _bsn, Code.VAL_BSN)
        for header, field in passport.columns.items()
        if field in CHECKED_FIELDS
    ]


def headers_of(passport: Passport) -> dict[str, str]:
    """Return for each canonical field the name to report: partner's, else ours."""
    own = {field: spec.dutch for field, spec in FIELDS.items()}
    split = {
        field: header
        for header, word in passport.splits.items()
        for field in SPLIT_FIELDS[word]
    }
    mapped = {
        field: header for header, field in passport.columns.items() if field in FIELDS
    }
    return own | split | mapped


def read_besides(
    column: Column, parts: Sequence[str], values: list[Value]
) -> str | None:
    """Split a text into the values, or check it; return what is wrong with it."""
    text = (
        notation.clean_text(parts[column.source]) if column.source is not None else ""
    )
    if not text:
        return None
    if column.split is None:
        return None if column.read(text) else column.code
    found = column.split(text)
    if found is None:
        return column.code
    if any(len(part) > FIELDS[field].max_length for field, part in found.items()):
        return Code.VAL_LENGTH
    if any(not _agrees(values[_PLACES[field]], part) for field, part in found.items()):
        return column.code
    for field, part in found.items():
        if values[_PLACES[field]] is None:
            values[_PLACES[field]] = part or None
    return None


def _agrees(beside: Value, part: str) -> bool:
    """Tell whether a part agrees with the column beside it, signs and case aside."""
    if beside is None or not part:
        return True
    return _letters(str(beside)) == _letters(part)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _constant(field: str, text: str | None) -> Value:
    """Return a passport's constant; it is written in canonical form already."""
    in_numbers = FIELDS[field].kind in {Kind.CENTS, Kind.COUNT}
    return int(text) if text is not None and in_numbers else text


def _reader(passport: Passport, field: str) -> tuple[Reader, str]:
    """Return how a field's text is read, and the code where that fails."""
    words = passport.lookups.get(field)
    kind = FIELDS[field].kind
    if words is not None or kind is Kind.FLAG:
        return (words or _FLAGS).get, Code.VAL_LOOKUP
    if field in _OWN_READERS:
        return _OWN_READERS[field]
    dates = passport.file.dates
    if field == "birth_date":
        return partial(notation.birth_day, notation=dates), Code.VAL_DATE
    if kind is Kind.DATE:
        return partial(notation.day, notation=dates), Code.VAL_DATE
    if kind is Kind.CENTS:
        return partial(notation.cents, decimal=passport.file.decimal), Code.VAL_AMOUNT
    if kind is Kind.COUNT:
        return notation.whole_number, Code.VAL_AMOUNT
    length = FIELDS[field].max_length
    code = _LENGTH_CODES.get(field, Code.VAL_LENGTH)
    return partial(short_text, length=length), code


def short_text(text: str, length: int) -> str | None:
    """Return a text that is no longer than agreed."""
    return text if len(text) <= length else None


def _postcode(text: str) -> str | None:
    return short_text(notation.postcode(text), FIELDS["postcode"].max_length)


def _bsn(text: str) -> str | None:
    """Return a mark for a BSN that exists; the number itself goes nowhere."""
    return "bsn" if is_bsn(text) else None


def _name_parts(text: str) -> dict[str, str] | None:
    name = split_person_name(text)
    if name is None:
        return None
    return {
        "surname": name.surname,
        "surname_prefix": name.prefix,
        "initials": name.initials,
        "first_names": name.first_names,
    }


def _house_parts(text: str) -> dict[str, str] | None:
    house = split_house_number(text)
    if house is None:
        return None
    return {
        "house_number": house.number,
        "house_letter": house.letter,
        "house_addition": house.addition,
    }


def _address_parts(text: str) -> dict[str, str] | None:
    address = split_address(text)
    if address is None:
        return None
    house = address.house
    return {
        "street": address.street,
        "house_number": house.number,
        "house_letter": house.letter,
        "house_addition": house.addition,
    }


_SPLITTERS: dict[str, Splitter] = {
    "person_name": _name_parts,
    "house_number": _house_parts,
    "address": _address_parts,
}
_OWN_READERS: dict[str, tuple[Reader, str]] = {
    "phone": (notation.phone, Code.VAL_PHONE),
    "email": (notation.email, Code.VAL_EMAIL),
    "postcode": (_postcode, Code.VAL_POSTCODE),
}
