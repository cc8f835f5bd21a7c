"""Which personal data there are: by field of a file, and by column of the register.

What a column is follows from its comment, as in the data dictionary; a personal column
or a field that the papers have no Dutch word for is an error, never left out.
"""

from collections.abc import Mapping

from vroegsein.accountability.papers.subject import Subject
from vroegsein.accountability.papers.words import Row, catalogue
from vroegsein.errors import InvariantError
from vroegsein.listing.dutch import enumeration
from vroegsein.listing.facts import SECTOR_NAMES
from vroegsein.parties.partner import Passport
from vroegsein.parties.record import FIELDS, SPLIT_FIELDS
from vroegsein.register.dictionary import is_personal
from vroegsein.register.schema import metadata


def delivered_fields(subject: Subject) -> list[Row]:
    """Return every field of the agreed file: on which ground, why, and who sends it.

    Raises:
        InvariantError: A field belongs to no group of `words.yml`.
    """
    groups = {
        name: group for group in catalogue()["fields"] for name in group["fields"]
    }
    _complete("field", set(FIELDS), set(groups))
    sent = {one.code: _fields_of(one) for one in subject.lawful}
    return [
        {
            "field": field.dutch,
            "group": groups[name]["group"],
            "ground": groups[name]["ground"],
            "why": groups[name]["why"],
            "sent_by": _senders(subject, name, sent),
        }
        for name, field in FIELDS.items()
    ]


def register_columns() -> list[Row]:
    """Return every personal column of the register with its tables, by name.

    Raises:
        InvariantError: A personal column has no Dutch word.
    """
    tables: dict[str, list[str]] = {}
    for table_name, table in sorted(metadata().tables.items()):
        for column in table.columns:
            if is_personal(column):
                tables.setdefault(column.name, []).append(table_name)
    return [
        {"column": name, "dutch": _dutch(name), "tables": ", ".join(tables[name])}
        for name in sorted(tables)
    ]


def register_tables(terms: Mapping[str, Row]) -> list[Row]:
    """Return every table about persons: what it is, whether it names them, its term.

    Args:
        terms: Kind and term, by the names `words.yml` gives them.

    Raises:
        InvariantError: A table with a personal column has no words.
    """
    known = catalogue()["tables"]
    naming = {
        name
        for name, table in metadata().tables.items()
        if any(is_personal(column) for column in table.columns)
    }
    _complete("table", naming, set(known))
    return [
        {
            "table": name,
            "what": known[name]["what"],
            "names_persons": "ja" if name in naming else "nee",
            "term": terms[known[name]["term"]]["kind"],
        }
        for name in sorted(known)
    ]


def _fields_of(passport: Passport) -> frozenset[str]:
    """Return the fields a partner's file fills."""
    splits = {name for word in passport.splits.values() for name in SPLIT_FIELDS[word]}
    return frozenset({*passport.columns.values(), *passport.constants, *splits})


def _senders(subject: Subject, field: str, sent: Mapping[str, frozenset[str]]) -> str:
    """Return the sectors of which some partner sends a field."""
    sectors = {one.sector for one in subject.lawful if field in sent[one.code]}
    names = [name for code, name in SECTOR_NAMES.items() if code in sectors]
    return enumeration(names) or "niemand"


def _dutch(name: str) -> str:
    """Return the Dutch name of a personal column.

    Raises:
        InvariantError: There is none.
    """
    words = catalogue()["columns"]
    _complete("column", {name}, {*FIELDS, *words})
    return FIELDS[name].dutch if name in FIELDS else str(words[name])


def _complete(kind: str, there: set[str], known: set[str]) -> None:
    """Hold what there is to what the words know.

    Raises:
        InvariantError: Something has no words.
    """
    if missing := sorted(there - known):
        msg = (
            f"papers/words.yml has no words for {kind} {', '.join(missing)}; without"
            " them the DPIA annex would leave it out."
        )
        raise InvariantError(msg)
