"""How often two people who have nothing to do with each other agree by chance.

The national shares hold for a small file; a larger one tells itself how frequent its
surnames, first names and initials are, and how many people one administrator has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vroegsein.matching.levels import Address, Kind

#: Share of each level from 1 up for two people drawn at random from the country.
UNRELATED: Final = {
    "birth_date_level": (0.97856, 0.02, 0.001, 0.0003, 0.00004, 0.00006, 0.00004),
    "surname_level": (0.99724, 0.0015, 0.0002, 0.0002, 0.0004, 0.0004, 0.00006),
    "name_level": (0.905, 0.015, 0.03, 0.03, 0.015, 0.0005, 0.003, 0.0015),
    "address_level": (0.99991, 0.00005, 0.00002, 2e-6, 2e-6, 1e-5, 1e-6),
    "phone_level": (1 - 5e-6, 4e-6, 1e-6),
    "email_level": (1 - 1e-7, 1e-7),
}


#: Table -> its columns, which are the fields of `Chance`.
CHANCES: Final = {
    "chance": (
        *("signal_count", "resident_count", "postcode_count", "surname_count"),
        *("frequent_squares", "usual_squares", "client_count", "client_squares"),
    ),
    "name_chance": (
        *("given_count", "given_squares", "initials_count", "initials_squares"),
    ),
}


@dataclass(frozen=True)
class Chance:
    """What the file says about agreeing by chance.

    Attributes:
        signal_count: Number of profiles of signals.
        resident_count: Number of residents.
        postcode_count: Number of different postcodes.
        surname_count: Number of profiles with a surname.
        frequent_squares: Sum of the squared counts of frequent surnames.
        usual_squares: The same of surnames that are neither frequent nor rare.
        client_count: Number of profiles of signals at an administrator's address.
        client_squares: Sum of the squared counts of these by address.
        given_count: Number of different first names with surname.
        given_squares: Sum of the squared counts of these by first name.
        initials_count: Number of different initials with surname.
        initials_squares: Sum of the squared counts of two initials or more.
    """

    signal_count: int
    resident_count: int
    postcode_count: int
    surname_count: int
    frequent_squares: int
    usual_squares: int
    client_count: int
    client_squares: int
    given_count: int
    given_squares: int
    initials_count: int
    initials_squares: int

    def pair_count(self, kind: Kind) -> float:
        """Return how many pairs of a kind the file could have."""
        if kind is Kind.RESIDENT:
            return float(self.signal_count) * self.resident_count
        return self.signal_count * (self.signal_count - 1) / 2


def unrelated_shares(chance: Chance) -> dict[str, tuple[float, ...]]:
    """Return the shares for people who have nothing to do with each other."""
    national = UNRELATED["surname_level"]
    squares = float(chance.surname_count) ** 2 + 1e6
    frequent = (chance.frequent_squares + 1e6 * national[4]) / squares
    usual = (chance.usual_squares + 1e6 * national[5]) / squares
    surname = (*national[:4], frequent, usual, national[6])
    address = UNRELATED["address_level"]
    same_postcode = 1 / (chance.postcode_count + 200)
    together = (chance.client_squares + 10) / (float(chance.signal_count) ** 2 + 1e6)
    return {
        **UNRELATED,
        "surname_level": surname,
        "name_level": _unrelated_names(chance),
        "address_level": (
            *(address[0], same_postcode, *address[2:5]),
            *(together, address[6]),
        ),
    }


def _unrelated_names(chance: Chance) -> tuple[float, ...]:
    """Return the shares of first names; few of them known makes few of them equal."""
    name = UNRELATED["name_level"]
    known, given = float(chance.initials_count) ** 2, float(chance.given_count) ** 2
    told = given / known if known else 0.0
    equal = (chance.given_squares + 1e6 * name[7]) / (given + 1e6)
    initials = (chance.initials_squares + 1e6 * name[5]) / (known + 1e6)
    return (
        *name[:5],
        initials * (1 - min(told, 0.9)),
        name[6],
        equal * min(max(told, 0.2), 1.0),
    )


def with_clients(
    shares: Mapping[str, tuple[float, ...]], chance: Chance
) -> dict[str, tuple[float, ...]]:
    """Return shares with that of administrators' addresses as the file has it."""
    address = list(shares["address_level"])
    clients = (chance.client_count + 10) / (chance.signal_count + 1000)
    address[Address.CARE_OF - 1] = clients / (1 - clients)
    return {**shares, "address_level": tuple(address)}
