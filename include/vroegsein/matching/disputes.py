"""What happens to a group that holds records which must stay apart: surest links first.

Two certain birth dates, two residents, twins or a human's "different" never end in one
person. Such a group is taken apart and put together again link by link; a link that
would bring opposed records together is let go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from vroegsein.matching.groups import Labels


@dataclass(frozen=True)
class Disputes:
    """Groups that hold what must stay apart: their links and who is opposed.

    Attributes:
        links: Rows of left record, right record, strength and weight.
        opposed: Rows of left record, right record, and how firmly: 0 gives way to a
            telling link, to the register and to a human, 1 to the last two, 2 to a
            human, 3 to nobody.
    """

    links: Sequence[tuple[int, ...]]
    opposed: Sequence[tuple[int, ...]]


TELLING: Final = 2  # strength of a link by more than initials
REGISTER: Final = 3  # strength of a link with a resident
HUMAN: Final = 4  # strength of a link that a human's verdict makes
NEVER: Final = 3  # firmness of opposition that nobody overrules


def settle(disputes: Disputes) -> Labels:
    """Return the groups of disputed records, the surest links first.

    A link that would bring opposed records together is let go: rather apart than
    wrong. A human's "same" overrules a guard, and then the guard is off in that
    group; so does a telling link where only initials differ. Verdicts that contradict
    each other all fall.
    """
    foes: dict[int, dict[int, int]] = {}
    for left, right, firmness in disputes.opposed:
        foes.setdefault(left, {})[right] = firmness
        foes.setdefault(right, {})[left] = firmness
    links = _without_contradiction(disputes.links, foes)
    forest = _Forest()
    for left, right, strength, _ in sorted(
        links, key=lambda link: (-link[2], -link[3], link[0], link[1])
    ):
        forest.join(left, right, strength, foes)
    records = np.array(sorted(forest.leader), dtype=np.int64)
    groups = np.array([forest.find(int(each)) for each in records], dtype=np.int64)
    moved = records != groups
    return Labels(records[moved], groups[moved])


def _without_contradiction(
    links: Sequence[tuple[int, ...]], foes: dict[int, dict[int, int]]
) -> Sequence[tuple[int, ...]]:
    """Return the links without human verdicts that contradict each other."""
    human = [link for link in links if link[2] == HUMAN]
    forest = _Forest()
    for left, right, strength, _ in human:
        forest.join(left, right, strength, {})
    broken = {
        forest.find(record)
        for record in list(forest.leader)
        for foe, firmness in foes.get(record, {}).items()
        if firmness == NEVER
        and foe in forest.leader
        and forest.find(foe) == forest.find(record)
    }
    return [
        link for link in links if link[2] < HUMAN or forest.find(link[0]) not in broken
    ]


class _Forest:
    """Groups that grow link by link, named by their smallest record."""

    def __init__(self) -> None:
        self.leader: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._overruled: dict[int, int] = {}

    def find(self, record: int) -> int:
        """Return the smallest record of a record's group."""
        if record not in self.leader:
            self.leader[record] = record
            self._members[record] = [record]
        return self.leader[record]

    def join(
        self, left: int, right: int, strength: int, foes: dict[int, dict[int, int]]
    ) -> None:
        """Make two groups one, unless records in them are opposed too firmly."""
        one, other = sorted((self.find(left), self.find(right)))
        if one == other:
            return
        inside = set(self._members[other])
        opposition = max(
            (
                firmness
                for record in self._members[one]
                for foe, firmness in foes.get(record, {}).items()
                if foe in inside
            ),
            default=-1,
        )
        if opposition > self._authority(one, other, strength):
            return
        if opposition >= 0:
            self._overruled[one] = max(strength, self._overruled.get(one, 0))
        self._overruled[one] = max(
            self._overruled.get(one, 0), self._overruled.pop(other, 0)
        )
        for record in self._members[other]:
            self.leader[record] = one
        self._members[one] += self._members.pop(other)

    def _authority(self, one: int, other: int, strength: int) -> int:
        """Return the firmest opposition a link between two groups may overrule."""
        highest = max(
            strength, self._overruled.get(one, 0), self._overruled.get(other, 0)
        )
        return {HUMAN: 2, REGISTER: 1, TELLING: 0}.get(highest, -1)
