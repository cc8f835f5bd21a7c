"""Decides who lives where: residents in households at addresses.

Beside ordinary families it holds what makes matching hard: father and son with the
same initials, twins, women under their husband's name, houses let by the room, care
homes, houseboats, people who moved away or died. Nobody in it exists.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vroegsein.synthetic import names
from vroegsein.synthetic.names import Surname
from vroegsein.synthetic.places import VILLAGES, Address, Village, addresses
from vroegsein.synthetic.streams import Stream

logger = logging.getLogger(__name__)

ADULT = 18
NO_SURNAME = Surname("", "")
MAIL_DOMAINS = ("post.example", "thuis.example", "brief.example")  # RFC 2606
BOAT_VILLAGES = frozenset({"Lemmer", "Terherne", "Langweer", "Echtenerbrug", "Joure"})
CARE_VILLAGES = frozenset({"Joure", "Lemmer", "Balk", "Sint Nicolaasga"})


@dataclass(frozen=True, slots=True)
class Resident:
    """One person in the register of residents."""

    resident_id: str
    sex: str
    first_names: str
    surname: Surname
    birth_date: date
    partner_surname: Surname = NO_SURNAME
    phone: str = ""
    email: str = ""
    deceased: bool = False
    moved_out: bool = False
    address_secret: bool = False

    @property
    def initials(self) -> str:
        """Initials of all first names, `J.P.`."""
        return names.initials(self.first_names)

    @property
    def flags(self) -> tuple[bool, bool, bool]:
        """Whether deceased, moved out of the municipality, address kept secret."""
        return self.deceased, self.moved_out, self.address_secret

    def age(self, day: date) -> int:
        """Return the age in whole years on a day."""
        birth = self.birth_date
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@dataclass(frozen=True, slots=True)
class Household:
    """People who live together; the first one signs the contracts."""

    household_id: str
    address: Address
    members: tuple[Resident, ...]

    def adults(self, day: date) -> list[Resident]:
        """Return the members who may have a contract of their own."""
        return [person for person in self.members if person.age(day) >= ADULT]


class Registry:
    """Makes residents one by one and numbers them."""

    def __init__(self, seed: int, day: date) -> None:
        self.day = day
        self.stream = Stream(seed, "residents")
        self.count = 0
        self.households = 0

    def person(
        self, ages: tuple[int, int], surname: Surname, sex: str = ""
    ) -> Resident:
        """Make a resident of an age in this range, in years."""
        stream = self.stream
        self.count += 1
        sex = sex or stream.pick("mv")
        days = stream.between(ages[0] * 365 + 1, ages[1] * 366)
        person = Resident(
            resident_id=f"r{self.count:06d}",
            sex=sex,
            first_names=names.first_names(stream, sex),
            surname=surname,
            birth_date=self.day - timedelta(days=days),
            deceased=stream.chance(0.004),
            moved_out=stream.chance(0.008),
            address_secret=stream.chance(0.004),
        )
        return person if ages[0] < ADULT else self.with_contact(person)

    def with_contact(self, person: Resident) -> Resident:
        """Return the person with a phone number and a mail address, mostly.

        Numbers begin with 06-9, a range in which no mobile numbers are given out.
        """
        number = int(person.resident_id[1:])
        phone = f"+3169{(number * 7_654_321 + 1_234_567) % 10_000_000:07d}"
        given = person.first_names.split()[0]
        local = f"{given}.{person.surname.name}{number}".replace(" ", "")
        mail = f"{_ascii(local)}@{self.stream.pick(MAIL_DOMAINS)}"
        return replace(
            person,
            phone=phone if self.stream.chance(0.8) else "",
            email=mail if self.stream.chance(0.65) else "",
        )

    def household(self, address: Address, *members: Resident) -> Household:
        """Number a household."""
        self.households += 1
        return Household(f"h{self.households:05d}", address, members)


def populate(inhabitants: int, day: date, seed: int) -> list[Household]:
    """Return the households of the municipality.

    Args:
        inhabitants: About how many people live there.
        day: Day on which ages are reckoned.
        seed: Decides who they are.
    """
    registry = Registry(seed, day)
    total = sum(village.weight for village in VILLAGES)
    households: list[Household] = []
    for village in VILLAGES:
        goal = inhabitants * village.weight // total
        households += _village(registry, village, goal, Stream(seed, village.name))
    logger.info("%s residents in %s households", registry.count, len(households))
    return households


def _village(
    registry: Registry, village: Village, goal: int, stream: Stream
) -> Iterator[Household]:
    """Fill one village up to its number of people."""
    start = registry.count
    homes = addresses(village, stream)
    if village.name in CARE_VILLAGES:
        yield from _care_home(registry, next(homes))
        yield from _shared_house(registry, next(homes))
    while registry.count - start < goal:
        home = next(homes)
        if village.name in BOAT_VILLAGES and stream.chance(0.004):
            home = replace(home, kind="boat")
        yield _family(registry, home)


def _care_home(registry: Registry, home: Address) -> Iterator[Household]:
    """Return some forty old people behind one door, each a household."""
    door = replace(home, kind="care")
    for _ in range(registry.stream.between(30, 45)):
        person = registry.person((78, 97), names.surname(registry.stream))
        yield registry.household(door, person)


def _shared_house(registry: Registry, home: Address) -> Iterator[Household]:
    """Return six young people who rent rooms at one address."""
    door = replace(home, kind="shared")
    for _ in range(6):
        person = registry.person((19, 29), names.surname(registry.stream))
        yield registry.household(door, person)


def _family(registry: Registry, home: Address) -> Household:
    """Return one ordinary household."""
    stream = registry.stream
    shape = stream.random()
    if shape < 0.35:
        person = registry.person((20, 92), names.surname(stream))
        return registry.household(home, person)
    if shape < 0.42:
        parent = registry.person((26, 52), names.surname(stream))
        return registry.household(home, parent, *_children(registry, parent))
    if shape < 0.68:
        return registry.household(home, *_couple(registry, (24, 86)))
    first, second = _couple(registry, (28, 56))
    father = first if first.sex == "m" else second
    return registry.household(home, first, second, *_children(registry, father))


def _couple(registry: Registry, ages: tuple[int, int]) -> tuple[Resident, Resident]:
    """Return two people; the married ones know each other's surname."""
    stream = registry.stream
    first = registry.person(ages, names.surname(stream), "m")
    years = first.age(registry.day)
    near = (max(20, years - 5), min(95, years + 3))
    sex = "v" if stream.chance(0.96) else "m"
    second = registry.person(near, names.surname(stream), sex)
    if stream.chance(0.25):
        second = replace(second, phone=first.phone)  # one phone between them
    if stream.chance(0.6):
        first = replace(first, partner_surname=second.surname)
        second = replace(second, partner_surname=first.surname)
    return (first, second) if stream.chance(0.6) else (second, first)


