"""Decides which creditors send signals, and the habits of each administration.

Habits are drawn once per creditor: one writes capitals, another knows no birth dates, a
third puts the partner's name first. They are no errors; errors come on top of them.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from vroegsein.synthetic.adversary.draws import Draws


class Sector(StrEnum):
    """Kinds of creditors that may send signals."""

    HEALTH = "zorg"
    RENT = "huur"
    ENERGY = "energie"
    WATER = "water"


SECTORS = tuple(Sector)
SECTOR_SHARES = (0.42, 0.2, 0.2, 0.18)
CREDITORS_PER_SECTOR = (7, 9, 7, 5)


class GivenHabit(StrEnum):
    """Which first names a creditor delivers."""

    NONE = "none"
    DAILY = "daily"
    FIRST = "first"
    ALL = "all"


class InitialsHabit(StrEnum):
    """How a creditor writes initials."""

    DOTS = "J.P."
    PLAIN = "JP"
    SPACED = "J. P."
    FIRST = "J."
    LOWER_FIRST = "j"


class PrefixHabit(StrEnum):
    """Where a creditor leaves the words before a surname."""

    APART = "apart"
    BEFORE = "in the surname"
    AFTER = "behind a comma"
    SHORT = "v.d."
    LOST = "left out"


class PartnerHabit(StrEnum):
    """Which of two names a creditor uses for married people."""

    OWN_CHOICE = "their own choice"
    OWN = "own name"
    PARTNER_FIRST = "partner's name, then own"
    OWN_FIRST = "own name, then partner's"


class NumberHabit(StrEnum):
    """Where a creditor leaves letter and addition of a house number."""

    APART = "apart"
    IN_ADDITION = "both in the addition"
    DASHED = "addition behind a dash"
    LOST = "left out"


@dataclass(frozen=True)
class Creditor:
    """One administration.

    Attributes:
        code: Partner code.
        capitals: Texts in capitals without accents.
        no_accents: Texts without accents.
        birth_date: Share of records with a birth date; phone and mail likewise.
        short_streets: Writes `str.` and `ln.`.
        other_language: Uses the other name of a bilingual place.
        stale: Chance that a move of the last months is not known yet.
        care: Multiplies the share of bad records.
        trade_names: Share of records of sole traders under the name of the trade.
    """

    code: str
    sector: Sector
    capitals: bool
    no_accents: bool
    given: GivenHabit
    initials: InitialsHabit
    prefix: PrefixHabit
    partner: PartnerHabit
    number: NumberHabit
    birth_date: float
    phone: float
    mail: float
    short_streets: bool
    other_language: bool
    stale: float
    care: float
    trade_names: float


#: Chances of each habit, in the order of its enum.
GIVEN_SHARES = (0.4, 0.25, 0.2, 0.15)
INITIALS_SHARES = (0.5, 0.2, 0.1, 0.15, 0.05)
PREFIX_SHARES = (0.6, 0.15, 0.1, 0.1, 0.05)
PARTNER_SHARES = (0.6, 0.2, 0.15, 0.05)
NUMBER_SHARES = (0.65, 0.15, 0.1, 0.1)
#: Sectors differ most in whether they know a birth date: insurers always do.
BIRTH_DATES = {
    Sector.HEALTH: (0.98, 1.0),
    Sector.RENT: (0.8, 0.98),
    Sector.ENERGY: (0.35, 0.92),
    Sector.WATER: (0.2, 0.88),
}


def build_creditors(seed: int) -> tuple[Creditor, ...]:
    """Return all creditors, sector by sector."""
    return tuple(
        _creditor(sector, number, Draws(seed, sector, str(number)))
        for sector, count in zip(SECTORS, CREDITORS_PER_SECTOR, strict=True)
        for number in range(1, count + 1)
    )


def _creditor(sector: Sector, number: int, draws: Draws) -> Creditor:
    """Return one creditor with habits of its own."""
    point = [float(value) for value in draws.uniform(10)]
    low, high = BIRTH_DATES[sector]
    return Creditor(
        code=f"{sector}{number:02d}",
        sector=sector,
        capitals=point[0] < 0.25,
        no_accents=point[1] < 0.4,
        given=tuple(GivenHabit)[_pick(GIVEN_SHARES, draws)],
        initials=tuple(InitialsHabit)[_pick(INITIALS_SHARES, draws)],
        prefix=tuple(PrefixHabit)[_pick(PREFIX_SHARES, draws)],
        partner=tuple(PartnerHabit)[_pick(PARTNER_SHARES, draws)],
        number=tuple(NumberHabit)[_pick(NUMBER_SHARES, draws)],
        birth_date=low + (high - low) * point[2],
        phone=0.4 + 0.55 * point[3],
        mail=0.3 + 0.6 * point[4],
        short_streets=point[5] < 0.2,
        other_language=point[6] < 0.1,
        stale=0.05 + 0.45 * point[7],
        care=float(np.exp(1.4 * (point[8] - 0.5))),
        trade_names=0.0 if sector in {Sector.HEALTH, Sector.RENT} else 0.02 * point[9],
    )


def _pick(shares: tuple[float, ...], draws: Draws) -> int:
    return int(draws.weighted(shares, 1)[0])
