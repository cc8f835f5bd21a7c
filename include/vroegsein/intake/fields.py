"""From a partner's field to a canonical value, as its passport says.

Strict: a word outside the agreed lookups is refused, never taken as "other". A value
that cannot be read becomes absent with a finding; contact data that cannot be read are
left out with a warning, because a signal without a phone number is still a signal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from vroegsein.intake import notation
from vroegsein.intake.findings import Code, Finding, line_finding
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS, Kind

Value = str | int | None
#: Gives the canonical value; None where the text is not as agreed.
Reader = Callable[[str], Value]

#: Codes of a text that is too long, where a field has a rule of its own.
_LENGTH_CODES = {
    "house_number": Code.VAL_HOUSE_NUMBER,
    "house_letter": Code.VAL_HOUSE_NUMBER,
    "postcode": Code.VAL_POSTCODE,
}
_FLAGS = {"J": "J", "N": "N"}


@dataclass(frozen=True)
class Column:
    """How one canonical field is filled.

    Attributes:
        field: Canonical name.
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


def columns_of(passport: Passport, places: dict[str, int]) -> tuple[Column, ...]:
    """Return how each canonical field is filled.

    Args:
        passport: The partner's passport.
        places: Partner's header -> place in the line, from 0.
    """
    header_by_field = headers_of(passport)
    columns = []
    for field in FIELDS:
        read, code = _reader(passport, field)
        header = header_by_field[field]
        columns.append(
            Column(
                field=field,
                source=places.get(header) if field in _mapped(passport) else None,
                header=header,
                read=read,
                code=code,
                constant=_constant(field, passport.constants.get(field)),
            )
        )
    return tuple(columns)


def headers_of(passport: Passport) -> dict[str, str]:
    """Return for each canonical field the name to report: partner's, else ours."""
    own = {field: spec.dutch for field, spec in FIELDS.items()}
    return own | {field: header for header, field in passport.columns.items()}


def read_line(
    columns: Sequence[Column], parts: Sequence[str], line: int
) -> tuple[list[Value], list[Finding]]:
    """Return a line's canonical values in the order of FIELDS, and its findings."""
    values: list[Value] = []
    findings: list[Finding] = []
    for column in columns:
        if column.source is None:
            values.append(column.constant)
            continue
        text = notation.clean_text(parts[column.source])
        value = column.read(text) if text else None
        values.append(value)
        if text and value is None:
            findings.append(line_finding(column.code, line, column.header))
    return values, findings


def _constant(field: str, text: str | None) -> Value:
    """Return a passport's constant; it is written in canonical form already."""
    in_numbers = FIELDS[field].kind in {Kind.CENTS, Kind.COUNT}
    return int(text) if text is not None and in_numbers else text


def _mapped(passport: Passport) -> set[str]:
    return set(passport.columns.values())


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
        return notation.date_reader(dates), Code.VAL_DATE
    if kind is Kind.CENTS:
        return partial(notation.cents, decimal=passport.file.decimal), Code.VAL_AMOUNT
    if kind is Kind.COUNT:
        return notation.whole_number, Code.VAL_AMOUNT
    length = FIELDS[field].max_length
    code = _LENGTH_CODES.get(field, Code.VAL_LENGTH)
    return partial(_short_text, length=length), code


def _short_text(text: str, length: int) -> str | None:
    return text if len(text) <= length else None


def _postcode(text: str) -> str | None:
    return _short_text(notation.postcode(text), FIELDS["postcode"].max_length)


_OWN_READERS: dict[str, tuple[Reader, str]] = {
    "phone": (notation.phone, Code.VAL_PHONE),
    "email": (notation.email, Code.VAL_EMAIL),
    "postcode": (_postcode, Code.VAL_POSTCODE),
}
