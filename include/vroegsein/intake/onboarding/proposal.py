"""Which column of a sample is which field: by its name, then by its values.

A proposal for a person to look at, and never more: what two columns could be is left
open, and so is what the law asks (an objection, an arrangement). Words and patterns
decide; no value of a sample is in the proposal but the words of short closed lists.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from vroegsein.intake.onboarding.column_words import (
    FIELD_WORDS,
    VALUE_WORDS,
    opposites,
    plain,
)
from vroegsein.intake.onboarding.looks import (
    MOST,
    NOTATIONS,
    are_amounts,
    dates_of,
    look,
)
from vroegsein.intake.onboarding.sample import Sample, read_sample
from vroegsein.intake.reading import notation
from vroegsein.intake.reading.address_split import split_address, split_house_number
from vroegsein.intake.reading.name_split import split_person_name
from vroegsein.intake.reading.shared_values import hides_bsn
from vroegsein.parties.forbidden import forbidden_word, names_bsn
from vroegsein.parties.partner import Dates, Decimal
from vroegsein.parties.record import FIELDS, SPLIT_FIELDS, Kind

_POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}")
_AMOUNT = re.compile(r"-?[0-9]{1,7}[.,][0-9]{2}")
_SPLITTERS: dict[str, Callable[[str], object | None]] = {
    "person_name": split_person_name,
    "house_number": split_house_number,
    "address": split_address,
}
#: Field that a whole text is mapped to by its name -> what takes such a text apart.
_WHOLE = {
    "surname": "person_name",
    "street": "address",
    "house_number": "house_number",
}


@dataclass
class Proposal:
    """What a sample's columns may be.

    Attributes:
        columns: Header -> field.
        splits: Header -> what its text is taken apart into.
        ignored: Headers of columns that are not taken.
        looks: What the values of those look like, in the same order.
        forbidden: Headers of columns that nobody may deliver; not in the passport.
        lookups: Field -> word -> value, of words that mean one thing.
        open_words: Field -> words nobody told the meaning of.
        unsure: Headers whose field was told by their values, or could be another.
        decimal: Decimal sign of the amounts.
        is_decimal_sure: Whether the amounts can be read with it.
        dates: How dates are written.
        are_dates_sure: Whether the dates can be read so.
    """

    columns: dict[str, str]
    splits: dict[str, str]
    ignored: list[str]
    forbidden: list[str]
    lookups: dict[str, dict[str, str]]
    open_words: dict[str, list[str]]
    unsure: set[str]
    looks: tuple[str, ...] = ()
    decimal: Decimal = "."
    is_decimal_sure: bool = False
    dates: Dates = "yyyy-mm-dd"
    are_dates_sure: bool = False

    @property
    def absent(self) -> list[str]:
        """Required fields that no column fills."""
        filled = {*self.columns.values()}
        filled |= {name for word in self.splits.values() for name in SPLIT_FIELDS[word]}
        return [
            name
            for name, spec in FIELDS.items()
            if spec.required and name not in filled
        ]


def propose(sample: Sample, known: Mapping[str, str]) -> Proposal:
    """Return what a sample's columns may be.

    Args:
        sample: The sample.
        known: Plain header of other partners -> the field they all mean by it.
    """
    made = Proposal({}, {}, [], [], {}, {}, set())
    texts = {name: sample.column(place) for place, name in enumerate(sample.names)}
    for name in sample.names:
        if _is_forbidden(name, texts[name]):
            made.forbidden.append(name)
        elif sample.has_names:
            _by_name(name, known, made)
    _by_values(sample.names, texts, made)
    _take_apart(texts, made)
    made.looks = tuple(look(texts[name]) for name in made.ignored)
    _notations(texts, made)
    for name, field in made.columns.items():
        _words(field, texts[name], made)
    return made


def _is_forbidden(name: str, texts: Sequence[str]) -> bool:
    """Tell whether nobody may deliver a column, by its name or its values."""
    is_named = names_bsn(name) or forbidden_word(name) is not None
    return is_named or hides_bsn(sorted(set(texts))[:200])


def _by_name(name: str, known: Mapping[str, str], made: Proposal) -> None:
    """Map a column by its name: ours, what others call it, then words."""
    header = plain(name)
    own = {plain(spec.dutch): field for field, spec in FIELDS.items()}
    own |= {plain(field): field for field in FIELDS}
    field = own.get(header) or FIELD_WORDS.get(header) or known.get(header)
    if field is None or field in made.columns.values():
        made.ignored.append(name)
        return
    made.columns[name] = field
    if header not in own and header not in FIELD_WORDS:
        made.unsure.add(name)


def _by_values(
    names: Sequence[str], texts: Mapping[str, Sequence[str]], made: Proposal
) -> None:
    """Map what is left where its values can be one field, and one column has them."""
    for field, is_one in _PATTERNS.items():
        if field in made.columns.values():
            continue
        left = [
            name
            for name in names
            if name not in {*made.columns, *made.forbidden}
            and _fits(texts[name], is_one)
        ]
        if len(left) == 1:
            made.columns[left[0]] = field
            made.unsure.add(left[0])
    made.ignored = [
        name for name in names if name not in {*made.columns, *made.forbidden} and name
    ]


def _fits(texts: Sequence[str], reads: Callable[[str], object]) -> bool:
    """Tell whether most of the texts are read as something."""
    return bool(texts) and sum(bool(reads(text)) for text in texts) >= MOST * len(texts)


def _take_apart(texts: Mapping[str, Sequence[str]], made: Proposal) -> None:
    """Propose a split where a column's texts hold more than the field it is called."""
    for name, field in list(made.columns.items()):
        word = _WHOLE.get(field)
        if word is None or not _holds_more(texts[name], word):
            continue
        made.unsure.add(name)
        if _fits(texts[name], _SPLITTERS[word]) and _is_free(word, made):
            made.splits[name] = word
            del made.columns[name]


