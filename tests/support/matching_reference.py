"""The matcher's comparisons and rules in slow plain Python, for small months.

It reads names written simply, compares every pair behind one door, and says what may
never meet. Written from `docs/matching.md`, without a look at the SQL: where the two
differ, one of them is wrong.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

FORMAL = {"HANS": "JOHANNES", "JAN": "JOHANNES"}
LETTERS = {"JOHANNES": "HJ"}
PARTICLES = re.compile(r"\b(van|den|de|der)\b", re.IGNORECASE)
Row = dict[str, str | None]
Levels = tuple[int, ...]


@dataclass(frozen=True)
class Person:
    """A signal as it is compared."""

    names: tuple[str, ...]
    initials: str
    given: str
    born: tuple[int, int, int] | None
    addition: str
    phone: str

    @property
    def formal(self) -> str:
        return FORMAL.get(self.given, self.given)

    @property
    def is_certain(self) -> bool:
        return bool(self.born) and 0 not in self.born and self.born[1:] != (1, 1)


def read(row: Row) -> Person:
    """Read a drawn signal."""
    surname = PARTICLES.sub("", row["surname"] or "").upper()
    given = (row["first_names"] or "").upper()
    born = row["birth_date"]
    return Person(
        names=tuple(filter(None, re.sub("[^A-Z-]", "", surname).split("-"))),
        initials=(row["initials"] or "").replace(".", "") or given[:1],
        given=given,
        born=tuple(map(int, born.split("-"))) if born else None,
        addition=row["house_addition"] or "",
        phone=row["phone"] or "",
    )


def levels(one: Person, other: Person) -> Levels:
    """Compare two signals behind one number; frequent and rare names are one here."""
    return (
        birth_level(one, other),
        surname_level(one, other),
        name_level(one, other),
        address_level(one, other),
        phone_level(one, other),
        0,
    )


def phone_level(one: Person, other: Person) -> int:
    if not one.phone or not other.phone:
        return 0
    if one.phone == other.phone:
        return 3
    turned = sorted(one.phone) == sorted(other.phone)
    off = edits(one.phone, other.phone)
    return 2 if off == 1 or (off == 2 and turned) else 1


def birth_level(one: Person, other: Person) -> int:
    if not one.born or not other.born:
        return 0
    both_certain = one.is_certain and other.is_certain
    if one.born == other.born:
        return 7 if both_certain else 6
    if both_certain:
        if (one.born[0], one.born[2], one.born[1]) == other.born:
            return 5
        digits = ["{:04}{:02}{:02}".format(*each.born) for each in (one, other)]
        return 3 if edits(*digits) <= 1 else 1
    pairs = zip(one.born, other.born, strict=True)
    fits = 0 in (*one.born, *other.born) and all(
        a == b or 0 in (a, b) for a, b in pairs
    )
    return 4 if fits else 2


def surname_level(one: Person, other: Person) -> int:
    if not one.names or not other.names:
        return 0
    if set(one.names) == set(other.names):
        return 7
    if set(one.names) & set(other.names):
        return 4
    if {sound(name) for name in one.names} & {sound(name) for name in other.names}:
        return 3
    near = [(one.names[0], other.names[0])]
    near += [(one.names[-1], other.names[0]), (one.names[0], other.names[-1])]
    return 2 if any(is_near(a, b) for a, b in near) else 1


def name_level(one: Person, other: Person) -> int:
    a, b = one.initials, other.initials
    if not a or not b:
        return 0
    if one.given and other.given:
        return first_name_level(one, other)
    return initials_level(one, other)


def first_name_level(one: Person, other: Person) -> int:
    if one.given == other.given:
        return 8
    if one.formal == other.formal or is_near(one.given, other.given):
        return 7
    if one.initials == other.initials and len(one.initials) > 1:
        return 6
    return 2 if one.initials[0] == other.initials[0] else 1


def initials_level(one: Person, other: Person) -> int:
    a, b = one.initials, other.initials
    if a == b and len(a) > 1:
        return 6
    if a.startswith(b) or b.startswith(a):
        return 4
    if a[0] == b[0]:
        return 3
    if b[0] in LETTERS.get(one.formal, "") or a[0] in LETTERS.get(other.formal, ""):
        return 5
    return 3 if a in b or b in a or (len(a) > 1 and a[1:] == b[1:]) else 1


def address_level(one: Person, other: Person) -> int:
    if one.addition == other.addition:
        return 7
    return 4 if one.addition and other.addition else 5


def sound(name: str) -> str:
    name = name.replace("IJ", "Y").replace("I", "Y").replace("V", "F")
    return re.sub(r"(.)\1", r"\1", name)


def is_near(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    cut_off = len(short) >= 4 and long.startswith(short)
    turned = len(short) >= 4 and len(short) == len(long)
    turned = turned and sorted(one) == sorted(other) and edits(one, other) == 2
    return edits(one, other) * 3 <= len(long) or cut_off or turned


def edits(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row = row, [i]
        for j, b in enumerate(other, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


def is_apart(pair: Levels) -> bool:
    """Two certain birth dates, or twins."""
    birth, surname, name, _, phone, email = pair
    if birth in (1, 3):
        return True
    is_twin = name == 2 or (name == 1 and phone < 3 and email < 2)
    return birth >= 5 and surname >= 3 and is_twin


def is_doubtful(pair: Levels) -> bool:
    """No surname, or another door without birth date and contact."""
    birth, surname, name, address, phone, _ = pair
    if surname == 0 or (birth < 4 and phone < 3 and address == 4):
        return True
    if name == 1 and birth < 4:
        return True
    return surname == 1 and birth < 4 and name < 6


def comparable(one: Person, other: Person) -> bool:
    """Whether two signals behind one number share a name, initial, date or phone."""
    return bool(
        {sound(name) for name in one.names} & {sound(name) for name in other.names}
        or (one.initials and other.initials and one.initials[0] == other.initials[0])
        or (one.born and one.born == other.born)
        or (one.given and other.given and one.formal == other.formal)
        or (one.phone and one.phone == other.phone)
        or (one.names and other.names and one.names[0][:3] == other.names[0][:3])
    )


def evidence(rows: Iterable[Row]) -> dict[tuple[str, str], Levels]:
    """Return the levels of every pair behind one number that is compared."""
    people = {row["signal_id"]: (row["house_number"], read(row)) for row in rows}
    return {
        (left, right): levels(one, other)
        for (left, (number, one)), (right, (next_number, other)) in combinations(
            sorted(people.items()), 2
        )
        if number == next_number and comparable(one, other)
    }


def must_stay_apart(
    pairs: dict[tuple[str, str], Levels],
) -> set[tuple[str, str]]:
    """Return the pairs that may never meet."""
    return {pair for pair, found in pairs.items() if is_apart(found)}