def _children(registry: Registry, parent: Resident) -> list[Resident]:
    """Return one to three children under the parent's surname."""
    stream = registry.stream
    oldest = parent.age(registry.day) - 23
    children: list[Resident] = []
    for _ in range(stream.between(1, 3)):
        low = stream.between(0, max(0, min(24, oldest)))
        child = registry.person((low, low + 1), parent.surname)
        if children and stream.chance(0.02):  # twins
            born = children[-1].birth_date
            child = replace(child, birth_date=born, phone="", email="")
        elif low >= ADULT and parent.sex == "m" and stream.chance(0.5):
            child = _namesake(registry, child, parent)
        children.append(child)
    return children


def _namesake(registry: Registry, child: Resident, father: Resident) -> Resident:
    """Return the child as a son with his father's initials."""
    given = " ".join(
        names.first_names(registry.stream, "m", name[0]).split()[0]
        for name in father.first_names.split()
    )
    return replace(child, sex="m", first_names=given)


def _ascii(text: str) -> str:
    """Return the text in lower case ASCII letters, digits and points."""
    return fold(text).lower().replace("'", "").encode("ascii", "ignore").decode()


def fold(text: str) -> str:
    """Return the text without accents."""
    return text.translate(PLAIN)


PLAIN = str.maketrans(
    "âêîôûäëïöüáéíóúàèçñÂÊÎÔÛÄËÏÖÜÁÉÇ", "aeiouaeiouaeiouaecnAEIOUAEIOUAEC"
)
