"""Decides how a text goes wrong in the second model: by the road it travelled.

HELD OUT, as is `second_model`: nobody tunes a matcher on it. A text is heard on the
telephone, typed on a keyboard, read from paper by a machine, or cut to the width of a
field in an earlier system; each road has confusions of its own. Nothing here is shared
with the first model or with the matcher.

Every function takes the text and two numbers from 0 up to 1 that decide what happens.
"""

from collections.abc import Callable
from datetime import date

Noise = Callable[[str, float, float], str]

KEYS = {
    "q": "wa",
    "w": "qes",
    "e": "wrd",
    "r": "etf",
    "t": "ryg",
    "y": "tuh",
    "u": "yij",
    "i": "uok",
    "o": "ipl",
    "p": "ol",
    "a": "qsz",
    "s": "awdx",
    "d": "sefc",
    "f": "drgv",
    "g": "fthb",
    "h": "gyjn",
    "j": "hukm",
    "k": "jil",
    "l": "kop",
    "z": "asx",
    "x": "zsdc",
    "c": "xdfv",
    "v": "cfgb",
    "b": "vghn",
    "n": "bhjm",
    "m": "njk",
    "1": "24",
    "2": "135",
    "3": "246",
    "4": "157",
    "5": "246",
    "6": "359",
    "7": "48",
    "8": "579",
    "9": "68",
    "0": "97",
}
SCANNED = (
    *(("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("ii", "u"), ("vv", "w")),
    *(
        ("l", "i"),
        ("i", "l"),
        ("e", "c"),
        ("c", "e"),
        ("h", "b"),
        ("u", "v"),
        ("o", "a"),
    ),
    *(
        ("f", "t"),
        ("B", "R"),
        ("S", "5"),
        ("O", "Q"),
        ("I", "l"),
        ("n", "ri"),
        ("g", "q"),
    ),
)
SCANNED_DIGITS = {
    "0": "68",
    "1": "74",
    "2": "7",
    "3": "85",
    "4": "19",
    "5": "63",
    "6": "80",
    "7": "12",
    "8": "36",
    "9": "47",
}
HEARD = (
    *(("f", "v"), ("v", "f"), ("s", "z"), ("z", "s"), ("g", "ch"), ("ch", "g")),
    *(("ij", "ei"), ("ei", "ij"), ("ou", "au"), ("c", "s"), ("k", "c"), ("qu", "kw")),
    *(("sch", "sg"), ("dt", "d"), ("th", "t"), ("x", "ks"), ("eu", "ui"), ("mb", "m")),
    *(("nk", "ng"), ("oe", "ou"), ("ie", "y"), ("tie", "sie"), ("h", ""), ("aa", "a")),
)
HEARD_LETTERS = {
    "B": "DPT",
    "D": "BTG",
    "P": "BT",
    "T": "DP",
    "M": "N",
    "N": "M",
    "F": "SV",
    "S": "F",
    "A": "H",
    "H": "A",
    "E": "I",
    "I": "E",
    "J": "G",
    "G": "JC",
    "C": "S",
    "K": "H",
    "V": "W",
    "W": "V",
    "Y": "I",
    "O": "U",
    "L": "R",
    "R": "L",
    "Z": "S",
}


def typed(text: str, where: float, which: float) -> str:
    """A finger that lands beside its key, strikes too early, or strikes two keys."""
    places = [at for at, sign in enumerate(text) if sign.lower() in KEYS]
    if len(places) < 2:
        return text
    at = places[int(where * len(places))]
    beside = KEYS[text[at].lower()]
    key = beside[int(which * 31) % len(beside)]
    key = key.upper() if text[at].isupper() else key
    if which < 0.45:
        return text[:at] + key + text[at + 1 :]
    if which < 0.6:
        return text[: at + 1] + key.lower() + text[at + 1 :]
    if which < 0.8 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :]


def scanned(text: str, where: float, which: float) -> str:
    """A machine that reads one shape as another."""
    options = [pair for pair in SCANNED if pair[0] in text]
    if not options:
        return text
    shape, read = options[int(which * len(options))]
    places = [at for at in range(len(text)) if text.startswith(shape, at)]
    at = places[int(where * len(places))]
    return text[:at] + read + text[at + len(shape) :]


def heard(text: str, where: float, which: float) -> str:
    """A name spelled by ear."""
    lower = text.lower()
    options = [pair for pair in HEARD if pair[0] in lower]
    if not options:
        return text
    sound, written = options[int(which * len(options))]
    places = [at for at in range(len(text)) if lower.startswith(sound, at)]
    at = places[int(where * len(places))]
    changed = text[:at] + written + text[at + len(sound) :]
    return changed[:1].upper() + changed[1:] if text[:1].isupper() else changed


def heard_letter(text: str, _: float, which: float) -> str:
    """A first initial that sounds like another."""
    options = HEARD_LETTERS.get(text[:1].upper(), "")
    return options[int(which * len(options))] + text[1:] if options else text


def heard_number(text: str, where: float, _: float) -> str:
    """Tens and units changed round: five-and-twenty for fifty-two."""
    pairs = [at for at in range(len(text) - 1) if text[at : at + 2].isdigit()]
    if not pairs:
        return text
    at = pairs[int(where * len(pairs))]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def scanned_number(text: str, where: float, which: float) -> str:
    """A digit read as one of like shape."""
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    if not places:
        return text
    at = places[int(where * len(places))]
    shapes = SCANNED_DIGITS[text[at]]
    return text[:at] + shapes[int(which * len(shapes))] + text[at + 1 :]


def cut_short(text: str, where: float, _: float) -> str:
    """The first eight to fifteen signs, as many as an earlier system had room for."""
    return text[: 8 + int(where * 8)].rstrip()


def cut_to_letter(text: str, _: float, __: float) -> str:
    """The first initial, without its point."""
    return text[:1]


def year_only(text: str, _: float, which: float) -> str:
    """A date of which an earlier system kept the year, or wrote 1 January."""
    return text[:4] + ("-00-00" if which < 0.5 else "-01-01")


def in_dates(noise: Noise) -> Noise:
    """Return the noise for dates: what comes out is a date of a person, or nothing."""

    def spoil(text: str, where: float, which: float) -> str:
        changed = noise(text, where, which)
        return changed if _is_birth_date(changed) else ""

    return spoil


def _is_birth_date(text: str) -> bool:
    try:
        return 1905 <= date.fromisoformat(text).year <= 2026
    except ValueError:
        return False


def day_for_month(text: str, _: float, __: float) -> str:
    """The American order; where that is no date the text stays."""
    year, month, day = text.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 else text


def next_door(text: str, _: float, which: float) -> str:
    """The number of the neighbours on either side."""
    number = int(text) + (2 if which < 0.5 else -2)
    return str(number if number > 0 else 1)


def lost(_: str, __: float, ___: float) -> str:
    """Nothing."""
    return ""
