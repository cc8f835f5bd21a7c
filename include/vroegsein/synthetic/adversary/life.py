"""Decides how much happens in the lives of the people in the files.

Each error model goes with an ordinary or a restless life; the errors are not here.
"""

from dataclasses import dataclass

import numpy as np

#: Year, month of the last month of receipt; the period is seven months.
MONTHS = 7
FIRST_DAY = np.datetime64("2026-04-01")  # of the first month
LAST_MONTH = np.datetime64("2026-10")
TODAY = np.datetime64("2026-11-01")


@dataclass(frozen=True)
class Life:
    """Shares of households or persons to which something happens.

    Attributes:
        moves: Households that move within the seven months.
        marriages: Couples that marry within them.
        parts: Couples that split up; one of them leaves.
        administered: Households whose post goes to an administrator.
        dies: Persons who die within them.
        shared_phone: Couples with one phone, and with one mail address.
        twins: Households with children in which two are twins.
        namesakes: Grown sons with the initials of their father.
    """

    moves: float = 0.06
    marriages: float = 0.02
    parts: float = 0.01
    administered: float = 0.012
    dies: float = 0.004
    shared_phone: float = 0.25
    twins: float = 0.05
    namesakes: float = 0.2


ORDINARY = Life()
RESTLESS = Life(
    moves=0.14,
    marriages=0.06,
    parts=0.02,
    administered=0.06,
    dies=0.006,
    shared_phone=0.4,
    twins=0.06,
    namesakes=0.25,
)
