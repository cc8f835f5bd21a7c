"""Which records form one group: connected groups, and who is placed with whom.

Links come from the engine as numbers of records; what is decided here is a pure
function of them, whatever their order. Two steps: links that stand by themselves form
connected groups, and then every group without a certain birth date joins the one
group it resembles most, in rounds. Nobody with a birth date picks, so two of them
never meet through one without.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]

PLACING_ROUNDS: Final = 4  # a fifth placed one signal in 100,000
MARGIN: Final = 1000  # milli log-odds the best person must be ahead of the next
VETO: Final = -8000  # a pair this far apart keeps two groups apart
NOTHING: Final = np.iinfo(np.int64).min // 4


@dataclass(frozen=True)
class Labels:
    """The group of each record that is not its group's smallest.

    Attributes:
        records: Record numbers, ascending.
        groups: The smallest record number of the group of each.
    """

    records: Numbers
    groups: Numbers

    def of(self, numbers: Numbers) -> Numbers:
        """Return the group numbers of records; who has no label is its own group."""
        if not len(self.records):
            return numbers
        place = np.searchsorted(self.records, numbers)
        place = np.minimum(place, len(self.records) - 1)
        return np.where(self.records[place] == numbers, self.groups[place], numbers)

    def without(self, groups: Numbers) -> "Labels":
        """Return the labels without those of some groups."""
        kept = ~np.isin(self.groups, groups)
        return Labels(self.records[kept], self.groups[kept])

    def then(self, later: "Labels") -> "Labels":
        """Return the labels after groups were joined to groups."""
        leaders = later.records[~np.isin(later.records, self.records)]
        records = np.concatenate([self.records, leaders])
        groups = later.of(np.concatenate([self.groups, leaders]))
        order = np.argsort(records)
        return Labels(records[order], groups[order])


@dataclass(frozen=True)
class LoosePairs:
    """Pairs of groups that may be one, at least one of them still to be placed.

    Attributes:
        one: The smaller group number of each pair.
        other: The larger one.
        is_one_loose: Whether the smaller is still to be placed.
        is_other_loose: The same of the larger.
        best: Weight of the best pair of records between them, in milli log-odds.
        worst: Weight of the worst.
    """

    one: Numbers
    other: Numbers
    is_one_loose: npt.NDArray[np.bool_]
    is_other_loose: npt.NDArray[np.bool_]
    best: Numbers
    worst: Numbers


@dataclass(frozen=True)
class Families:
    """Placed groups that are kept apart by a guard and yet probably one person.

    A mistyped birth date makes a group of its own. Beside the group with the right
    one it is no second candidate: of a family the group with most signals counts.

    Attributes:
        labels: The family of each group, named by its smallest group.
        sizes: Number of signals by group number, of groups in a family.
    """

    labels: Labels
    sizes: dict[int, int]

    def size_of(self, numbers: Numbers) -> Numbers:
        """Return the size of groups; 1 where it never matters."""
        if not self.sizes:
            return np.ones(len(numbers), dtype=np.int64)
        known = np.fromiter(sorted(self.sizes), np.int64, len(self.sizes))
        count = np.array([self.sizes[number] for number in known.tolist()])
        at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
        return np.where(known[at] == numbers, count[at], 1)


def merge(some: Labels, others: Labels) -> Labels:
    """Return the labels of two sets of records that have none in common."""
    records = np.concatenate([some.records, others.records])
    order = np.argsort(records)
    return Labels(records[order], np.concatenate([some.groups, others.groups])[order])


def connect(left: Numbers, right: Numbers) -> Labels:
    """Return the connected groups of links, each named by its smallest number."""
    nodes, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = ends[: len(left)], ends[len(left) :]
    label = np.arange(len(nodes))
    while True:
        ours, theirs = label[one], label[other]
        if np.array_equal(ours, theirs):
            break
        np.minimum.at(label, np.maximum(ours, theirs), np.minimum(ours, theirs))
        while not np.array_equal(label, label[label]):
            label = label[label]
    moved = label != np.arange(len(nodes))
    return Labels(nodes[moved], nodes[label[moved]])


NO_FAMILIES = Families(Labels(np.empty(0, np.int64), np.empty(0, np.int64)), {})


def place(pairs: LoosePairs, families: Families) -> Labels:
    """Return the group each group ends in when all have picked, round after round."""
    labels = Labels(np.empty(0, np.int64), np.empty(0, np.int64))
    for _ in range(PLACING_ROUNDS):
        loose, target = pick(pairs, families)
        if not len(loose):
            break
        joined = connect(loose, target)
        labels = labels.then(joined)
        pairs = _regrouped(pairs, joined)
        families = Families(
            _renamed(families.labels, joined),
            {
                int(joined.of(np.array([group]))[0]): size
                for group, size in families.sizes.items()
            },
        )
    return labels


def pick(pairs: LoosePairs, families: Families) -> tuple[Numbers, Numbers]:
    """Return the groups that join another, and which.

    A group joins the placed group it resembles most, if no other family comes near
    and no loose group is nearer; else the loose group it resembles most.
    """
    fits = (pairs.best >= 0) & (pairs.worst > VETO)
    ours, theirs = fits & pairs.is_one_loose, fits & pairs.is_other_loose
    loose = np.concatenate([pairs.one[ours], pairs.other[theirs]])
    target = np.concatenate([pairs.other[ours], pairs.one[theirs]])
    best = np.concatenate([pairs.best[ours], pairs.best[theirs]])
    is_target_loose = np.concatenate(
        [pairs.is_other_loose[ours], pairs.is_one_loose[theirs]]
    )
    pickers, place_of = np.unique(loose, return_inverse=True)
    placed = ~is_target_loose
    placed_target, placed_best, next_best = _best_of_families(
        place_of[placed], target[placed], best[placed], families, len(pickers)
    )
    beside_target, beside_best, _ = _best_of_families(
        place_of[~placed], target[~placed], best[~placed], NO_FAMILIES, len(pickers)
    )
    is_clear = (placed_best - next_best >= MARGIN) & (placed_best >= beside_best)
    chosen = np.where((placed_best >= 0) & is_clear, placed_target, beside_target)
    return pickers[chosen >= 0], chosen[chosen >= 0]


def _best_of_families(
    picker: Numbers, target: Numbers, best: Numbers, families: Families, size: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return per picker the target of its best family, that weight, and the next.

    No target is -1 and no weight is far below any. Of a family the largest group that
    is about as near as the best; of equals the smallest number.
    """
    found = np.full(size, -1)
    first, second = np.full(size, NOTHING), np.full(size, NOTHING)
    family = families.labels.of(target)
    order = np.lexsort((family, -best, picker))
    starts = order[_starts(picker[order])]
    first[picker[starts]] = best[starts]
    nearest = np.full(size, -1)
    nearest[picker[starts]] = family[starts]
    is_own = family == nearest[picker]
    rest = np.flatnonzero(~is_own)
    np.maximum.at(second, picker[rest], best[rest])
    own = np.flatnonzero(is_own & (best > first[picker] - MARGIN))
    members = families.size_of(target[own])
    order = np.lexsort((target[own], -best[own], -members, picker[own]))
    own = own[order]
    starts = own[_starts(picker[own])]
    found[picker[starts]] = target[starts]
    return found, first, second


