"""Which counts are not shown: those about one to four, and what would give them away.

Whoever knows a total and all parts but one knows that one too. So where one part is
hidden, another is hidden with it, until the hidden parts of every total are at least
two and together at least five, and until no hidden count follows from all totals taken
together (K21). Hidden counts look alike: nobody sees which of them were the small ones.

Totals that return in many tables carry one name, so they are hidden in all or in none.
"""

from collections.abc import Iterable, Mapping, Sequence

from vroegsein.accountability.small_cells import SMALLEST
from vroegsein.accountability.statistics.figures import Sum

MOST = 10**9  # of a count that nothing is known of
_PRIME = 2**61 - 1  # sums are solved modulo a prime: exact, without fractions


def hidden_counts(counts: Mapping[str, int], sums: Sequence[Sum]) -> frozenset[str]:
    """Return the names of the counts that are not shown.

    Args:
        counts: All counts of a month by name; none below zero.
        sums: All the ways in which they add up.
    """
    small = {name for name, count in counts.items() if 0 < count < SMALLEST}
    hidden = set(small)
    while more := _more(counts, sums, hidden, small):
        hidden |= more
    # What is not small and follows from the rest anyway may as well be shown.
    return frozenset(hidden - (computable(counts, sums, hidden) - small))


def _more(
    counts: Mapping[str, int], sums: Sequence[Sum], hidden: set[str], small: set[str]
) -> set[str]:
    """Return what has to be hidden besides; nothing when it is enough."""
    for one in sums:
        if found := _exposed(counts, one, hidden):
            return found
    for one in _around(sums, hidden, computable(counts, sums, hidden) & small):
        if found := _next(counts, one, hidden):
            return found
    return set()


def _around(sums: Sequence[Sum], hidden: set[str], names: set[str]) -> list[Sum]:
    """Return the totals that hidden counts tie to the named ones."""
    tied: list[Sum] = []
    reached = set(names)
    while fresh := [
        one for one in sums if one not in tied and reached & {one.whole, *one.parts}
    ]:
        tied += fresh
        reached |= {n for one in fresh for n in (one.whole, *one.parts) if n in hidden}
    return tied


def _exposed(counts: Mapping[str, int], one: Sum, hidden: set[str]) -> set[str]:
    """Return what one total asks to be hidden besides."""
    parts = [name for name in one.parts if name in hidden]
    if one.whole in hidden:
        is_safe = bool(parts) or not any(counts[name] for name in one.parts)
    else:
        together = sum(counts[name] for name in parts)
        is_safe = not parts or (len(parts) > 1 and together >= SMALLEST)
    return set() if is_safe else _next(counts, one, hidden)


def _next(counts: Mapping[str, int], one: Sum, hidden: set[str]) -> set[str]:
    """Return the smallest shown part, one of zero last, or else the total."""
    shown = [name for name in one.parts if name not in hidden]
    if shown:
        return {min(shown, key=lambda name: (not counts[name], counts[name], name))}
    return {one.whole} - hidden


def computable(
    counts: Mapping[str, int], sums: Sequence[Sum], hidden: set[str]
) -> set[str]:
    """Return the hidden counts that follow from what is shown."""
    return solvable(sums, hidden) | pinned(counts, sums, hidden)


def pinned(
    counts: Mapping[str, int], sums: Sequence[Sum], hidden: set[str]
) -> set[str]:
    """Return the hidden counts that have one value left, as none is below zero.

    What a part can be at most is the total less what the others are at least, and so
    on, until no total says anything new.
    """
    least = {name: 0 if name in hidden else count for name, count in counts.items()}
    most = {name: MOST if name in hidden else count for name, count in counts.items()}
    is_new = True
    while is_new:
        is_new = False
        for one in sums:
            low = sum(least[name] for name in one.parts)
            high = sum(most[name] for name in one.parts)
            total = (max(least[one.whole], low), min(most[one.whole], high))
            is_new |= total != (least[one.whole], most[one.whole])
            least[one.whole], most[one.whole] = total
            for name in one.parts:
                if name in hidden:
                    smallest = max(least[name], total[0] - (high - most[name]))
                    largest = min(most[name], total[1] - (low - least[name]))
                    is_new |= (smallest, largest) != (least[name], most[name])
                    low, high = (
                        low + smallest - least[name],
                        high + largest - most[name],
                    )
                    least[name], most[name] = smallest, largest
    return {name for name in hidden if least[name] == most[name]}


def solvable(sums: Iterable[Sum], hidden: Iterable[str]) -> set[str]:
    """Return the hidden counts that follow from the totals by subtraction.

    Each total is an equation in the hidden counts. Brought to their simplest form, an
    equation with one of them left tells it.
    """
    unknown = set(hidden)
    solved: dict[str, dict[str, int]] = {}  # leading name -> its equation
    for one in sums:
        row = {name: 1 for name in one.parts if name in unknown}
        if one.whole in unknown:
            row[one.whole] = _PRIME - 1
        _reduce(row, solved)
        if row:
            _take_in(row, solved)
    return {name for name, row in solved.items() if len(row) == 1}


def _reduce(row: dict[str, int], solved: Mapping[str, dict[str, int]]) -> None:
    """Write an equation without the names that lead another one."""
    for name in sorted(set(row) & set(solved)):
        _subtract(row, solved[name], row[name])


def _take_in(row: dict[str, int], solved: dict[str, dict[str, int]]) -> None:
    """Give an equation a leading name, and take that name out of the others."""
    lead = min(row)
    inverse = pow(row[lead], _PRIME - 2, _PRIME)
    normal = {name: factor * inverse % _PRIME for name, factor in row.items()}
    for other in solved.values():
        if lead in other:
            _subtract(other, normal, other[lead])
    solved[lead] = normal


def _subtract(row: dict[str, int], other: Mapping[str, int], times: int) -> None:
    """Subtract an equation so many times from another; what is zero goes."""
    for name, factor in other.items():
        left = (row.get(name, 0) - factor * times) % _PRIME
        if left:
            row[name] = left
        else:
            row.pop(name, None)
