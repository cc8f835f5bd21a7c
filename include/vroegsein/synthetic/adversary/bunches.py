"""Decides which records are bad: errors come in bunches.

Most records are sound and a few are wrong in several fields at once. How bad a record
is is drawn once, worse at a careless creditor; the errors in its fields follow from it.
"""

from dataclasses import dataclass

import numpy as np

from vroegsein.synthetic.adversary.draws import Draws, Floats, Ints, Texts, texts
from vroegsein.synthetic.adversary.slips import Slip

BAD = 0.14  # share of bad records at an ordinary creditor
SEVERITY = (0.08, 0.5)  # of a bad record: chance of an error of weight 1
SOUND = 0.008  # the same for a sound record


@dataclass(frozen=True)
class Bunches:
    """How bad each record is, and the streams that say what is wrong with it.

    Attributes:
        severity: Chance of an error of weight 1, for each record.
        seed: Decides which errors come true.
    """

    severity: Floats
    seed: int

    def rows(self, error: str, weight: float) -> Ints:
        """Return the records that have an error.

        Args:
            error: Its name, which is also that of its stream.
            weight: How frequent it is against the others.
        """
        draws = Draws(self.seed, "error", error)
        chance = np.minimum(self.severity * weight, 0.95)
        return np.flatnonzero(draws.chance(chance, len(self.severity)))

    def spoil(self, column: Texts, error: str, weight: float, slip: Slip) -> None:
        """Put an error into a column, where there is something to spoil."""
        rows = self.rows(error, weight)
        rows = rows[column[rows] != ""]
        draws = Draws(self.seed, "slip", error)
        where, which = draws.uniform(len(rows)), draws.uniform(len(rows))
        column[rows] = texts(
            [
                slip(text, one, other)
                for text, one, other in zip(column[rows], where, which, strict=True)
            ]
        )


def draw_bunches(care: Floats, errors: float, seed: int) -> Bunches:
    """Return how bad each record is.

    Args:
        care: Carelessness of the creditor of each record, 1 is ordinary.
        errors: 2 gives twice the errors, 0 none.
        seed: Decides which records are bad.
    """
    draws = Draws(seed, "bunches")
    count = len(care)
    bad = draws.chance(np.minimum(BAD * care * errors, 0.9), count)
    low, high = SEVERITY
    severity = low + (high - low) * draws.uniform(count) ** 2
    return Bunches(np.where(bad, severity, SOUND * errors), seed)
