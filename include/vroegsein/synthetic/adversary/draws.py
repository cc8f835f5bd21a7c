"""Decides every chance of the adversary, by the column and the same on every machine.

Each subject draws from a stream of its own, named after it, so that a change in one
part leaves the draws of all others as they were. Only uniform numbers are taken from
numpy; everything else is arithmetic written here.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

NONE = -1  # an index that points at nothing


class Draws:
    """A named stream of draws, a column at a time."""

    def __init__(self, seed: int, *names: str) -> None:
        digest = hashlib.sha256("/".join([str(seed), *names]).encode()).digest()
        key = int.from_bytes(digest[:16], "big")
        self._generator = np.random.Generator(np.random.PCG64(key))

    def uniform(self, count: int) -> Floats:
        """Return numbers from 0 up to but not including 1."""
        return self._generator.random(count)

    def chance(self, probability: float | Floats, count: int) -> Flags:
        """Return true with this probability, one for all or one for each."""
        flags: Flags = self.uniform(count) < probability
        return flags

    def below(self, limit: int | Ints, count: int) -> Ints:
        """Return whole numbers from 0 up to but not including the limit."""
        return (self.uniform(count) * limit).astype(np.int64)

    def between(self, low: int | Ints, high: int | Ints, count: int) -> Ints:
        """Return whole numbers from low to high, both included."""
        return low + self.below(np.asarray(high - low + 1), count)

    def weighted(self, weights: Sequence[float] | Floats, count: int) -> Ints:
        """Return indices of a list of weights, the heavy ones more often."""
        bounds = np.cumsum(np.asarray(weights, np.float64))
        points = self.uniform(count) * bounds[-1]
        found = np.searchsorted(bounds, points, side="right").astype(np.int64)
        kept: Ints = np.minimum(found, len(bounds) - 1)
        return kept

    def order(self, count: int) -> Ints:
        """Return all indices in a random order."""
        return np.argsort(self.uniform(count), kind="stable").astype(np.int64)


def zipf_weights(count: int, flat: float = 30.0, power: float = 1.0) -> Floats:
    """Return weights that fall with the rank, as names and streets do.

    Args:
        count: Number of ranks.
        flat: The larger, the less the first ranks stand out.
        power: The larger, the rarer the last ranks.
    """
    return np.asarray((np.arange(count) + flat) ** -power, np.float64)


def texts(words: Sequence[str]) -> Texts:
    """Return words as a column."""
    column = np.empty(len(words), dtype=object)
    column[:] = words
    return column


def spread(counts: Ints) -> Ints:
    """Return for counts (2, 0, 3) the owners 0 0 2 2 2."""
    return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


def place_in_group(counts: Ints) -> Ints:
    """Return for counts (2, 0, 3) the places 0 1 0 1 2."""
    starts = np.cumsum(counts) - counts
    total = int(counts.sum())
    return np.arange(total, dtype=np.int64) - np.repeat(starts, counts)
