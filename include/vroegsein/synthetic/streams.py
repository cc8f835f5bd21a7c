"""Decides every chance in the synthetic municipality, the same on every machine.

Each subject draws from a stream of its own, named after it, so that a change in one
part leaves the draws of all others as they were. Only `random()` is used underneath:
the one method whose sequence Python promises to keep between versions.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

Item = TypeVar("Item")


class Stream(Random):
    """A named stream of draws."""

    def __init__(self, seed: int, *names: str) -> None:
        super().__init__("/".join([str(seed), *names]))

    def chance(self, probability: float) -> bool:
        """Return true with this probability."""
        return self.random() < probability

    def below(self, limit: int) -> int:
        """Return a whole number from 0 up to but not including the limit."""
        return int(self.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[Item]) -> Item:
        """Return one of the items, each as likely."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Return the items in a random order."""
        keyed = [(self.random(), index) for index in range(len(items))]
        return [items[index] for _, index in sorted(keyed)]


class Weighted:
    """A list to draw from in which some items are likelier than others."""

    def __init__(self, items: Sequence[str], weights: Sequence[int]) -> None:
        self._items = items
        self._bounds = list(accumulate(weights))

    def pick(self, stream: Stream) -> str:
        """Return one of the items."""
        return self._items[bisect_right(self._bounds, stream.below(self._bounds[-1]))]
