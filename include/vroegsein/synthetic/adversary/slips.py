"""Decides how one text goes wrong in the first model: a clerk's and a system's slips.

Every function takes the right text and two numbers from 0 up to 1 that decide the slip,
and returns a wrong text, or the same where nothing can go wrong.
"""

from collections.abc import Callable

Slip = Callable[[str, float, float], str]

LETTERS = "abcdefghijklmnoprstuvwz"
#: Spellings that sound alike; a clerk who hears a name chooses one of both.
ALIKE = (
    *(("ij", "y"), ("y", "ij"), ("ei", "ij"), ("ss", "s"), ("s", "ss"), ("ph", "f")),
    *(("ck", "k"), ("k", "ck"), ("dt", "t"), ("th", "t"), ("t", "th"), ("ou", "au")),
    *(("c", "k"), ("z", "s"), ("v", "f"), ("aa", "a"), ("oo", "o"), ("ee", "e")),
    *(("nn", "n"), ("tt", "t"), ("ll", "l"), ("kk", "k"), ("uy", "ui"), ("ae", "aa")),
)
TITLES = ("Dhr. ", "Mevr. ", "de heer ", "Mw. ", "Fam. ")
PLACEHOLDERS = ("1900-01-01", "1901-01-01", "1970-01-01")
VALID_DAY = 28


def typo(text: str, where: float, which: float) -> str:
    """One letter replaced, left out, doubled, put in, or changed round."""
    if len(text) < 3:
        return text
    at = 1 + int(where * (len(text) - 1))
    letter = LETTERS[int(which * 977) % len(LETTERS)]
    kind = int(which * 5)
    if kind == 0:
        return text[:at] + letter + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at - 1].lower() + text[at:]
    if kind == 3:
        return text[:at] + letter + text[at:]
    at = min(at, len(text) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def alike(text: str, where: float, which: float) -> str:
    """Another spelling of the same sound."""
    lower = text.lower()
    options = [pair for pair in ALIKE if pair[0] in lower[1:]]
    if not options:
        return typo(text, where, which)
    heard, written = options[int(which * len(options))]
    at = lower.index(heard, 1)
    return text[:at] + written + text[at + len(heard) :]


def mojibake(text: str, _: float, __: float) -> str:
    """UTF-8 read as windows-1252."""
    return text.encode().decode("cp1252", "replace").replace("\ufffd", "?")


def titled(text: str, _: float, which: float) -> str:
    """A title in front of the surname."""
    return TITLES[int(which * len(TITLES))] + text


def first_half(text: str, _: float, __: float) -> str:
    """Only the first of two surnames."""
    return text.partition("-")[0]


def fewer_initials(text: str, _: float, __: float) -> str:
    """Only the first initial."""
    return text[:2]


def other_initial(text: str, _: float, which: float) -> str:
    """Another first initial."""
    return LETTERS[int(which * len(LETTERS))].upper() + text[1:]


def turned_names(text: str, _: float, __: float) -> str:
    """First names in another order."""
    first, _gap, rest = text.partition(" ")
    return f"{rest} {first}".strip()


def day_and_month_turned(text: str, _: float, __: float) -> str:
    """Day and month changed round, where that is a date."""
    year, month, day = text.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 else text


def other_digit_in_date(text: str, where: float, which: float) -> str:
    """One digit of the date replaced, the date still being one."""
    digit = str(int(which * 10))
    at = (3, 2, 9, 8, 6)[int(where * 5)]
    changed = text[:at] + digit + text[at + 1 :]
    _year, month, day = changed.split("-")
    is_date = 1 <= int(month) <= 12 and 1 <= int(day) <= VALID_DAY
    return changed if is_date else text


def vague_date(text: str, _: float, which: float) -> str:
    """Day or day and month unknown, or 1 January in their place."""
    year = text[:4]
    return (f"{year}-00-00", f"{text[:7]}-00", f"{year}-01-01")[int(which * 3)]


def placeholder_date(_: str, __: float, which: float) -> str:
    """A date that systems fill in where none is known."""
    return PLACEHOLDERS[int(which * len(PLACEHOLDERS))]


def nothing(_: str, __: float, ___: float) -> str:
    """Not delivered."""
    return ""


def neighbour(text: str, _: float, which: float) -> str:
    """Another number in the street, near by."""
    step = (2, -2, 1, -1, 10, -10)[int(which * 6)]
    number = int(text) + step
    return str(number) if number > 0 else str(int(text) + 2)


def other_digit(text: str, where: float, which: float) -> str:
    """One of the last digits replaced, or changed round with the next."""
    places = [at for at, sign in enumerate(text) if sign.isdigit()][-7:]
    if len(places) < 2:
        return text
    at = places[int(where * (len(places) - 1))]
    if which < 0.4 and text[at + 1 : at + 2].isdigit():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + str(int(which * 99) % 10) + text[at + 1 :]


def other_postcode_letter(text: str, where: float, which: float) -> str:
    """One of both letters replaced."""
    at = 4 + int(where * 2)
    return text[:at] + LETTERS[int(which * len(LETTERS))].upper() + text[at + 1 :]


def cut_postcode(text: str, _: float, __: float) -> str:
    """Only the digits."""
    return text[:4]
