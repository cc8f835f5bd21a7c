"""How amounts, dates, postcodes and phone numbers may be written; nothing is guessed.

Each function takes a text without outer spaces and returns its canonical form, or None
where the text is not written as agreed. `1.234` under a decimal comma is no amount: it
could be 1234 euro or 1 euro 23.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache

_AMOUNTS = {
    ".": re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,2}))?"),
    ",": re.compile(r"(-?)([0-9]{1,12})(?:,([0-9]{1,2}))?"),
}
_DATES = {
    "yyyy-mm-dd": re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"),
    "dd-mm-yyyy": re.compile(r"(?P<d>[0-9]{2})-(?P<m>[0-9]{2})-(?P<y>[0-9]{4})"),
    "yyyymmdd": re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    "dd/mm/yyyy": re.compile(r"(?P<d>[0-9]{2})/(?P<m>[0-9]{2})/(?P<y>[0-9]{4})"),
    "ddmmyyyy": re.compile(r"(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>[0-9]{4})"),
    "d-m-yyyy": re.compile(r"(?P<d>[0-9]{1,2})-(?P<m>[0-9]{1,2})-(?P<y>[0-9]{4})"),
    "d/m/yyyy": re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})"),
}
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}")
_NO_EMAIL = re.compile(
    r"(?:geen|onbekend|nvt|noreply|no-reply|x+|test)@.*|.*@(?:geen|onbekend)\..*",
    re.IGNORECASE,
)
_PHONE_SIGNS = re.compile(r"[\s().\-/]")
_PHONE = re.compile(r"\+31[1-9][0-9]{8}|\+(?!31)[1-9][0-9]{7,14}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SERVICE_NUMBER = re.compile(r"\+31(?:8|9)00[0-9]*")


def cents(text: str, decimal: str) -> int | None:
    """Return an amount in cents; only digits, minus and the agreed decimal sign."""
    match = _AMOUNTS[decimal].fullmatch(text)
    if match is None:
        return None
    sign, euros, fraction = match.groups()
    amount = int(euros) * 100 + int((fraction or "").ljust(2, "0"))
    return -amount if sign else amount


def whole_number(text: str) -> int | None:
    """Return a count of at most nine digits."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


@lru_cache(maxsize=4096)
def day(text: str, notation: str) -> str | None:
    """Return a date as yyyy-mm-dd; it has to exist."""
    match = _DATES[notation].fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None


def birth_day(text: str, notation: str) -> str | None:
    """Return a birth date as yyyy-mm-dd, with 00 for a day or month not known."""
    match = _DATES[notation].fullmatch(text)
    if match is None:
        return None
    year, month, number = match["y"], match["m"].zfill(2), match["d"].zfill(2)
    if number != "00":
        return day(text, notation)
    return f"{year}-{month}-00" if year > "0000" and month <= "12" else None


def postcode(text: str) -> str:
    """Return a postcode without spaces, in capitals: `8501 ab` is 8501AB."""
    return "".join(text.split()).upper()


def phone(text: str) -> str | None:
    """Return a phone number in E.164; Dutch where no country is named."""
    number = _PHONE_SIGNS.sub("", text.replace("(0)", ""))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    elif number.startswith("0"):
        number = f"+31{number[1:]}"
    if _SERVICE_NUMBER.fullmatch(number):
        return None  # 0800 and 0900 are nobody's own number
    return number if _PHONE.fullmatch(number) else None


def email(text: str) -> str | None:
    """Return an e-mail address in small letters; placeholders are none."""
    if len(text) > 254 or not _EMAIL.fullmatch(text) or _NO_EMAIL.fullmatch(text):
        return None
    return text.lower()


def clean_text(text: str) -> str:
    """Return a text without outer spaces, control and invisible signs, in NFC.

    A tab or a line break is a space, as it shows: two words do not become one, nor two
    numbers. Most texts are printable ASCII and are done after the first look.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign) not in _UNSEEN
    )
    return "".join(kept).strip()
