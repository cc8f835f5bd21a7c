"""Which columns nobody may deliver, by their names, and what a BSN is.

A column without a ground is dropped before anything is stored (Wgs art. 8a and 8b).
The number itself is only for who has an article for it (Wgs art. 8c, UAVG art. 46):
landlords and suppliers of energy, heat and water have none.
"""

import re

#: Sectors whose partners can never have an authority for the BSN.
WITHOUT_BSN = frozenset({"HUUR", "WATER", "ENERGIE", "WARMTE"})
_BSN_NAME = re.compile(
    r"^bsn|bsn$|(?<![a-z])bsn(?![a-z])|burger_?service|sofi[ _-]?(?:nummer|nr)|"
    r"(?:social|citizen)[ _-]?(?:security|service)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:iban|bic|(?:bank)?rekening)(?:nummer|nr)?|nationaliteit|nationality|"
    r"geslacht(?:mv)?|gender|sex|(?:voorkeurs)?taal|language|"
    r"burgerlijkestaat|maritalstatus|inkomen|income|"
    r"opmerking(?:en)?|toelichting|notities?|remarks?|comments?|notes?|"
    r"gezondheid|health|diagnose|religie|religion"
)
_SEPARATORS = re.compile(r"[ .\-]")


def names_bsn(header: str) -> bool:
    """Tell whether a column's name says that it holds BSNs."""
    return _BSN_NAME.search(header) is not None


def forbidden_word(header: str) -> str | None:
    """Return the plain word of a column that nobody may deliver, None for others.

    The word is one of a closed list, so that it can be named to anybody.
    """
    word = "".join(sign for sign in header.casefold() if sign.isalnum())
    return word if _OTHERS.fullmatch(word) else None


def is_bsn(text: str) -> bool:
    """Tell whether a text is a BSN: eight or nine digits that pass the eleven test.

    Weights 9 to 2 and -1; eight digits are padded with a zero in front, dots and
    spaces between the digits are passed over, and 000000000 is none.
    """
    digits = _SEPARATORS.sub("", text)
    if len(digits) not in {8, 9} or not (digits.isascii() and digits.isdigit()):
        return False
    numbers = [int(digit) for digit in digits.zfill(9)]
    weighed = sum(
        weight * number
        for weight, number in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), numbers, strict=True)
    )
    return any(numbers) and weighed % 11 == 0