def _holds_more(texts: Sequence[str], word: str) -> bool:
    """Tell whether more than one in ten texts holds more than the one part."""
    return sum(_has_more(text, word) for text in texts) > 0.1 * len(texts)


def _is_free(word: str, made: Proposal) -> bool:
    """Tell whether no column of its own fills what the split would fill first."""
    first = SPLIT_FIELDS[word][0]
    others = [name for name, field in made.columns.items() if field == first]
    return word != "address" or not others


def _has_more(text: str, word: str) -> bool:
    """Tell whether a text holds more than the one part it is named after."""
    if word == "house_number":
        return not text.isdigit()
    if word == "address":
        return split_address(text) is not None
    return "," in text or "." in text


def _notations(texts: Mapping[str, Sequence[str]], made: Proposal) -> None:
    """Propose decimal sign and dates: by what is mapped, else by all that looks so."""
    allowed = {name: texts[name] for name in (*made.columns, *made.ignored)}
    amounts = _of_kind(Kind.CENTS, texts, made) or [
        text for found in allowed.values() if are_amounts(found) for text in found
    ]
    commas = sum(bool(re.search(r",[0-9]{1,2}$", text)) for text in amounts)
    points = sum(bool(re.search(r"\.[0-9]{1,2}$", text)) for text in amounts)
    made.decimal = "," if commas > points else "."
    sign = made.decimal
    made.is_decimal_sure = _fits(
        amounts, lambda text: notation.cents(text, sign) is not None
    )
    days = _of_kind(Kind.DATE, texts, made) or [
        text for found in allowed.values() if dates_of(found) for text in found
    ]
    made.are_dates_sure = dates_of(days) is not None
    made.dates = dates_of(days) or _most_read(days)


def _of_kind(
    kind: Kind, texts: Mapping[str, Sequence[str]], made: Proposal
) -> list[str]:
    """Return the texts of all columns that are mapped to a field of a kind."""
    return [
        text
        for name, field in made.columns.items()
        if FIELDS[field].kind is kind
        for text in texts[name]
    ]


def _most_read(days: Sequence[str]) -> Dates:
    """Return the notation that reads most dates, where none reads nearly all."""
    read = {
        way: sum(notation.birth_day(text, way) is not None for text in days)
        for way in NOTATIONS
    }
    return max(NOTATIONS, key=lambda way: read[way])


def _words(field: str, texts: Sequence[str], made: Proposal) -> None:
    """Propose what the words of a closed list mean, as far as they mean one thing."""
    meant = VALUE_WORDS.get(field)
    if meant is None and FIELDS[field].kind is Kind.FLAG:
        meant = VALUE_WORDS["flag"]
    words = sorted(set(texts))
    if meant is None or len(words) > 12:
        return
    told = {word: meant[plain(word)] for word in words if plain(word) in meant}
    if any(word != value for word, value in told.items()):
        made.lookups[field] = told | opposites(told)
    rest = [word for word in words if word not in told]
    if rest:
        made.open_words[field] = rest


_PATTERNS: dict[str, Callable[[str], bool]] = {
    "postcode": lambda text: bool(_POSTCODE.fullmatch(text)),
    "email": lambda text: notation.email(text) is not None,
    "phone": lambda text: (
        text[:1] in "0+" and len(text) > 9 and notation.phone(text) is not None
    ),
    "arrears_cents": lambda text: bool(_AMOUNT.fullmatch(text)),
    "surname": lambda text: "," in text and split_person_name(text) is not None,
    "street": lambda text: split_address(text) is not None,
}


def propose_apart(
    sample: str, known: dict[str, str], sheet: str | None
) -> dict[str, object]:
    """Look at a sample and propose, in a child process; JSON in, JSON out.

    Args:
        sample: Path of the sample.
        known: Plain header of other partners -> the field they all mean by it.
        sheet: Of a workbook with more than one: its name.
    """
    seen = read_sample(Path(sample), sheet)
    made = propose(seen, known)
    return {
        "file": seen.file.model_dump(mode="json", exclude_none=True),
        "file_unsure": sorted(seen.unsure),
        "line_count": len(seen.rows),
        "is_header": _is_header(seen),
        "proposal": {**asdict(made), "unsure": sorted(made.unsure)},
        "absent": made.absent,
    }


def _is_header(sample: Sample) -> bool:
    """Tell whether the names are names, and not the values of a first record."""
    values = [
        name
        for name in sample.names
        if name[:1].isdigit() or "@" in name or _POSTCODE.fullmatch(name)
    ]
    return len(values) * 10 <= len(sample.names)
