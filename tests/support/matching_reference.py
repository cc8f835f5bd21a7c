"""The matching rules in slow plain Python: every pair is looked at, nothing is joined.

Signals of natural persons only, without residents or verdicts, in the few spellings
the tests draw. Words and numbers of the rules: `docs/matching.md`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

Date = tuple[int, int, int]
Pair = tuple[str, str]
PARTICLES = re.compile(r"\b(van|den|de)\b", re.IGNORECASE)
FORMAL = {"JAN": "JOHANNES", "HANS": "JOHANNES"}
ATTACHED, LIKE, STRICT = range(3)  # what gives way first


@dataclass(frozen=True)
class Person:
    """A signal as it is compared."""

    signal_id: str
    names: tuple[str, ...]
    initials: str
    given: str
    born: Date | None
    number: str
    addition: str
    phone: str

    @property
    def is_dated(self) -> bool:
        return bool(self.born and all(self.born))

    @property
    def is_certain(self) -> bool:
        return self.is_dated and self.born[1:] != (1, 1)

    @property
    def formal(self) -> str:
        return FORMAL.get(self.given, self.given)


def read(row: dict[str, str | None]) -> Person:
    """Read a drawn signal."""
    surname = PARTICLES.sub("", row["surname"] or "").upper()
    given = (row["first_names"] or "").upper()
    initials = (row["initials"] or "").replace(".", "") or given[:1]
    born = row["birth_date"]
    return Person(
        signal_id=row["signal_id"],
        names=tuple(filter(None, re.sub("[^A-Z-]", "", surname).split("-"))),
        initials=initials,
        given=given,
        born=tuple(map(int, born.split("-"))) if born else None,
        number=row["house_number"] or "",
        addition=row["house_addition"] or "",
        phone=row["phone"] or "",
    )


def birth_level(one: Person, other: Person) -> int:
    if not one.born or not other.born:
        return 0
    both_certain = one.is_certain and other.is_certain
    if one.born == other.born:
        return 6 if both_certain else 5
    if both_certain:
        swapped = (one.born[0], one.born[2], one.born[1])
        return 4 if swapped == other.born else 1
    pairs = zip(one.born, other.born, strict=True)
    fits = all(a == b or 0 in (a, b) for a, b in pairs)
    return 3 if fits else 2


def surname_level(one: Person, other: Person) -> int:
    if not one.names or not other.names:
        return 0
    if set(one.names) == set(other.names):
        return 4
    if set(one.names) & set(other.names):
        return 3
    a, b = one.names[0], other.names[0]
    close = edits(a, b) * 4 <= max(len(a), len(b))
    return 2 if close or sound(a) == sound(b) else 1


def name_level(one: Person, other: Person) -> int:
    if not one.initials or not other.initials:
        return 0
    a, b = one.initials, other.initials
    fitting = a.startswith(b) or b.startswith(a)
    if one.given and other.given:
        if one.given == other.given:
            return 4 if fitting else 2
        return 2 if is_near(one, other) else 1
    if a == b and len(a) > 1:
        return 3
    formal = (one.given and one.formal[0] == b[0]) or (
        other.given and other.formal[0] == a[0]
    )
    return 2 if fitting or formal else 1


def is_near(one: Person, other: Person) -> bool:
    short, long = sorted((one.given, other.given), key=len)
    return (
        one.formal == other.formal
        or edits(short, long) * 4 <= len(short)
        or (len(short) >= 3 and long.startswith(short))
    )


def address_level(one: Person, other: Person) -> int:
    if not one.number or not other.number:
        return 0
    if one.number != other.number:
        return 1
    return 4 if one.addition == other.addition else 2


def sound(name: str) -> str:
    return re.sub(r"(.)\1", r"\1", name.replace("IJ", "Y").replace("I", "Y"))


def edits(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row = row, [i]
        for j, b in enumerate(other, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
    return row[-1]


@dataclass(frozen=True)
class Judged:
    """A pair and what the rules say of it."""

    one: Person
    other: Person
    birth: int
    surname: int
    name: int
    address: int

    @property
    def is_forbidden(self) -> bool:
        """Brothers, father and son, partners, twins: never in one person."""
        alike = self.address >= 2 and self.surname >= 2
        return alike and (self.name == 1 or self.birth in (1, 2))

    @property
    def links(self) -> bool:
        """Rules T1 and T2."""
        if self.address != 4 or self.surname < 3 or self.name == 1:
            return False
        if self.birth == 6 and self.surname == 4:
            return True
        if self.name < 2:
            return False
        if self.birth == 4:
            return self.surname == 4
        return self.birth >= 5 or (
            self.birth in (0, 3) and self.surname + self.name >= 6
        )

    @property
    def strength(self) -> int:
        one, other = self.one, self.other
        equal = (
            sorted(one.names) == sorted(other.names)
            and one.initials == other.initials
            and one.given == other.given
            and (one.born if one.is_dated else 0)
            == (other.born if other.is_dated else 0)
        )
        return STRICT if equal and one.initials else LIKE

    def weight(self, phone: Callable[[Person, Person], int]) -> int:
        return (
            (0, -9000, -3000, 2500, 5000, 4000, 8000)[self.birth]
            + (0, -4000, 3000, 3500, 5000)[self.surname]
            + (0, -5000, 2000, 3500, 4000)[self.name]
            + (0, -2000, 3000, 1000, 6000)[self.address]
            + phone(self.one, self.other)
        )


def persons(rows: Iterable[dict[str, str | None]]) -> set[frozenset[str]]:
    """Group signals into persons."""
    people = {row["signal_id"]: read(row) for row in rows}
    judged = {
        (one.signal_id, other.signal_id): Judged(
            one,
            other,
            birth_level(one, other),
            surname_level(one, other),
            name_level(one, other),
            address_level(one, other),
        )
        for one, other in combinations(people.values(), 2)
    }
    links = {pair: item for pair, item in judged.items() if item.links}
    firm = {
        pair: item.strength
        for pair, item in links.items()
        if item.one.is_dated and item.other.is_dated
    }
    kept = let_go(firm, judged, people)
    groups = {name: min(group) for group in grouped(kept, people) for name in group}
    options = dict(attachment_options(links, groups, people))
    for name, weight_by_group in options.items():
        best, *others = sorted(weight_by_group.values(), reverse=True)
        if not others or best[0] - others[0][0] >= 1000:
            kept[tuple(sorted((name, best[1])))] = ATTACHED
    for pair, item in links.items():
        if not any(people[name].is_dated or name in options for name in pair):
            kept[pair] = item.strength
    return {frozenset(group) for group in grouped(let_go(kept, judged, people), people)}


def attachment_options(
    links: dict[Pair, Judged], groups: dict[str, str], people: dict[str, Person]
) -> Iterator[tuple[str, dict[str, tuple[int, str]]]]:
    """Give each undated signal its best weight with every dated group it fits."""
    phone = phone_weight(people.values())
    for name, person in people.items():
        found: dict[str, tuple[int, str]] = {}
        for pair, item in links.items():
            if person.is_dated or name not in pair or item.birth not in (0, 3):
                continue
            other = pair[0] if name == pair[1] else pair[1]
            if people[other].is_dated:
                entry = (item.weight(phone), other)
                found[groups[other]] = max(
                    found.get(groups[other], entry), entry, key=lambda e: e[0]
                )
        if found:
            yield name, found


def phone_weight(people: Iterable[Person]) -> Callable[[Person, Person], int]:
    """A phone under four surnames or more counts as unknown."""
    names: dict[str, set[tuple[str, ...]]] = {}
    for person in people:
        if person.names:
            names.setdefault(person.phone, set()).add(tuple(sorted(person.names)))
    shared = {phone for phone, used in names.items() if len(used) >= 4} | {""}

    def weight(one: Person, other: Person) -> int:
        if one.phone in shared or other.phone in shared:
            return 0
        return 5000 if one.phone == other.phone else -500

    return weight


def let_go(
    kept: dict[Pair, int], judged: dict[Pair, Judged], people: dict[str, Person]
) -> dict[Pair, int]:
    """Undo links of groups that hold what must stay apart, the weakest first."""
    for strength in (ATTACHED, LIKE, STRICT):
        conflicted = {
            name
            for group in grouped(kept, people)
            if is_conflict(group, judged, people)
            for name in group
        }
        kept = {
            pair: own
            for pair, own in kept.items()
            if pair[0] not in conflicted or own > strength
        }
    return kept


def is_conflict(
    group: set[str], judged: dict[Pair, Judged], people: dict[str, Person]
) -> bool:
    """Tell whether a group has a forbidden pair or two certain birth dates."""
    dates = {
        (people[name].born[0], *sorted(people[name].born[1:]))
        for name in group
        if people[name].is_certain
    }
    pairs = combinations(sorted(group), 2)
    return len(dates) > 1 or any(judged[pair].is_forbidden for pair in pairs)


def grouped(links: Iterable[Pair], people: Iterable[str]) -> list[set[str]]:
    """Return the connected groups, single signals included."""
    graph = nx.Graph(list(links))
    graph.add_nodes_from(people)
    return list(nx.connected_components(graph))
