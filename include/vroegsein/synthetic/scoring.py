"""How well groups of signals agree with the truth: counts, never lists of pairs.

Everything follows from one table of contingency: how many signals each found group
shares with each true one. A million signals take a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Agreement:
    """Two divisions of the same signals, compared.

    Attributes:
        joined: Pairs of signals in one found group.
        true: Pairs of signals in one true group.
        right: Pairs that are both.
        b_precision, b_recall: B-cubed: the mean over signals of the share of its
            found group that is truly with it, and of its true group that is found.
    """

    joined: int
    true: int
    right: int
    b_precision: float
    b_recall: float

    @property
    def precision(self) -> float:
        """Share of joined pairs that are right; 1 when nothing was joined."""
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """Share of true pairs that are joined; 1 when there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall over pairs."""
        both = self.joined + self.true
        return 2 * self.right / both if both else 1.0

    @property
    def b_cubed(self) -> float:
        """Harmonic mean of the B-cubed precision and recall."""
        both = self.b_precision + self.b_recall
        return 2 * self.b_precision * self.b_recall / both if both else 0.0


@dataclass(frozen=True)
class MultiCreditor:
    """Persons with signals of two or more creditors.

    Attributes:
        true: True persons with two or more creditors.
        found: Those of whom some found group holds signals of two of their creditors.
        reported: Found groups with two or more creditors.
        pure: Those that hold signals of one true person only.
    """

    true: int
    found: int
    reported: int
    pure: int

    @property
    def found_share(self) -> float:
        """Share of true persons that are found."""
        return self.found / self.true if self.true else 1.0

    @property
    def pure_share(self) -> float:
        """Share of reported groups that are pure."""
        return self.pure / self.reported if self.reported else 1.0


def labels(ids: Sequence[str] | npt.NDArray[np.object_]) -> Labels:
    """Return ids as small numbers, equal for equal ids."""
    numbers: dict[str, int] = {}
    return np.fromiter(
        (numbers.setdefault(one, len(numbers)) for one in ids), np.int64, len(ids)
    )


def agreement(found: Labels, truth: Labels) -> Agreement:
    """Compare two divisions of the same signals, row by row.

    Args:
        found: Group of each signal.
        truth: True group of each signal, in the same order.
    """
    if not len(found):
        return Agreement(0, 0, 0, 1.0, 1.0)
    cells, counts = _cells(found, truth)
    of_found, of_truth = np.bincount(found), np.bincount(truth)
    # A signal in a cell of n shares n of its group: n signals give n * n together.
    squares = counts.astype(np.float64) ** 2
    return Agreement(
        joined=_pairs(of_found),
        true=_pairs(of_truth),
        right=_pairs(counts),
        b_precision=float((squares / of_found[cells[0]]).sum() / len(found)),
        b_recall=float((squares / of_truth[cells[1]]).sum() / len(found)),
    )


def multi_creditor(found: Labels, truth: Labels, creditor: Labels) -> MultiCreditor:
    """Tell how well persons with several creditors are found.

    Args:
        found: Group of each signal.
        truth: True person of each signal, in the same order.
        creditor: Creditor of each signal, in the same order.
    """
    if not len(found):
        return MultiCreditor(0, 0, 0, 0)
    cells, _ = _cells(found, truth)
    cell = _joint(found, truth)
    true = np.flatnonzero(_creditors_of(truth, creditor) >= 2)
    split = np.flatnonzero(
        _creditors_of(np.unique(cell, return_inverse=True)[1], creditor) >= 2
    )
    persons_found = np.unique(cells[1][split])
    reported = _creditors_of(found, creditor) >= 2
    persons_in = np.bincount(cells[0], minlength=len(reported))
    return MultiCreditor(
        true=len(true),
        found=len(persons_found),
        reported=int(reported.sum()),
        pure=int((reported & (persons_in == 1)).sum()),
    )


def forbidden_merges(found: Labels, left: Labels, right: Labels) -> int:
    """Return how many forbidden pairs, given by row, ended in one group."""
    return int((found[left] == found[right]).sum())


def _joint(found: Labels, truth: Labels) -> Labels:
    """Return one number for each combination of groups."""
    return found * (int(truth.max()) + 1) + truth


def _cells(found: Labels, truth: Labels) -> tuple[tuple[Labels, Labels], Labels]:
    """Return the combinations that occur, sorted, and the signals in each."""
    values, counts = np.unique(_joint(found, truth), return_counts=True)
    width = int(truth.max()) + 1
    return (values // width, values % width), counts


def _creditors_of(group: Labels, creditor: Labels) -> Labels:
    """Return the number of different creditors of each group."""
    width = int(creditor.max()) + 1
    each = np.unique(group * width + creditor) // width
    return np.bincount(each, minlength=int(group.max()) + 1)


def _pairs(sizes: Labels) -> int:
    """Return the pairs within groups of these sizes."""
    exact = sizes.astype(np.int64)
    return int((exact * (exact - 1) // 2).sum())
