"""What partners call our fields, and what words of closed lists mean (YAML beside it).

Words are compared in plain small letters and digits, so that `E-mail` is email.
"""

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import yaml

_WORDS = yaml.safe_load(Path(__file__).with_name("column_words.yml").read_text("utf-8"))
#: Plain header -> field.
FIELD_WORDS: dict[str, str] = {
    word: field for field, words in _WORDS["headers"].items() for word in words.split()
}
#: Field (or `flag`) -> plain word -> value of the closed list.
VALUE_WORDS: dict[str, dict[str, str]] = {
    field: {word: value for value, words in meant.items() for word in words.split()}
    for field, meant in _WORDS["values"].items()
}
#: Words for yes, and those for no that go with them.
_OPPOSITES = {
    "ja": "nee",
    "j": "n",
    "yes": "no",
    "y": "n",
    "true": "false",
    "waar": "onwaar",
    "1": "0",
}


def plain(header: str) -> str:
    """Return a header in plain small letters and digits: `E-mail` is email."""
    spelled = unicodedata.normalize("NFKD", header.casefold())
    return "".join(sign for sign in spelled if sign.isascii() and sign.isalnum())


def opposites(told: Mapping[str, str]) -> dict[str, str]:
    """Return what is said where a sample says only yes, or only no."""
    if len(told) != 1:
        return {}
    (word,) = told
    other = {**_OPPOSITES, **{no: yes for yes, no in _OPPOSITES.items()}}.get(
        word.casefold()
    )
    if other is None:
        return {}
    spelled = other.upper() if word.isupper() else other
    spelled = spelled.capitalize() if word.istitle() and len(word) > 1 else spelled
    return {spelled: VALUE_WORDS["flag"][other]}
