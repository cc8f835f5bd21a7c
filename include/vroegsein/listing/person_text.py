"""How a person is written on a list: name, address, phone, and what to check."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import RowMapping

#: Control and format characters, line and paragraph separators: never printed.
UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
#: Area codes of three digits (010, 013, …, 079); all others have four.
SHORT_AREA = re.compile(r"0(?:1[035]|2[0346]|3[03568]|4[0356]|5[0358]|7\d)")
DUTCH_NUMBER = re.compile(r"\+31([1-9]\d{8})")


def printable(text: str) -> str:
    """Return text without control characters or hidden direction marks."""
    visible = (
        " " if unicodedata.category(char) in UNPRINTABLE else char for char in text
    )
    return " ".join("".join(visible).split())


def name_of(row: RowMapping) -> str:
    """Return a name as a door plate has it, `J. van der Meer`."""
    given = row["initials"] or row["first_names"]
    parts = (given, row["surname_prefix"], row["surname"])
    return printable(" ".join(part for part in parts if part))


def birth_year_of(row: RowMapping) -> str:
    """Return the year alone: enough to tell father from son."""
    written = row["birth_date"] or ""
    return printable(written[:4]) if written[:4] != "0000" else ""


def birth_date_of(row: RowMapping) -> str:
    """Return a birth date as Dutch officials write it; unknown parts stay out."""
    year, _, rest = (row["birth_date"] or "").partition("-")
    month, _, number = rest.partition("-")
    known = [part for part in (number, month, year) if part.strip("0")]
    return printable("-".join(known))


def address_of(row: RowMapping) -> str:
    """Return an address on one line, `Midstraat 12 A, 8501 AB Joure`."""
    number = " ".join(
        part
        for part in (row["house_number"], row["house_letter"], row["house_addition"])
        if part
    )
    street = " ".join(part for part in (row["street"], number) if part)
    postcode = re.sub(r"^(\d{4})([A-Z]{2})$", r"\1 \2", row["postcode"] or "")
    town = " ".join(part for part in (postcode, row["place"]) if part)
    return printable(", ".join(part for part in (street, town) if part))


def phone_of(row: RowMapping) -> str:
    """Return a Dutch number as people dial it, `06 12345678`; others unchanged."""
    written = row["phone"] or ""
    if not (found := DUTCH_NUMBER.fullmatch(written)):
        return printable(written)
    national = f"0{found[1]}"
    cut = 3 if SHORT_AREA.match(national) else 4
    if national.startswith("06"):
        cut = 2
    return f"{national[:cut]} {national[cut:]}"


def email_of(row: RowMapping) -> str:
    """Return an e-mail address as it was delivered."""
    return printable(row["email"] or "")


def first_known(
    signals: Sequence[RowMapping], write: Callable[[RowMapping], str]
) -> str:
    """Return the first value that is known, the latest signal first."""
    return next((text for text in map(write, signals) if text), "")


def differ(signals: Iterable[RowMapping], columns: Sequence[str]) -> bool:
    """Tell whether signals that know these columns disagree on them."""
    known = {
        tuple(str(row[column] or "").casefold() for column in columns)
        for row in signals
        if any(row[column] for column in columns)
    }
    return len(known) > 1