def _starts(ordered: Numbers) -> npt.NDArray[np.bool_]:
    """Tell where a new value begins in an ordered row of numbers."""
    is_new: npt.NDArray[np.bool_] = np.diff(ordered, prepend=ordered[:1] - 1) != 0
    return is_new


def _renamed(labels: Labels, joined: Labels) -> Labels:
    """Return labels of groups under the names these have in the next round."""
    records, at = np.unique(joined.of(labels.records), return_index=True)
    return Labels(records, labels.groups[at])


def _regrouped(pairs: LoosePairs, joined: Labels) -> LoosePairs:
    """Return the pairs between the groups of the next round."""
    one, other = joined.of(pairs.one), joined.of(pairs.other)
    placed = np.unique(
        np.concatenate([one[~pairs.is_one_loose], other[~pairs.is_other_loose]])
    )
    low, high = np.minimum(one, other), np.maximum(one, other)
    is_low_loose, is_high_loose = ~np.isin(low, placed), ~np.isin(high, placed)
    kept = np.flatnonzero((low != high) & (is_low_loose | is_high_loose))
    kept = kept[np.lexsort((high[kept], low[kept]))]
    low, high = low[kept], high[kept]
    starts = np.flatnonzero(_starts(low) | _starts(high))
    if not len(starts):
        return LoosePairs(low, high, low > 0, low > 0, low, low)
    return LoosePairs(
        low[starts],
        high[starts],
        is_low_loose[kept][starts],
        is_high_loose[kept][starts],
        np.maximum.reduceat(pairs.best[kept], starts),
        np.minimum.reduceat(pairs.worst[kept], starts),
    )
