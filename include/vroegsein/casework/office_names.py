"""Which files of the municipality there are, told by their names alone.

A name is a kind, what the file is about, and a number or day; it never holds a person.
The agreed names end in `.age`; the same name without it is a file that came unsealed.
"""

import re
from dataclasses import dataclass

from vroegsein.errors import InvariantError
from vroegsein.parties.case_codes import ExclusionKind, OfficeFileKind

_DAY = r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_PATTERNS = {
    OfficeFileKind.OUTCOMES: re.compile(
        r"uitkomsten_(?P<about>20[0-9]{2}-(?:0[1-9]|1[0-2]))_[0-9]{2}"
        r"\.(?P<format>xlsx|csv)(?P<seal>\.age)?"
    ),
    OfficeFileKind.EXCLUSIONS: re.compile(
        rf"uitsluitingen_(?P<about>{'|'.join(ExclusionKind)})_(?P<day>{_DAY})"
        r"\.(?P<format>xlsx|csv)(?P<seal>\.age)?"
    ),
    OfficeFileKind.RESIDENTS: re.compile(
        rf"inwoners(?P<about>)_(?P<day>{_DAY})\.(?P<format>csv)(?P<seal>\.age)?"
    ),
}
#: How the name of a file for us begins, agreed or not, by kind.
BEGINNINGS = {
    OfficeFileKind.OUTCOMES: "uitkomsten",
    OfficeFileKind.EXCLUSIONS: "uitsluitingen",
    OfficeFileKind.RESIDENTS: "inwoners",
}


@dataclass(frozen=True)
class OfficeName:
    """An agreed name.

    Attributes:
        name: The name.
        kind: What the file holds.
        about: Month of the outcomes, or kind of exclusion.
        day: Day of a list or extract, yyyymmdd; empty for outcomes.
        file_format: `xlsx` or `csv`.
        is_sealed: Whether the name says that it is encrypted.
    """

    name: str
    kind: OfficeFileKind
    about: str
    day: str
    file_format: str
    is_sealed: bool

    @property
    def reply(self) -> str:
        """Name of the answer in the outbox."""
        return f"bevindingen_{self.name.removesuffix('.age')}.csv.age"


def name_of(name: str) -> OfficeName | None:
    """Read a name; None where it is not one of the agreed."""
    for kind, pattern in _PATTERNS.items():
        found = pattern.fullmatch(name)
        if found is not None:
            said = found.groupdict()
            return OfficeName(
                name,
                kind,
                about=said["about"],
                day=said.get("day") or "",
                file_format=said["format"],
                is_sealed=said["seal"] is not None,
            )
    return None


def agreed_name(name: str) -> OfficeName:
    """Read a name that was found to be agreed.

    Raises:
        InvariantError: It is not.
    """
    found = name_of(name)
    if found is None:
        msg = "This is no agreed name of a file of the municipality."
        raise InvariantError(msg)
    return found


def is_misnamed(name: str, kind: OfficeFileKind) -> bool:
    """Tell whether a file seems meant for us but has no agreed name."""
    return name.casefold().startswith(BEGINNINGS[kind]) and name_of(name) is None
