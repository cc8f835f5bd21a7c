"""How a person's name in one field is taken apart into what the agreement asks.

Strict: `Jan Jansen` may be a first name or a double surname, and two persons in one
field are nobody; such texts give None, and the line is returned to the partner. What
stands before a comma is the surname; initials come before it or after the comma.
"""

import re
from dataclasses import dataclass

#: Prefixes of Dutch surnames as the BRP knows them (table 36), the usual ones, and how
#: they are shortened. Longer ones are tried first.
_PREFIXES = frozenset(
    f"{first} {second}".strip()
    for first, seconds in {
        "van": ("", "de", "den", "der", "het", "'t", "t", "la", "ter", "ten", "'s"),
        "von": ("", "der", "dem", "den", "und zu"),
        "in": ("de", "den", "der", "het", "'t", "t"),
        "op": ("de", "den", "der", "het", "'t", "t", "ten"),
        "aan": ("de", "den", "der", "het", "'t", "t"),
        "uit": ("de", "den", "der", "het", "'t", "t", "ten"),
        "bij": ("de", "den", "het", "'t", "t"),
        "voor": ("de", "den", "het", "'t", "t"),
        "onder": ("de", "den", "het", "'t", "t"),
        "over": ("de", "den", "het", "'t", "t"),
        "de": ("", "la", "las", "los", "van der"),
    }.items()
    for second in seconds
) | frozenset(
    {"den", "der", "des", "het", "'t", "te", "ten", "ter", "tot", "toe", "thoe", "la"}
    | {"le", "les", "l'", "d'", "da", "das", "del", "della", "di", "do", "dos", "du"}
    | {"dal", "el", "al", "zu", "zum", "zur", "vom", "am", "in'n"}
    | {"v.", "v.d.", "v/d", "vd", "vd.", "v.d", "v.h.", "v.'t"}  # as they are shortened
)
_LONGEST = 3  # words of a prefix
_TITLE = re.compile(
    r"(?:de\s+heer|dhr|de\s+hr|hr|mevrouw|mevr|mw|mejuffrouw|mej|prof|dr|drs|ir|ing|mr"
    r"|ds)(?:\.\s*|\s+|$)",
    re.IGNORECASE,
)
#: Words of a field that holds two persons, another person or none.
_NOT_ONE = re.compile(
    r"(?:^|[\s,.])(?:en|e/o|en/of|of|c/o|p/a|t\.?a\.?v\.?|inzake|erven|erfgenamen|"
    r"fam\.?|familie|e/v|wed\.?|weduwe|nalatenschap|wijlen|bewindvoerder|curator|"
    r"bewoner|bewoners|firma|fa\.?)(?:[\s,.]|$)|[&+()\"/]|[0-9]|@",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?:(?:IJ|[^\W\d_][a-zë]{0,3})\.-?)+")
#: Signs that stand for an apostrophe: the typographic ones and the backtick.
_QUOTES = str.maketrans(dict.fromkeys("\u2018\u2019`\u00b4", "'"))
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-])*")


@dataclass(frozen=True)
class PersonName:
    """A name in its parts, each as it was written; absent parts are empty."""

    surname: str
    prefix: str = ""
    initials: str = ""
    first_names: str = ""


def split_person_name(text: str) -> PersonName | None:
    """Return the parts of a name; None where it is not certain, or not one person."""
    tidy = re.sub(r"\s*-\s*", "-", _without_titles(" ".join(text.split())))
    parts = [part.strip() for part in tidy.split(",")]
    is_open = _NOT_ONE.search(re.sub(r"(?i)\bv/d\b", "vd", tidy)) is not None
    if is_open or len(parts) > 3 or not all(parts):
        return None
    if len(parts) == 1:
        return _as_spoken(parts[0])
    return _as_listed(parts[0], " ".join(parts[1:]))


def _without_titles(text: str) -> str:
    while match := _TITLE.match(text):
        text = text[match.end() :].strip()
    return text


def _as_spoken(text: str) -> PersonName | None:
    """Return the parts of `J. van den Berg`, of `van den Berg` or of `Berg`."""
    words = text.split()
    initials = _taken_initials(words, is_capitals=text.isupper())
    prefix = _taken_prefix(words)
    surname = " ".join(words)
    if not initials and not _is_one_surname(surname):
        return None  # `Jan Jansen`: a first name, or a surname of two words
    return _checked(PersonName(surname, prefix, initials))


def _as_listed(before: str, after: str) -> PersonName | None:
    """Return the parts of `Berg, J. van den`, of `Berg, van den` or of `Berg, Jan`."""
    words = before.split()
    prefix = _taken_prefix(words)
    rest = _without_titles(after).split()
    given = rest[:]
    later = _prefix_at_end(given)
    if prefix and later:
        return None
    if not later and given:
        later = "" if prefix else _taken_prefix(given)
    initials = _taken_initials(given, is_capitals=False)
    if initials and given:
        return None
    names = " ".join(given)
    if names and not all(_WORD.fullmatch(word.translate(_QUOTES)) for word in given):
        return None
    return _checked(PersonName(" ".join(words), prefix or later, initials, names))


def _taken_initials(words: list[str], *, is_capitals: bool) -> str:
    """Take the initials from the front of the words, and return them."""
    taken: list[str] = []
    while words and _is_initials(words[0], is_capitals=is_capitals):
        taken.append(words.pop(0))
    return "".join(taken)


def _is_initials(word: str, *, is_capitals: bool) -> bool:
    """Tell whether a word is initials: `J.`, `A.B.`, `Th.`, `J`, or `AB`."""
    if _is_prefix(word) and not word.isupper():
        return False
    if "." in word:
        return word[0].isupper() and bool(_DOTTED.fullmatch(word))
    longest = 1 if is_capitals else 3
    return word.isalpha() and word.isupper() and len(word) <= longest


def _is_prefix(text: str) -> bool:
    return text.casefold().translate(_QUOTES) in _PREFIXES


def _taken_prefix(words: list[str]) -> str:
    """Take a prefix from the front of the words; a surname has to be left."""
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        found = " ".join(words[:length])
        if _is_prefix(found):
            del words[:length]
            return found
    return ""


def _prefix_at_end(words: list[str]) -> str:
    """Take a prefix from the end of the words after a comma."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        found = " ".join(words[-length:])
        if _is_prefix(found):
            del words[-length:]
            return found
    return ""


def _is_one_surname(text: str) -> bool:
    """Tell whether a text is one surname, or two with a dash and their prefixes."""
    for part in text.split("-"):
        words = part.split()
        _taken_prefix(words)
        if len(words) != 1:
            return False
    return bool(text)


def _checked(name: PersonName) -> PersonName | None:
    """Return the name, unless its surname has a sign that no surname has."""
    words = name.surname.translate(_QUOTES).split()
    is_name = (
        bool(words)
        and not _is_prefix(name.surname)
        and all(
            _WORD.fullmatch(word.lstrip("'")) and len(word.strip("'-")) > 1
            for word in words
        )
    )
    return name if is_name else None
